"""A derivation: certificates in dependency order, which of them state the theorem, and what stays in words.

A `Book` collects certificates. A premise may be used under a substitution, {"cert", "set", "rename", "given"}, where
"given" says by which fact a hypothesis of the premise holds, {hypothesis: fact}; and a conclusion may be quantified: the
book writes the `instance` and `generalize` steps that the kernel wants to see.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.statement import Context, Statement, contains, declarations_of, holds_here
from theory.kernel.substitution import Substitution
from theory.models.lint import model_fault
from theory.models.model import FREE, Model
from theory.prove.facts import Facts
from theory.prove.formulas import at
from theory.prove.letters import integer
from theory.prove.rewrite import cofactors
from theory.prove.text import atom_text

DIRECT = ("expand", "order", "power", "entry", "definite", "bernstein", "stationary")
"""Rules that prove equations and comparisons one by one; a quantified conclusion is proved for a letter first."""

PLAIN = ("objective", "induct", "cases", "contrapose", "monotone", "shape", "exists", "generalize", "instance",
         "entrywise")
"""Rules whose premises are used as they are."""


Given = list[str] | dict[str, str]
"""Hypotheses, with or without labels."""

Uses = list | dict[str, Any] | None
"""Premises: ids, or {"cert", "set", "rename", "given"}, with or without labels."""


class Eager:
    """Whether a step is tried, and its model evaluated, when it is added: who writes a derivation wants to fail early. The
    judge turns it off: it reads the verdict from disk in any case."""

    on = True


@dataclass(frozen=True)
class Derivation:
    """``goals``: ids of the certificates whose statements are the theorem; ``prose``: the composition left in words
    (empty when one goal says it all)."""

    certificates: tuple[Certificate, ...]
    goals: tuple[str, ...]
    prose: str = ""

    def write(self, folder: Path | str) -> None:
        """Every certificate to the folder."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        for certificate in self.certificates:
            certificate.write(folder)

    def __getitem__(self, name: str) -> Certificate:
        return next(c for c in self.certificates if c.id == name)

    def __str__(self) -> str:
        return f"{len(self.certificates)} certificates, {len(self.goals)} goals"


@dataclass
class Book:
    """Collects certificates. ``scene``: values by letter name, from which every step takes its model."""

    scene: dict = field(default_factory=dict)
    pages: dict[str, Certificate] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    unfit: dict[str, str] = field(default_factory=dict)
    fitted: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def add(self, rule: str, letters: list, given: Given, then: list[str] | str, witness: object,
            premises: Uses = None, exists: list | None = None, **scene: Any) -> str:  # fmt: skip
        """Append one certificate and return its id. It is tried at once, to fail early; the verdict comes from disk.

        Facts in the witness may be named, see `theory.prove.facts`.
        """
        then = [then] if isinstance(then, str) else list(then)
        facts = Facts(given, premises)
        given, uses = facts.given, facts.premises
        pairs = witness if rule == "expand" and isinstance(witness, list) else None
        witness = facts.witness(witness) if pairs is None else [facts.hints(one) for one in pairs]
        if rule in DIRECT and any(a.startswith("all(") for a in then):
            return self._one_by_one(rule, letters, given, then, witness, uses, scene)
        statement: dict = {"letters": letters, "given": given, "then": then}
        if exists:
            statement["exists"] = exists
        if rule == "stationary" and isinstance(witness, dict) and isinstance(witness.get("fact"), int):
            witness, uses = self._every_layer(letters, given, witness, uses, scene)
        rule, witness, uses = _translated(rule, statement, witness, uses)
        names = self._premises(rule, statement, witness, uses, scene)
        if rule in DIRECT and rule != "stationary":
            names, witness = _used(names, witness)
        return self._write(statement, rule, names, witness, scene)

    def _write(self, statement: dict, rule: str, premises: list[str], witness: object, scene: dict) -> str:
        model = choose_model(statement, {**self.scene, **scene})
        plain, cofactors_ = json.loads(json.dumps([statement, witness]))
        certificate = Certificate(plain, rule, tuple(premises), cofactors_, model)
        if certificate.id not in self.pages and not Eager.on:
            self.statements[certificate.id], self.pages[certificate.id] = Statement(certificate.statement), certificate
        elif certificate.id not in self.pages:
            try:
                accepted = check_certificate(certificate, {p: self.statements[p] for p in premises})
            except Fault as fault:
                why = "; ".join(f"a premise does not fit: {self.unfit[p]}" for p in premises if p in self.unfit)
                raise Fault(f"{fault}{'; ' * bool(why)}{why}") from None
            if reason := model_fault(certificate):
                raise Fault(reason)
            self.statements[certificate.id] = accepted
            self.pages[certificate.id] = certificate
        return certificate.id

    def expand(self, letters: list, given: Given, then: list[str] | str, rules: list, premises: Uses = None,
               hints: list | None = None, **scene: Any) -> str:  # fmt: skip
        """An equation (or several) by rewriting with ``rules``: (fact, lead); see `theory.prove.rewrite`."""
        then = [then] if isinstance(then, str) else then
        facts = Facts(given, premises)
        given, premises, rules, hints = facts.given, facts.premises, facts.rules(rules), facts.hints(hints)
        witness = self.cofactors(letters, given, then, rules, premises, hints, **scene)
        return self.add("expand", letters, given, then, witness, premises, **scene)

    def order(self, letters: list, given: Given, then: str, terms: list[dict], rules: list | None = None,
              premises: Uses = None, hints: list | None = None, **scene: Any) -> str:  # fmt: skip
        """A comparison: ``terms`` by hand (weights, facts, squares), what remains by rewriting with equations."""
        facts = Facts(given, premises)
        given, premises, terms = facts.given, facts.premises, facts.witness(terms)
        rules, hints = facts.rules(rules or []), facts.hints(hints)
        opened, body = _opened(letters, then)
        context = self.context(opened, given, body, premises, scene)
        rest = context.statement.then[0].difference
        for term in terms:
            value = context.env.poly(term.get("weight", "1"))
            for ref in term.get("facts", []):
                value = value * context.fact(ref).difference
            if "square" in term:
                value = value * context.env.poly(f"({term['square']})**2")
            if "gram" in term:
                value = value * context.env.poly(f"tr(({term['gram']}).T*({term['gram']}))")
            rest = rest - value
        equal = cofactors(context, rest, rules or [], hints)
        return self.add("order", letters, given, then, [{"terms": terms, "equal": equal}], premises, **scene)

    def induct(self, letters: list, given: Given, then: str, over: tuple[str, str, str], base: list | str,
               step: list, premises: Uses = None, hints: list | None = None, *, down: bool = False, start: str | None = None,
               until: str | None = None, **scene: Any) -> str:  # fmt: skip
        """An equation for every n, ``over`` = (n, low, high), by induction; downwards from high if ``down``.

        ``base``: rules for the first place, where ``start`` may write the statement out, or the certificate that proves it
        there. ``step``: rules (with ``premises`` and ``hints``) that take it from n to n + 1, or back, for n up to ``until``
        (default high − 1); there the assumption is the fact "induction".

        >>> letters = [["T", {"kind": "integer", "min": "1"}], ["q", {"kind": "positive"}],
        ...            ["x", {"kind": "real", "over": ["n_", "0", "T"], "first": "1", "next": "q*x[n_]"}]]
        >>> book = Book(scene={"T": 2, "n": 0, "q": "3"})
        >>> rules = ["def x[n+1]", ("induction", "x[n]")]
        >>> page = book.induct(letters, [], "x[n] == q**n", ("n", "0", "T"), ["def x[0]"], rules)
        >>> book.pages[page].rule, book.statements[page].json["then"]
        ('induct', ['x[n] == q**n'])
        """
        name, low, high = over
        if isinstance(base, list):
            base = self.expand(letters, given, start or at(then, **{name: high if down else low}), base)
        following = at(then, **{name: f"{name}+1"})
        known, goal = (following, then) if down else (then, following)
        labelled = given if isinstance(given, dict) else {f"hypothesis {i}": text for i, text in enumerate(given)}
        inner = [*letters, integer(name, low, until or f"{high}-1")]
        rise = self.expand(inner, {**labelled, "induction": known}, goal, step, premises, hints, **scene)
        witness = {"symbol": name, **({"direction": "down"} if down else {})}
        return self.add("induct", [*letters, integer(name, low, high)], given, then, witness, [base, rise])

    def cases(self, letters: list, given: Given, then: str, place: tuple[str, str], parts: dict[str, str], **scene: Any) -> str:
        """``then`` from its proofs for an integer ``below``, ``at`` and ``above`` a place, as far as they are needed;
        ``place`` = (integer, value), and the integer is the last of the letters."""
        witness = {"symbol": place[0], "at": place[1], "parts": {side: k for k, side in enumerate(parts)}}
        return self.add("cases", letters, given, then, witness, list(parts.values()), **scene)

    def context(self, letters: list, given: list[str], then: str, premises: list | None, scene: dict) -> Context:
        """What the facts of a step are: its premises, made to apply as they stand."""
        statement = {"letters": letters, "given": _aside(given, letters), "then": [then]}
        names = self._premises("expand", statement, None, premises or [], scene)
        return Context(Statement(statement), [self.statements[n] for n in names])

    def cofactors(self, letters: list, given: list[str], then: list[str], rules: list, premises: list | None = None,
                  hints: list | None = None, **scene: Any) -> list:  # fmt: skip
        """The witness for the rule expand: one list of [expression, ref] for each conclusion."""
        witness = []
        for k, atom in enumerate(then):
            opened, body = _opened(letters, atom)
            context = self.context(opened, given, body, premises, scene)
            mine = [r[:2] for r in rules if len(r) < 3 or k in r[2]]
            mine_hints = [h[:2] for h in hints or [] if len(h) < 3 or k in h[2]]
            witness.append(cofactors(context, context.statement.then[0].difference, mine, mine_hints))
        return witness

    def _one_by_one(self, rule: str, letters: list, given: list[str], then: list[str], witness: Any,
                    premises: list | None, scene: dict) -> str:  # fmt: skip
        """Quantified conclusions: each is proved for a letter, then generalized; several are collected."""
        parts = []
        for k, atom in enumerate(then):
            opened, body = _opened(letters, atom)
            mine = {**witness, "at": [witness["at"][k]]} if rule == "stationary" else [witness[k]]
            part = self.add(rule, opened, _aside(given, opened), body, mine, premises, **scene)
            if opened != letters:
                part = self.add("generalize", letters, given, atom, {"symbol": opened[-1][0]}, [part], **scene)
            parts.append(part)
        return parts[0] if len(parts) == 1 else self.add("collect", letters, given, then, None, parts, **scene)

    def _every_layer(self, letters: list, given: list[str], witness: dict, premises: list, scene: dict) -> tuple:
        """Premise 1 says for a letter l that the gradient vanishes: it is made to say so for all layers."""
        source = self.statements[premises[1]]
        layer = next(x for x in source.json["letters"] if x[0] == witness["layer"])
        shown = self.add("collect", [*letters, layer], given, [source.json["then"][witness["fact"]]], None, [premises[1]],
                         **scene)  # fmt: skip
        then = f"all({layer[0]}, {layer[1]['min']}, {layer[1]['max']}, {source.json['then'][witness['fact']]})"
        every = self.add("generalize", letters, given, then, {"symbol": layer[0]}, [shown], **scene)
        return {**witness, "fact": ["premise", 0, 0]}, [premises[0], every]

    def _premises(self, rule: str, statement: dict, witness: Any, premises: list, scene: dict) -> list[str]:
        """Ids of certificates that apply as they stand, one for each use."""
        uses = [{"cert": p} if isinstance(p, str) else p for p in premises]
        if rule in PLAIN:
            return [u["cert"] for u in uses]
        keep = range(1) if rule in ("stationary", "germ", "near", "pointwise") else ()
        key = repr((statement["letters"], statement["given"], uses, keep, self.scene, scene))
        if key not in self.fitted:  # a step is first opened to find its witness, then written
            self.fitted[key] = self._fitted(statement, uses, keep, scene)
        return list(self.fitted[key])

    def _fitted(self, statement: dict, uses: list[dict], keep: Container[int], scene: dict) -> list[str]:
        """The ids, found out."""
        names: dict[int, str] = {}

        def ready(k: int) -> str:
            if k not in names:
                names[k] = uses[k]["cert"]  # a circle of references ends here
                try:
                    names[k] = self._instance(statement, uses, k, ready, scene)
                except Fault as fault:
                    self.unfit[uses[k]["cert"]] = str(fault)  # said if the step turns out to need it
            return names[k]

        return [uses[k]["cert"] if k in keep else ready(k) for k in range(len(uses))]

    def _instance(self, statement: dict, uses: list[dict], k: int, ready: Any, scene: dict) -> str:
        """The premise ``uses[k]`` in the letters of the statement, its hypotheses discharged there."""
        use, source = uses[k], self.statements[uses[k]["cert"]]
        letters, given = statement["letters"], statement["given"]
        env = declarations_of(letters)
        at = {n: t for n, t in {**use.get("set", {}), **use.get("rename", {})}.items() if n in source.letters}
        known = Statement({"letters": letters, "given": given, "then": ["0 == 0"]}).given
        if source.fresh:
            return use["cert"]
        if not at and holds_here(source, letters) and all(contains(known, a, env) for a in source.given):
            return use["cert"]
        image = Substitution.match(source.letters, env, at)
        wanted = [a.under(image) for a in source.given]
        names, refs = [use["cert"]], {}
        for i, atom in enumerate(wanted):
            ref = use.get("given", {}).get(source.json["given"][i])
            if ref is not None and ref[0] == "premise":
                refs[str(i)] = ["premise", _place(names, ready(ref[1])), *ref[2:]]
            elif ref is not None:
                refs[str(i)] = ref
            elif not contains(known, atom, env):
                for j in range(len(uses)):
                    other = None if j == k or (j > k and "given" in uses[j]) else ready(j)
                    if other and contains(self.statements[other].then, atom, env):
                        _place(names, other)
                        break
        then = [atom_text(a.under(image), env.table) for a in source.then]
        witness: dict = {"at": at} | ({"given": refs} if refs else {})
        return self._write({"letters": letters, "given": given, "then": then}, "instance", names, witness, scene)

    def derivation(self, *goals: str, prose: str = "") -> Derivation:
        """The certificates that the goals rest on, premises first."""
        needed: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in needed:
                for premise in self.pages[name].premises:
                    visit(premise)
                needed[name] = None

        for goal in goals:
            visit(goal)
        return Derivation(tuple(self.pages[n] for n in needed), goals, prose)


def _used(names: list[str], witness: Any) -> tuple[list[str], Any]:
    """The premises that the witness refers to, and the witness with their new numbers."""
    used: dict[int, int] = {}

    def renumbered(value: Any) -> Any:
        match value:
            case ["premise", int(p), int(), *_]:
                return ["premise", used.setdefault(p, len(used)), *value[2:]]
            case list() | tuple():
                return [renumbered(v) for v in value]
            case dict():
                return {k: renumbered(v) for k, v in value.items()}
        return value

    witness = renumbered(witness)
    return [names[p] for p in used], witness


def _place(names: list[str], name: str) -> int:
    if name not in names[1:]:
        names.append(name)
    return names.index(name, 1)


def _opened(letters: list, atom: str) -> tuple[list, str]:
    """A quantified conclusion with its variable as a letter: (letters, body); any other as it is."""
    if not atom.startswith("all("):
        return letters, atom
    inside = atom[4:-1]
    parts: list[str] = []
    depth = start = 0
    for i, c in enumerate(inside):
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0 and len(parts) < 3:
            parts.append(inside[start:i].strip())
            start = i + 1
    name, low, high = parts
    return [*letters, [name, {"kind": "integer", "min": low, "max": high}]], inside[start:].strip()


def _aside(given: list[str], letters: list) -> list[str]:
    """The givens with bound variables renamed that bear the name of a letter."""
    names = {name for name, _ in letters}

    def renamed(atom: str) -> str:
        bound = re.match(r"(?:all|during)\((\w+),|moves\(\w+, (\w+),", atom)
        name = bound and (bound[1] or bound[2])
        return re.sub(rf"\b{name}\b", f"{name}_", atom) if name in names else atom

    return [renamed(atom) for atom in given]


def _translated(rule: str, statement: dict, witness: Any, premises: list[Any]) -> tuple[str, Any, list]:
    """Short spellings of a rule as the kernel knows it."""
    if rule == "split":
        return "cases", witness, premises
    if rule == "definite":
        return rule, [{"fact": w["fact"], "terms": [["1", w["matrix"]]], "matrix": 0} if isinstance(w["matrix"], str) else w
                      for w in witness], premises  # fmt: skip
    if rule == "stationary" and "rename" in witness:
        return rule, {"moved" if k == "rename" else k: v for k, v in witness.items()}, premises
    if rule == "compose":
        return "exists", {"source": 0, "target": 1}, premises
    if rule == "close":
        return "exists", {"source": 0}, premises
    if rule == "forget":
        return "exists", {"target": 0}, premises
    if rule == "named":
        return "exists", _value_of(statement), premises
    if rule == "lemma" and set(witness) & {"set", "terms", "families"}:
        at = {**witness.get("set", {}), **witness.get("terms", {}), **witness.get("families", {})}
        return rule, {"lemma": witness["lemma"], "at": at, "fresh": witness.get("fresh", {})}, premises
    return rule, witness, premises


def _value_of(statement: dict) -> dict:
    """∃ z > 0, z == e: the value of z is e."""
    ((name, _),) = statement["exists"]
    left, right = (side.strip() for side in statement["then"][0].split("=="))
    return {"target": 0, "terms": {name: right if left == name else left}}


def choose_model(statement: dict, scene: dict) -> dict:
    """The part of the scene that a statement needs; integers outside their range move to its lower end."""
    letters = declarations_of(statement["letters"])
    model: dict = {}
    for name, _ in statement["letters"]:
        letter = letters[name]
        if letter.definition not in FREE:
            continue
        if letter.number:
            here = Model(letters, model)
            low, high = here.integer(letter.low), here.integer(letter.high) if letter.high is not None else None
            value = scene.get(name, low)
            if int(value) < low or (high is not None and int(value) > high):
                value = low
        elif letter.family and not letter.path:
            here, stored = Model(letters, model), scene[name]
            value = {str(k): stored[str(k)] for k in here.places(letter)}
        else:
            value = scene[name]
        model[name] = value
    return model

