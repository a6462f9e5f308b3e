"""Verdicts follow from what the kernel accepts from disk and from what experiments see, and from nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.report.one_claim import claim_text
from proofs_check.report.verdicts import attention
from proofs_check.verify.claim import Claim, Mutant, Sharpness
from proofs_check.verify.judge import Circumstances, Report, judge
from proofs_check.verify.pins import Drift, Pin
from proofs_check.verify.report import Verification
from proofs_check.verify.verdict import STRENGTH, Verdict
from tests.proofs_check import samples
from tests.proofs_check.samples import claim
from theory.prove.derivation import Book, Derivation

IN_FAVOUR = {str(verdict) for verdict in STRENGTH if verdict is not Verdict.SUPPORTED}


def judged(subject: Claim, folder: Path) -> Report:
    """The report on a claim whose goals, as they are now, somebody has read and pinned."""
    return judge(subject, Circumstances(), folder, pin=as_it_is(subject))


def as_it_is(subject: Claim) -> Pin | None:
    try:
        derived = subject.derivation()  # type: ignore[misc]
        goals = tuple(derived[goal].statement for goal in derived.goals)
        return Pin(subject.sentence, goals, subject.title, derived.prose.strip())
    except Exception:
        return None


def agreeing(seed: int) -> Comparison:
    return Comparison(label=f"seed {seed}", predicted=[1.0], measured=[1.0], budget=1e-12)


def disagreeing(seed: int) -> Comparison:
    return Comparison(label=f"seed {seed}", predicted=[1.0], measured=[1.1], budget=1e-12)


def unconverged(seed: int) -> Comparison:
    return Comparison(label=f"seed {seed}", predicted=[1.0], measured=[5.0], budget=1e-12, undecided="unconverged")


def coarse(seed: int) -> Comparison:
    return Comparison(label=f"seed {seed}", predicted=[1.0], measured=[1.0], budget=0.5)


IN_WORDS = {"derivation": None, "statement": "a sentence", "subject": "data", "expected": ("supported",)}

TABLE = [
    ("one goal, no prose", claim(), "proved", None, True),
    ("prose remains", claim(samples.with_prose), "steps proved", None, False),
    ("better than expected", claim(expected=("steps proved",)), "proved", None, True),
    ("prose cites no goal", claim(samples.uncited_prose), "inconclusive", None, False),
    ("instances", claim(instances=("n = 2: [1]",), expected=("proved for instances",)), "proved for instances", None, True),
    ("an instance without its goal", claim(instances=("n = 2",)), "inconclusive", None, False),
    ("no objective", claim(samples.no_objective), "inconclusive", None, False),
    ("an objective that is not used", claim(samples.unused_objective), "inconclusive", None, False),
    ("not about an objective", claim(samples.no_objective, without_objective="a lemma about traces"), "proved", None, True),
    ("false, and found so", claim(samples.flipped_statement), "refuted", "exact", False),
    ("expected to be false", claim(samples.flipped_statement, expected=("refuted",)), "refuted", "exact", True),
    ("proved, numbers disagree", claim(probe=NumericProbe(measure=disagreeing)), "contradiction", None, False),
    ("proved, numbers agree", claim(probe=NumericProbe(measure=agreeing)), "proved", None, True),
    ("words, numbers agree", claim(**IN_WORDS, probe=NumericProbe(measure=agreeing)), "supported", None, True),
    ("words, numbers do not", claim(**IN_WORDS, probe=NumericProbe(measure=disagreeing)), "refuted", "statistical",
     False),
    ("unconverged decides nothing", claim(**IN_WORDS, probe=NumericProbe(measure=unconverged)), "inconclusive", None,
     False),
    ("a budget that hides all", claim(**IN_WORDS, probe=NumericProbe(measure=coarse)), "inconclusive", None, False),
    ("nothing at all", claim(**IN_WORDS, probe=None), "inconclusive", None, False),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "verdict", "kind", "fine"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE])
def test_the_verdict_follows_from_the_evidence(
    subject: Claim, verdict: str, kind: str | None, fine: bool, tmp_path: Path
) -> None:
    row = judged(subject, tmp_path)
    assert (row.verdict, row.kind) == (verdict, kind), row.reason
    assert (not row.shortcomings) is fine, row.shortcomings


@pytest.mark.parametrize("lie", samples.LIES, ids=lambda lie: lie.__name__)
def test_a_lying_derivation_proves_nothing(lie: object, tmp_path: Path) -> None:
    row = judged(claim(lie), tmp_path)  # type: ignore[arg-type]
    assert row.verdict not in IN_FAVOUR
    assert row.shortcomings
    goal = row.goals[0] if row.goals else "none"
    assert not (tmp_path / f"{goal}.json").exists(), "a goal that was not accepted must not be handed on as evidence"


def test_a_finder_patched_to_lie_proves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The prover finds nothing, and the checker in this process nods at everything: neither has authority."""
    import theory.kernel.check
    import theory.prove.derivation

    monkeypatch.setattr(theory.prove.derivation, "cofactors", lambda *anything: [])
    nod = lambda certificate, premises: theory.kernel.statement.Statement(certificate.statement)  # noqa: E731
    monkeypatch.setattr(theory.prove.derivation, "check_certificate", nod)
    monkeypatch.setattr(theory.kernel.check, "check_certificate", nod)
    row = judged(claim(), tmp_path)
    assert row.steps.accepted < row.steps.total
    assert row.verdict == "inconclusive"
    assert "the kernel rejects" in row.reason


@pytest.mark.parametrize("expected", ["proved", "inconclusive"])
def test_a_derivation_that_raises_is_inconclusive_printed_and_never_as_expected(expected: str, tmp_path: Path) -> None:
    row = judged(claim(samples.raising, probe=NumericProbe(measure=agreeing), expected=(expected,)), tmp_path)
    assert row.verdict == "inconclusive"
    assert row.reason == samples.RAISED
    assert row.probe.trials > 0, "the experiment still runs"
    assert Verification(claims=(row,)).exit_code == 1
    assert samples.RAISED in "\n".join(attention([row]))
    assert samples.RAISED in claim_text(row)


def test_a_derivation_that_raises_does_not_hide_a_counterexample(tmp_path: Path) -> None:
    row = judged(claim(samples.raising, probe=NumericProbe(measure=disagreeing)), tmp_path)
    assert row.verdict == "inconclusive"
    assert "besides, seed" in row.reason


def test_a_probe_without_goal_or_decided_trial_is_powerless(tmp_path: Path) -> None:
    without_goal = claim(**IN_WORDS, probe=StatementProbe(sampler=samples.sampler))
    undecided = claim(probe=NumericProbe(measure=unconverged))
    for subject in (without_goal, undecided):
        row = judged(subject, tmp_path)
        assert (row.probe.trials, bool(row.probe.powerless)) == (0, True)
        assert Verification(claims=(row,)).exit_code == 1
    goalless = judged(claim(samples.no_goal), tmp_path)
    assert goalless.probe.powerless == "there is no formal goal to evaluate"


def pinned(subject: Claim, **changes: object) -> Pin:
    """The pin of a sample claim as it stands, or changed in one place."""
    goal = samples.goal_of(samples.squared_distance()).statement
    return Pin(subject.sentence, ({**goal, **changes},), subject.title)


def test_a_pinned_goal_is_compared_in_normal_form_and_drift_shows_both_texts(tmp_path: Path) -> None:
    subject = claim(sentence="The squared distance expands.")
    same = judge(subject, Circumstances(), tmp_path, pin=pinned(subject, then=[samples.TRUE.replace(" - ", "-")]))
    assert (same.verdict, same.pin, same.notes) == ("proved", "pinned", ())
    moved = judge(subject, Circumstances(), tmp_path, pin=pinned(subject, then=[samples.FALSE]))
    assert (moved.verdict, moved.reason) == ("inconclusive", "goal [1] is no longer the pinned one")
    assert Verification(claims=(moved,)).exit_code == 1
    shown = "\n".join(attention([moved]))
    assert samples.FALSE in shown and samples.TRUE in shown
    assert samples.FALSE in claim_text(moved)


def test_a_changed_sentence_is_drift_even_where_inconclusive_is_expected(tmp_path: Path) -> None:
    pin = pinned(claim(sentence="The squared distance expands."))
    row = judge(claim(sentence="Every minimum is global.", expected=("inconclusive",)), Circumstances(), tmp_path, pin=pin)
    assert row.drift == Drift("the sentence: The squared distance expands.", "the sentence: Every minimum is global.")
    assert Verification(claims=(row,)).exit_code == 1


def test_a_claim_without_pin_says_so(tmp_path: Path) -> None:
    row = judge(claim(), Circumstances(), tmp_path)
    assert (row.verdict, row.pin) == ("inconclusive", "not pinned") and Verification(claims=(row,)).exit_code == 1
    assert "sample: not pinned: read the statement, then run verify --bless" in attention([row])


@pytest.mark.parametrize("planted", samples.PLANTED, ids=lambda subject: subject.id)
def test_planted_claims_get_no_good_verdict(planted: Claim, tmp_path: Path) -> None:
    row = judged(planted, tmp_path)
    assert row.verdict == "inconclusive"
    assert row.reason == samples.PLANTED[planted]
    assert Verification(claims=(row,)).exit_code == 1


def test_a_switch_without_a_reason_is_no_switch(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without_objective must be text, got True"):
        claim(samples.no_objective, without_objective=True)
    assert judged(claim(samples.no_objective, without_objective=""), tmp_path).verdict == "inconclusive"


def test_a_probe_without_power_is_a_shortcoming_even_of_a_proof(tmp_path: Path) -> None:
    row = judged(claim(probe=NumericProbe(measure=coarse)), tmp_path)
    assert row.verdict == "proved"
    assert row.shortcomings == ("powerless probe: no trial would see a relative error of 0.001",)


def test_declared_mutants_meet_their_fate_or_fail_the_claim(tmp_path: Path) -> None:
    halved = Mutant(name="halved", fate="false", change=(("2*tr(W.T*Y)", "tr(W.T*Y)"),))
    harmless = Mutant(name="harmless", fate="false", change=(("2*tr(W.T*Y)", "2*tr(Y.T*W)"),))
    opened = Mutant(name="opened", fate="open", change=(("2*tr(W.T*Y)", "2*tr(Y.T*W)"),))
    follows = Mutant(name="follows", fate="weaker", entailment=_twice)
    free = Mutant(name="free", fate="weaker", entailment=samples.no_objective)
    row = judged(claim(mutants=(halved, harmless, opened, follows, free)), tmp_path)
    assert row.mutants.false == (1, 2)
    assert (row.mutants.weaker, row.mutants.open) == (2, 1)
    assert [m.good for m in row.planted] == [True, False, True, True, False]
    assert row.verdict == "proved"
    assert len(row.shortcomings) == 2
    assert Verification(claims=(row,)).exit_code == 1
    assert row.slack == ("opened: survived 200 trials: the claim may be improved to it",)


def test_a_mutant_whose_text_is_not_there_is_a_shortcoming(tmp_path: Path) -> None:
    row = judged(claim(mutants=(Mutant(name="typo", fate="false", change=(("3*tr", "tr"),)),)), tmp_path)
    assert "occurs in no atom" in row.shortcomings[0]


def test_proof_mutants_are_rejected_or_explained(tmp_path: Path) -> None:
    row = judge(claim(), Circumstances(mutants=True), tmp_path, pin=as_it_is(claim()))
    rejected, total = row.mutants.proof
    assert total >= 40
    assert rejected + len(row.survivors) == total
    assert all(survivor.good for survivor in row.survivors)
    assert row.verdict == "proved"


def _twice() -> object:
    """The original, and twice it: a consequence."""
    from theory.prove.derivation import Book

    original = samples.squared_distance()
    book = Book(scene=samples.SCENE)
    for certificate in original.certificates:
        book.add(certificate.rule, certificate.statement["letters"], [], certificate.statement["then"],
                 certificate.witness, list(certificate.premises))  # fmt: skip
    doubled = "2*F == 2*tr(W.T*W) - 4*tr(W.T*Y) + 2*tr(Y.T*Y)"
    goal = book.add("expand", samples.LETTERS, [], doubled, [[["2*_", ["premise", 0, 0]]]], [original.goals[0]])
    return book.derivation(goal)


def test_dropping_a_hypothesis_shows_a_failing_instance_or_is_a_shortcoming(tmp_path: Path) -> None:
    def derive() -> object:
        from theory.prove.derivation import Book

        letters = [["x", {"kind": "real"}], ["y", {"kind": "real"}], ["F", {"kind": "real", "value": "x*y"}]]
        book = Book(scene={"x": "2", "y": "2"})
        objective = book.add("objective", letters, [], "F == x*y", [])
        given = ["x == y"]
        goal = book.add("expand", letters, given, "F == x*x", [[["_", ["premise", 0, 0]], ["-x*_", ["given", 0]]]],
                        [objective])  # fmt: skip
        return book.derivation(goal)

    def unequal(rng: object) -> dict[str, str]:
        return {"x": str(rng.randint(1, 9)), "y": str(rng.randint(1, 9))}  # type: ignore[attr-defined]

    def equal(rng: object) -> dict[str, str]:
        value = str(rng.randint(1, 9))  # type: ignore[attr-defined]
        return {"x": value, "y": value}

    sharp = (Sharpness(given="x == y", sampler=unequal), Sharpness(given="x == y", sampler=equal))
    row = judged(claim(derive, probe=StatementProbe(sampler=equal), sharpness=sharp), tmp_path)  # type: ignore[arg-type]
    assert row.sharpness[0].fate == "needed"
    x, y = re.fullmatch(r"F == x\*x fails at x = (\d), y = (\d)", row.sharpness[0].text).groups()  # type: ignore[union-attr]
    assert x != y
    assert [s.good for s in row.sharpness] == [True, False]
    assert "sharpness of 'x == y': no failing instance" in row.shortcomings[0]


def test_a_search_without_a_planted_error_supports_nothing(tmp_path: Path) -> None:
    quiet = {"instances": lambda rng: rng.randint(0, 9), "violation": lambda x: None}
    silent = SearchProbe(**quiet)  # type: ignore[arg-type]
    shown = SearchProbe(**quiet, planted=lambda x: Counterexample("x = 3") if x == 3 else None)  # type: ignore[arg-type]
    blind = SearchProbe(**quiet, planted=lambda x: Counterexample("x = 30") if x == 30 else None)  # type: ignore[arg-type]
    verdicts = [judged(claim(**IN_WORDS, probe=probe), tmp_path).verdict for probe in (silent, shown, blind)]
    assert verdicts == ["inconclusive", "supported", "inconclusive"]


def test_a_search_keeps_the_smallest_witness(tmp_path: Path) -> None:
    def violation(x: int) -> Counterexample | None:
        return Counterexample(f"x = {x}", size=x) if x > 3 else None

    probe = SearchProbe(instances=lambda rng: rng.randint(0, 9), violation=violation)
    row = judged(claim(**IN_WORDS, probe=probe), tmp_path)
    assert (row.verdict, row.kind, row.reason) == ("refuted", str(Refutation.EXACT), "x = 4")


SQUARE = [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x*x"}]]
HOLLOW: list[tuple[list[str], str, dict[str, Any]]] = [
    ([], "F == x*x", {"rule": "objective", "witness": None}),
    (["F >= 3"], "F >= 3", {"rule": "collect", "witness": None}),
    (["F >= 3"], "x**2 >= 3", {"rule": "order", "witness": [{"terms": [{"facts": [["given", 0]]}],
                                                             "equal": [["-_", ["premise", 0, 0]]]}]}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "then", "how"), HOLLOW)
def test_a_goal_that_concludes_what_is_given_or_defined_is_not_proved(
    given: list[str], then: str, how: dict[str, Any], tmp_path: Path
) -> None:
    """The kernel rightly accepts each of them; under a title each would read as a theorem about F."""

    def derivation() -> Derivation:
        book = Book(scene={"x": "2"})
        objective = book.add("objective", SQUARE, [], "F == x*x", [])
        uses = [] if how["rule"] == "objective" else [objective]
        return book.derivation(book.add(how["rule"], SQUARE, given, then, how["witness"], uses))

    row = judged(claim(derivation, probe=None), tmp_path)
    assert (row.verdict, row.reason) == ("inconclusive", "goal [1] concludes only what is given or defined")


def test_a_goal_that_may_be_vacuous_is_not_proved(tmp_path: Path) -> None:
    """∃ z: F = z is true of every F, and so is ∃ z: F = z + 1: no model refutes the stronger statement."""

    def derivation() -> Derivation:
        book = Book(scene={"x": "2", "z": "4"})
        objective = book.add("objective", SQUARE, [], "F == x*x", [])
        value = {"source": None, "terms": {"z": "F"}}
        return book.derivation(
            book.add("exists", SQUARE, [], ["F == z"], value, [objective], exists=[["z", {"kind": "real"}]])
        )

    row = judged(claim(derivation, probe=None), tmp_path)
    assert row.verdict == "inconclusive" and row.reason.startswith("goal [1] may be vacuous: the stronger F == z + 1 is met by")
    assert Verification(claims=(row,)).exit_code == 1


def break_down(seed: int) -> Comparison:
    raise ZeroDivisionError("no pivot")


def test_an_experiment_that_raises_is_named_and_not_said_to_be_missing(tmp_path: Path) -> None:
    row = judged(claim(probe=NumericProbe(measure=break_down), **IN_WORDS), tmp_path)
    assert row.verdict == "inconclusive"
    assert row.reason == "the experiment broke: probe: ZeroDivisionError: no pivot"
    assert Verification(claims=(row,)).exit_code == 1
    missing = judged(claim(probe=None, **IN_WORDS), tmp_path)
    assert missing.reason == "there is neither a derivation nor an experiment"


def test_a_changed_sentence_is_no_changed_goal(tmp_path: Path) -> None:
    subject = claim(sentence="As it was read.")
    pin = as_it_is(claim(sentence="As it is."))
    row = judge(subject, Circumstances(), tmp_path, pin=pin)
    assert (row.verdict, row.reason) == ("inconclusive", "the sentence is no longer the pinned one")


def below() -> Derivation:
    """∃ z: F ≥ z, with the witness 0."""
    book = Book(scene={"x": "2", "z": "0"})
    objective = book.add("objective", SQUARE, [], "F == x*x", [])
    square = {"terms": [{"square": "x"}], "equal": [["_", ["premise", 0, 0]]]}
    least = book.add("order", SQUARE, [], "F >= 0", [square], [objective])
    value = {"target": 0, "terms": {"z": "0"}}
    return book.derivation(book.add("exists", SQUARE, [], ["F >= z"], value, [least], exists=[["z", {"kind": "real"}]]))


@pytest.mark.parametrize(("extra", "said"), [({}, True), ({"z": "0"}, False)])
def test_a_sampler_without_the_letters_that_exist_is_told_which(extra: dict[str, str], said: bool, tmp_path: Path) -> None:
    row = judged(claim(below, probe=StatementProbe(sampler=lambda rng: {"x": str(rng.randint(-9, 9)), **extra})), tmp_path)
    told = "the sampler must give the letters that exist as well: z"
    assert any(told in text for text in row.shortcomings) is said


def test_witnesses_that_are_no_models_are_said_to_be_none(tmp_path: Path) -> None:
    probe = StatementProbe(sampler=lambda rng: {"x": "3", "z": "0"}, witnesses=lambda model: {"z": "0"})
    row = judged(claim(below, probe=probe), tmp_path)
    assert "witnesses must give models, each a dictionary from letters to values; got 'z'" in row.reason


def test_a_declared_reason_and_an_identity_are_told_with_their_goal(tmp_path: Path) -> None:
    reason = "every real number below F is a witness"
    row = judged(claim(below, probe=StatementProbe(sampler=lambda rng: {"x": "3", "z": "0"}), unrefuted={0: reason}), tmp_path)
    assert row.automatic is not None and row.automatic.unrefuted == (f"goal [1]: {reason}",)
    assert f"goal [1]: {reason} (declared" in claim_text(row)


def test_bless_counts_what_it_wrote_kept_and_refused(tmp_path: Path) -> None:
    from proofs_check.verify.bless import bless
    from proofs_check.verify.discovery import find_claims
    from proofs_check.verify.template import write_claim

    write_claim("kept", tmp_path)
    text = write_claim("new", tmp_path).read_text()
    (tmp_path / "statements.json").write_text((tmp_path / "statements.json").read_text().replace('"new"', '"old"'))
    (tmp_path / "bad.py").write_text(text.replace('"new"', '"bad"').replace("- 2*tr", "- 3*tr"))
    found = find_claims(tmp_path)
    lines, failed = bless(found, 1, found)
    assert failed and lines[-1] == "pins: 1 pinned, 1 unchanged, 1 refused, 1 dropped"
