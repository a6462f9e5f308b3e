"""A statement to its answer: proved, refuted, or inconclusive with what remains.

The search for a counterexample goes first, for a part of the time: it is quick where it succeeds. Both it and the proof are
tried shortly, then for long. "Proved" means that certificates were written to disk and that the kernel accepted them there, in
a process of its own. "Refuted" means that exact values were put into the text as it was parsed, that every hypothesis held and
a conclusion did not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from proofs_check.check.descent import descend
from proofs_check.check.families import families_vacuity, induction_named, scene_of_families, shown_witness
from proofs_check.check.families_search import FamilySearch
from proofs_check.check.fitted import fitted_refutation
from proofs_check.check.models import scene_of
from proofs_check.check.search import Search, Witness
from proofs_check.check.vacuity import vacuity
from proofs_check.verify.kernel_process import check_folder
from proofs_check.verify.manifest import check_keepsake, write_manifest
from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.prove.render import statement_text
from theory.statements.decide import meets_hypotheses
from theory.statements.elaborate import Elaborated, elaborate
from theory.statements.families.proving import FamilyProver
from theory.statements.families.reading import is_about_families, read_families
from theory.statements.families.stating import state
from theory.statements.numbers import Undefined
from theory.statements.prove import NotFound, Prover
from theory.statements.reading import Reading, read
from theory.statements.values import Scene
from theory.statements.variants import understood, variants
from theory.storage.files import make_folder

LOADING = 3.0
"""Seconds below which torch is not loaded any more."""


@dataclass(frozen=True)
class Answer:
    """``statement``: the kernel's, as text; ``witness``: exact values by letter; ``steps``: certificates; ``remaining``: what
    no certificate was found for; ``notes``: how the text was read, and what is not shown."""

    verdict: str
    statement: str
    witness: dict[str, Any] | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    steps: int = 0
    cites: tuple[str, ...] = ()
    certificates: str | None = None
    remaining: str | None = None
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    proof: tuple[Certificate, ...] = field(default=(), repr=False)
    goal: str = ""

    def to_json(self) -> dict[str, Any]:
        """The fields of the command's JSON."""
        return {"verdict": self.verdict, "statement": self.statement, "witness": self.witness, "sizes": self.sizes,
                "steps": self.steps, "cites": list(self.cites), "certificates": self.certificates,
                "remaining": self.remaining, "seconds": round(self.seconds, 3), "notes": list(self.notes)}  # fmt: skip

    def __str__(self) -> str:
        return f"{self.verdict}: {self.statement.splitlines()[-1].removeprefix('then').strip()}"


def check(text: str, where: str = "", seconds: float = 10.0, out: Path | None = None, induct: str = "") -> Answer:
    """The answer to a statement within about ``seconds``; StatementError (a ValueError) where it cannot be read.

    >>> check("tr(AB) = tr(BA)").verdict, check("AB = BA").verdict
    ('proved', 'refuted')
    """
    begun = time.perf_counter()
    check_keepsake(out)
    if is_about_families(text, where):
        return _about_families(text, where, seconds, out, induct)
    reading = read(text, where)
    if reading.quantified:
        return check_quantified(reading, seconds, out, induct)
    elaborated = elaborate(reading)
    shown, notes = statement_text(elaborated.json), (*constants_as_letters(reading), *elaborated.notes)

    def after() -> float:
        return time.perf_counter() - begun

    def left() -> float:
        return max(0.65 * seconds - after(), 0.5)

    integers = {n for n, s in elaborated.json["letters"] if s["kind"] == "integer"}
    scene: dict[str, Any] | None = None
    remaining: str | None = None
    for quick in (True, False):
        witness = Search(elaborated.reading).refutation(_searching(seconds, quick))
        if witness is not None:
            return _refuted(elaborated, witness, shown, notes, after())
        if induct and elaborated.letters.get(induct) not in integers:
            raise ValueError(f"induct must name an integer of the statement, such as n: integer >= 1, got {induct}")
        scene = scene_of(elaborated, min(1.0, 0.1 * seconds)) if scene is None else scene
        most = min(0.1 * seconds, 1.0) if quick else left()
        prover = Prover(elaborated, scene, most, lambda given: scene_of(elaborated, 0.3, given))
        try:
            goal = prover.by_induction(induct) if induct else prover.prove()
            return _accepted(prover, goal, shown, notes, out, begun, lambda: vacuity(elaborated, left()))
        except (NotFound, Fault) as missing:
            remaining = str(missing)
    witness = _harder(elaborated, max(seconds - after(), 0.3))
    if witness is not None:
        return _refuted(elaborated, witness, shown, notes, after())
    return Answer("inconclusive", shown, remaining=remaining, seconds=after(), notes=notes)


def _searching(seconds: float, quick: bool) -> float:
    """How long a counterexample is looked for before a proof is: shortly before the quick attempt, which finds most proofs that
    there are, and longer before the one that takes its time."""
    return min(0.03 * seconds, 0.3) if quick else min(0.15 * seconds, 1.5)


CONSTANTS = {"pi": "the number", "e": "the number", "i": "the imaginary unit"}


def constants_as_letters(reading: Reading) -> tuple[str, ...]:
    """What is said of numbers that bear the name of a constant and are declared nowhere: they are letters like all others.

    >>> constants_as_letters(read("pi > 3")), constants_as_letters(read("pi > 3", "pi: real"))
    (('pi is read as a letter, not as the number',), ())
    """
    letters = reading.shapes.letters
    numbers = [name for name in CONSTANTS if letters.get(name, ()) is None and name not in reading.declared]
    return tuple(f"{name} is read as a letter, not as {CONSTANTS[name]}" for name in numbers)


def check_quantified(reading: Reading, seconds: float, out: Path | None = None, induct: str = "") -> Answer:
    """As `check`, of a statement with forall in a hypothesis or exists in a conclusion: `theory.statements.variants` imply it.

    >>> check_quantified(read("A ⪰ 0 |- exists K: A = K K^T"), 10.0).verdict
    'proved'
    """
    begun = time.perf_counter()
    if induct:
        raise ValueError("induct is for statements without forall in a hypothesis and exists in a conclusion")
    base, given, there = understood(reading)
    constants = constants_as_letters(reading)
    shown, notes = _with_quantified(base, reading, given, there), (*constants, *base.notes)
    remaining = "no value was found to try"
    search = Search(reading)
    witness = search.refutation(min(0.2 * seconds, 2.0))
    if witness is not None:
        return _refuted(replace(base, reading=reading), witness, shown, notes, time.perf_counter() - begun)
    scenes = _scenes(search, min(0.5, 0.05 * seconds))
    until = begun + 0.85 * seconds
    for variant in variants(reading, scenes):
        left = until - time.perf_counter()
        if left <= 0:
            break
        scene = scene_of(variant.elaborated, min(0.7, 0.07 * seconds))
        prover = Prover(variant.elaborated, scene, max(0.3, min(0.5 * seconds, 0.6 * left)))
        try:
            goal = existential(prover, variant.exists)
            told = (*constants, *dict.fromkeys((*variant.elaborated.notes, *variant.said)))
            return _accepted(prover, goal, shown, told, out, begun, partial(vacuity, variant.elaborated, seconds))
        except (NotFound, Fault) as missing:
            said = f" ({', '.join(variant.said)})" if variant.said else ""
            remaining = f"{missing}{said}"
    witness = Search(reading, seed=1).refutation(max(begun + seconds - time.perf_counter(), 0.3))
    if witness is not None:
        return _refuted(replace(base, reading=reading), witness, shown, notes, time.perf_counter() - begun)
    return Answer("inconclusive", shown, remaining=remaining, seconds=time.perf_counter() - begun, notes=notes)


def _scenes(search: Search, seconds: float, each: int = 6) -> list[Scene]:
    """Exact values that meet the hypotheses, a few of each of the smallest sizes; not the simplest ones, where all commutes."""
    until, found = time.perf_counter() + seconds, []
    for sizes in search.size_choices()[:16]:
        kept, drawn = 0, list(islice(search.drawn(sizes, wanted="met"), 250))
        for values in Random(0).sample(drawn, len(drawn)):
            if kept >= each or time.perf_counter() > until:
                break
            try:
                scene = Scene(search.reading, values, search.named(sizes), dict(sizes))
                if meets_hypotheses(scene):
                    found.append(scene)
                    kept += 1
            except Undefined:
                continue
    return found


def existential(prover: Prover, names: list[str]) -> str:
    """The certificate of a statement in which letters of the conclusions are defined: that there are such letters."""
    goal = prover.prove()
    if not names:
        return goal
    plain = [x for x in prover.letters if x[0] not in names]
    fresh = [x for x in prover.letters if x[0] in names]
    return prover.steps.add("exists", plain, prover.given, prover.elaborated.json["then"], {"target": 0}, [goal], exists=fresh)


def _with_quantified(base: Elaborated, reading: Reading, given: list[str], there: list[str]) -> str:
    """The statement as it was understood, with its quantified parts."""
    json = {**base.json, "given": [*base.json["given"], *given]}
    json["then"] = [*(base.json["then"] if reading.conclusions else []), *there]
    return statement_text(json)


def _about_families(text: str, where: str, seconds: float, out: Path | None, induct: str) -> Answer:
    """The same for members, sums and products over an index, and induction over it."""
    begun = time.perf_counter()
    stated = state(read_families(text, where))
    induct = induction_named(stated, induct)
    shown, notes = statement_text(stated.json), tuple(stated.notes)

    def refutation(seed: int, most: float) -> Answer | None:
        witness = FamilySearch(stated.reading, seed).refutation(most)
        if witness is None:
            return None
        values, sizes = shown_witness(witness)
        return Answer("refuted", shown, witness=values, sizes=sizes, seconds=time.perf_counter() - begun, notes=notes)

    scene: dict[str, Any] | None = None
    remaining: str | None = None
    for quick in (True, False):
        answer = refutation(0, _searching(seconds, quick))
        if answer is not None:
            return answer
        scene = scene_of_families(stated, min(1.5, 0.15 * seconds)) if scene is None else scene
        left = min(0.1 * seconds, 1.0) if quick else max(0.8 * seconds - (time.perf_counter() - begun), 0.5)
        prover = FamilyProver(stated, scene, left)
        try:
            return _accepted(prover, prover.prove(induct), shown, notes, out, begun, lambda: families_vacuity(stated, seconds))
        except (NotFound, Fault) as missing:
            remaining = str(missing)
    answer = refutation(1, max(seconds - (time.perf_counter() - begun), 0.3))
    return answer or Answer("inconclusive", shown, remaining=remaining, seconds=time.perf_counter() - begun, notes=notes)


def _accepted(prover: Prover | FamilyProver, goal: str, shown: str, notes: tuple[str, ...], out: Path | None, begun: float,
              about: Callable[[], str]) -> Answer:  # fmt: skip
    """Certificates to disk, and what the kernel says of them there; ``about``: what hypotheses say that no model was found
    for."""
    certificates = tuple(prover.steps.needed(goal))
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) if out is None else out
        make_folder(folder, "certificates")
        for certificate in certificates:
            certificate.write(folder)
        write_manifest(folder, {f"check-{goal[:12]}": [goal]}, keep=True)
        report = check_folder(folder)
    names = {c.id for c in certificates}
    vacuous = [f for f in report.faults if f.rule == "model" and f.id in names]
    faults = [f for f in report.faults if f.rule != "model" and f.id in names]
    unsaid = names - set(report.accepted) - {f.id for f in vacuous}
    if faults or unsaid:
        return Answer("inconclusive", shown, remaining=f"the kernel did not accept: {faults or sorted(unsaid)}", notes=notes,
                      seconds=time.perf_counter() - begun)  # fmt: skip
    if any(f.id == goal for f in vacuous):
        notes += (about(),)
    cites = sorted({name for c in report.accepted.values() for name in c.cites} | _cited(certificates))
    return Answer("proved", shown, steps=len(certificates), cites=tuple(cites), certificates=str(out) if out else None,
                  seconds=time.perf_counter() - begun, notes=notes, proof=certificates, goal=goal)  # fmt: skip


def _cited(certificates: tuple[Certificate, ...]) -> set[str]:
    return {c.witness["lemma"] for c in certificates if c.rule == "lemma"}


def _harder(elaborated: Elaborated, seconds: float) -> Witness | None:
    """Other pools, descent on the gap, and models fitted to the equations, in turn."""
    until, share = time.perf_counter() + seconds, seconds / 4
    equations = any("==" in g for g in elaborated.json["given"]) and not elaborated.computed
    for attempt in (
        lambda left: Search(elaborated.reading, seed=1).refutation(min(share, left)),
        lambda left: descend(elaborated.reading, min(1.5 * share, left)) if left > LOADING else None,
        lambda left: fitted_refutation(elaborated, min(share, left) if equations else 0.0),
        lambda left: Search(elaborated.reading, seed=2).refutation(left),
    ):
        found = attempt(max(until - time.perf_counter(), 0.05))
        if found is not None:
            return found
    return None


def _refuted(elaborated: Elaborated, witness: Witness, shown: str, notes: tuple[str, ...], seconds: float) -> Answer:
    values = {name: _rows(value) for name, value in witness.values.items()}
    sizes = dict(witness.sizes)
    visible = {id(leaf) for shape in elaborated.reading.shapes.letters.values() for side in shape or ()
               for leaf in side.leaves()}  # fmt: skip
    hidden = {root: name for root, name in elaborated.unnamed.items() if root not in visible}
    sizes |= {name: witness.roots[root] for root, name in hidden.items() if root in witness.roots}
    return Answer("refuted", shown, witness=values, sizes=sizes, seconds=seconds, notes=notes)


def _rows(value: Any) -> Any:
    return [[str(x) for x in row] for row in value] if isinstance(value, tuple) else str(value)
