"""Random edits of certificates: does the checker accept a statement that was not proved?

Two campaigns. The *structured* one edits declarations (kind, range, shape, definition, index, order), renamings and
substitutions of certificates of all papers, with recomputed hashes. The *text* one changes one place of a statement,
witness, premise or model (characters, numbers, names, dropped or doubled terms, swapped entries). Premises keep their
statements. An accepted edit is judged:

same       the statement is the same (only the evidence changed)
weaker     the same conclusions from more hypotheses, or fewer conclusions (text campaign)
true       another statement, true in exact models of its own hypotheses, drawn from its declarations
holds      another statement, true in every model tried near the models of all certificates (text campaign)
unjudged   another statement that too few models decide: printed, and no evidence for anybody
FALSE      another statement, false in a model that satisfies its hypotheses: a hole in the checker

Run ``python -m benchmarks.edit_campaign [--trials 1000] [--seed 0] [--text] [--papers dmf,agd] [--rules-alone]``; exit 1
if anything is FALSE. With ``--rules-alone`` the certificates' own models are not evaluated, so that only the rule
stands between an edit and its acceptance.
"""

from __future__ import annotations

import argparse
import collections
import copy
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from proofs_check.planted.certificate_edits import declaration_edits, declared, use_edits
from proofs_check.planted.survivors import judge_edit
from proofs_check.probes.evaluator import Reading
from proofs_check.probes.exact import Undecidable
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.integers import Fault
from theory.kernel.statement import Statement

Check = Callable[[Certificate, dict[str, Statement]], Statement]
PARTS = ("statement", "witness", "premises", "model")
STRUCTURED = ("declaration", "rename", "substitution", "other use")
VERDICTS = ("rejected", "same", "weaker", "holds", "true", "unjudged", "FALSE")
TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+|\*\*|==|>=|.")


@dataclass
class Campaign:
    """What came of the trials: ``counts[part, verdict]``, and the accepted edits of a statement, judged."""

    counts: collections.Counter = field(default_factory=collections.Counter)
    changed: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def holes(self) -> list[tuple[str, str, str]]:
        return [c for c in self.changed if c[0] == "FALSE"]

    def __str__(self) -> str:
        parts = [part for part in (*STRUCTURED, *PARTS) if any(part == key for key, _ in self.counts)]
        verdicts = [v for v in VERDICTS if any(v == key for _, key in self.counts) or v == "FALSE"]
        rows = [f"{'edited':<14}" + "".join(f"{v:>10}" for v in verdicts)]
        rows += [f"{part:<14}" + "".join(f"{self.counts[part, v]:>10}" for v in verdicts) for part in parts]
        return "\n".join(rows + [f"{verdict}: {rule}: {edit}" for verdict, rule, edit in self.changed])


def _distinct(certificates: Iterable[Certificate]) -> tuple[list[Certificate], dict[str, Statement]]:
    """Each certificate once, in their order, and the statements by id."""
    pages = list({c.id: c for c in certificates}.values())
    return pages, {c.id: Statement(c.statement) for c in pages}


def campaign(certificates: Iterable[Certificate], trials: int, seed: int,
             check: Check = check_certificate) -> Campaign:  # fmt: skip
    """``trials`` edits of certificates (premises first, all accepted) drawn from ``seed``, judged after ``check``."""
    random_, result = random.Random(seed), Campaign()
    pages, statements = _distinct(certificates)
    pool = [c.model for c in pages]
    while sum(result.counts.values()) < trials:
        old = random_.choice(pages)
        part = random_.choice([p for p in PARTS if getattr(old, p)])
        content = copy.deepcopy(old.content())
        content[part] = edited(content[part], random_)
        new = Certificate.from_json(content)
        try:
            statement = check(new, statements)
        except Fault:
            result.counts[part, "rejected"] += 1
            continue
        verdict = judge(statements[old.id], statement, [old.model, *pool], random_)
        result.counts[part, verdict] += 1
        if verdict not in ("same", "weaker"):
            result.changed.append((verdict, new.rule, difference(old.statement, new.statement)))
    return result


# ------------------------------------------------------------------------------------------------------------- editing


def edited(value: object, random_: random.Random) -> object:
    """A copy with one random change at one random place."""
    places = [p for p in _places(value) if p]
    new = value
    while places and json.dumps(new) == json.dumps(value):
        new = _edited_at(copy.deepcopy(value), random_.choice(places), random_)
    return new


def _edited_at(value: object, path: tuple, random_: random.Random) -> object:
    parent = value
    for key in path[:-1]:
        parent = parent[key]  # type: ignore[index]
    key, old = path[-1], parent[path[-1]]  # type: ignore[index]
    kind = random_.random()
    if isinstance(parent, list) and kind < 0.15:
        parent.insert(key, copy.deepcopy(old))
    elif isinstance(parent, list | dict) and kind < 0.3:
        del parent[key]
    elif isinstance(parent, list) and kind < 0.4:
        other = random_.randrange(len(parent))
        parent[key], parent[other] = parent[other], parent[key]
    elif isinstance(old, str):
        parent[key] = _edited_text(old, random_)  # type: ignore[index]
    elif isinstance(old, bool):
        parent[key] = not old  # type: ignore[index]
    elif isinstance(old, int):
        parent[key] = old + random_.choice([-1, 1])  # type: ignore[index]
    return value


def _places(value: object, path: tuple = ()) -> Iterator[tuple]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _places(item, (*path, key))


def _edited_text(text: str, random_: random.Random) -> str:
    tokens = TOKEN.findall(text)
    if not tokens:
        return text
    k, names = random_.randrange(len(tokens)), [t for t in tokens if t[0].isalnum()]
    match random_.randrange(6):
        case 0:
            tokens[k] = ""
        case 1:
            tokens.insert(k, tokens[k])
        case 2 if tokens[k].isdigit():
            tokens[k] = str(max(0, int(tokens[k]) + random_.choice([-1, 1])))
        case 3 if names:
            tokens[k] = random_.choice(names)
        case 4:
            tokens[k] = random_.choice(["+", "-", "*", ">=", ">", "==", "1", "2", "L", "l", "n", "0", ".T", "(", ")"])
        case _:  # a term dropped or a sign flipped
            signs = [i for i, t in enumerate(tokens) if t in "+-"]
            if signs and random_.random() < 0.5:
                i = random_.choice(signs)
                tokens[i] = "-" if tokens[i] == "+" else "+"
            elif signs:
                i = random_.choice(signs)
                tokens = tokens[:i]
    return "".join(tokens)


# ------------------------------------------------------------------------------------------------------------- judging


def judge(old: Statement, new: Statement, pool: list[dict], random_: random.Random, tries: int = 60) -> str:
    """One of same, weaker, holds, FALSE."""
    letters = old.json["letters"] == new.json["letters"] and old.json.get("exists") == new.json.get("exists")
    if letters:
        given, then = ([{_key(a) for a in getattr(s, k)} for s in (old, new)] for k in ("given", "then"))
        if given[0] == given[1] and then[0] == then[1]:
            return "same"
        if given[0] <= given[1] and then[0] >= then[1]:
            return "weaker"
    free = [n for n, x in new.letters.table.items() if x.definition in (None, "root")]
    fitting = [m for m in pool if set(free) <= set(m)]
    reading = Reading(new.json)
    for k in range(tries if fitting else 0):
        source = fitting[0] if k < tries // 2 else random_.choice(fitting)
        moved = set(random_.sample(free, min(len(free), (0 if not k else 1 if k % 4 else len(free) // 3))))
        model = {n: _moved(source[n], random_) if n in moved else source[n] for n in free}
        try:
            given, then = reading.truth(model)
        except (Undecidable, Fault, TypeError, KeyError, ValueError, IndexError, AttributeError):
            continue
        if all(given) and False in then and not reading.fresh:
            return "FALSE"
    return "holds"


def _key(atom: object) -> str:
    return repr(atom.key())  # type: ignore[attr-defined]


def _moved(value: object, random_: random.Random) -> object:
    """A value near another: rationals moved by a random amount."""
    if isinstance(value, dict):
        return {k: _moved(v, random_) for k, v in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], list):
        return [[_moved(x, random_) for x in r] for r in value]
    if isinstance(value, str) and Fraction(value):
        return str(Fraction(value) * Fraction(random_.randint(1, 9), random_.randint(1, 9)))
    return value + random_.choice([0, 1]) if isinstance(value, int) else value


def difference(old: dict, new: dict) -> str:
    """The places where two statements differ."""
    rows = []
    for key in sorted(set(old) | set(new)):
        a, b = ([json.dumps(x, ensure_ascii=False) for x in s.get(key, [])] for s in (old, new))
        rows += [f"{key} −{x}" for x in a if x not in b] + [f"{key} +{x}" for x in b if x not in a]
    return "; ".join(rows) or "order or repetition only"


# ---------------------------------------------------------------------------------------------------------- structured


def structured(certificates: Iterable[Certificate], trials: int, seed: int,
               check: Check = check_certificate) -> Campaign:  # fmt: skip
    """``trials`` edits of declarations, renamings and substitutions (premises first, all accepted)."""
    random_, result = random.Random(seed), Campaign()
    pages, statements = _distinct(certificates)
    while sum(result.counts.values()) < trials:
        old = random_.choice(pages)
        edits = _structured_edits(old)
        part = random_.choice([p for p in STRUCTURED if edits[p]])
        label, content = random_.choice(edits[part])
        new = Certificate.from_json(json.loads(json.dumps(content)))
        if new.id in statements:
            continue
        try:
            check(new, statements)
        except Fault:
            result.counts[part, "rejected"] += 1
            continue
        outcome = judge_edit(label, old.statement, new.statement, random_)
        verdict = "FALSE" if outcome.fate == "false" else outcome.fate
        result.counts[part, verdict] += 1
        if verdict != "same":
            result.changed.append((verdict, new.rule, f"{old.id[:12]} {label}: {outcome.text}"))
    return result


def _structured_edits(certificate: Certificate) -> dict[str, list[tuple[str, dict]]]:
    content = copy.deepcopy(certificate.content())
    found: dict[str, list[tuple[str, dict]]] = {part: [] for part in STRUCTURED}
    found["declaration"] = [(label, {**content, "statement": s}) for label, s in declaration_edits(content["statement"])]
    for label, edited_ in use_edits(content, declared(content["statement"])):
        part = "rename" if "rename" in label else "substitution" if "set" in label or "witness" in label else "other use"
        found[part].append((label, edited_))
    return found


def derivations(papers: Iterable[str] = ("dmf",)) -> list[Certificate]:
    """All certificates that the claims of these papers derive, premises first."""
    from proofs_check.verify.discovery import find_claims

    found: dict[str, Certificate] = {}
    for item in find_claims(None).values():
        if item.claim.derivation is not None and item.claim.source.paper in papers:
            found |= {c.id: c for c in item.claim.derivation().certificates}
    return list(found.values())


def main(arguments: list[str]) -> int:
    """Run one campaign and print its table."""
    parser = argparse.ArgumentParser(description="random edits of certificates against the checker")
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--text", action="store_true", help="edit any place as text, not declarations and uses")
    parser.add_argument("--papers", default="dmf,agd,udu,dmd")
    parser.add_argument("--rules-alone", action="store_true")
    options = parser.parse_args(arguments)
    if options.rules_alone:
        import theory.kernel.check

        theory.kernel.check.check_model = lambda statement, values: None
    certificates = derivations(options.papers.split(","))
    result = (campaign if options.text else structured)(certificates, options.trials, options.seed)
    print(f"{len(certificates)} certificates of {options.papers}, seed {options.seed}")
    print(result)
    return 1 if result.holes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
