"""Headline claims: a verdict by rule from the claims that the clauses name, each clause made to fail in turn."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handbook.papers import pages
from proofs_check.cli.main import main
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.report.graph import claim_graph
from proofs_check.report.mathematics import goals_latex, goals_of
from proofs_check.report.one_claim import claim_text
from proofs_check.report.pages.build import report_page
from proofs_check.report.verdicts import page
from proofs_check.verify.bless import bless
from proofs_check.verify.claim import PAPERS, Claim, Source
from proofs_check.verify.declaration import declare, declared
from proofs_check.verify.discovery import Found, find_claims
from proofs_check.verify.evidence import Leaves
from proofs_check.verify.fingerprint import ROOT
from proofs_check.verify.headline import assemble, assembled, headline_pin, needed
from proofs_check.verify.judge import Circumstances, judge
from proofs_check.verify.kept import Shelf
from proofs_check.verify.parts import Clause, Part, Standing
from proofs_check.verify.report import Report, Verification
from proofs_check.verify.runner import Home, verify
from proofs_check.verify.verdict import Verdict
from tests.marks import but
from tests.proofs_check.pinning import read
from tests.proofs_check.samples import claim as sample
from tests.proofs_check.samples import trivial
from tests.proofs_check.transcripts import matches
from theory.render.words import is_mathematics, plain_sentence

FORMAL = Part(says="The distance expands.", goals=("sample [1]",))
WORDS = Part(says="It is a distance.", goals=("sample [1]",), words="by definition of a distance")
MEASURED = Part(says="It is small.", measured=("seen",))
CITED = Part(says="It is probable.", cites=("Davidson–Szarek (Handbook of Banach spaces, Theorem II.13)",))
BARE = Part(says="Nothing is said.")
FINE = SearchProbe(
    instances=lambda rng: 1, violation=lambda x: None, planted=lambda x: Counterexample("planted"), trials=(3, 3)
)
WRONG = replace(FINE, violation=lambda x: Counterexample("fails at 1"))


def headline(*parts: Part, **changes: Any) -> Claim:
    usual: dict[str, Any] = {"id": "whole", "title": "Whole", "source": Source("own", "-", "reconstructed"), "probe": FINE,
                             "sentence": "Let W, Y be matrices.", "expected": ("proved",)}  # fmt: skip
    return Claim(parts=parts, **(usual | changes))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Report], Path]:
    """Reports on a proved claim, "sample", and a supported one, "seen", with the certificates."""
    folder = tmp_path_factory.mktemp("certificates")
    proof = sample()
    seen = sample(None, id="seen", statement="It is small.", subject="data", expected=("supported",), probe=FINE)
    reports = {claim.id: judge(claim, Circumstances(), folder, pin=read(claim)) for claim in (proof, seen)}
    assert [str(report.verdict) for report in reports.values()] == ["proved", "supported"]
    return reports, folder


def judged(claim: Claim, reports: dict[str, Report], folder: Path, **changes: Any) -> Report:
    """The headline, pinned as it is read unless ``pin`` says otherwise."""
    pin = headline_pin(claim, {"sample": read(sample())}) if "pin" not in changes else changes["pin"]
    bare = judge(claim, Circumstances(), folder)
    found, kept = {"whole": Found(claim, Path("whole.py"), pin)}, changes.get("kept")
    return assemble(found, {**reports, "whole": bare}, Shelf(folder), kept)["whole"]


def test_of_a_kept_headline_the_leaves_are_taken_and_nothing_else(known: Any) -> None:
    """And those only where the certificates are the same and where they can be right."""
    def whole(kept: Report | None = None) -> Report:
        one = headline(FORMAL, WORDS, expected=("steps proved",))
        return replace(judged(one, *known, kept=kept and {"whole": kept}), seconds=0.0)

    fresh = whole()
    assert fresh.leaves is not None
    for told in (Leaves(("F == 9",), fresh.leaves.hypotheses, ()), Leaves((), ("x > 0",), ()), None):
        assert whole(replace(fresh, verdict=Verdict.PROVED, reason="believe me", clauses=(), leaves=told)) == fresh
    assert whole(replace(fresh, premises=(), leaves=Leaves())) == fresh


@pytest.mark.parametrize(
    ("parts", "verdict", "reason"),
    [
        ((FORMAL,), "proved", ""),
        ((FORMAL, WORDS), "steps proved", "in words: (2)"),
        ((FORMAL, CITED), "steps proved", "cited: (2)"),
        ((WORDS, FORMAL, CITED, WORDS), "steps proved", "cited: (3); in words: (1), (4)"),
        ((FORMAL, MEASURED, WORDS), "supported", "in words: (3); measured: (2)"),
        ((FORMAL, BARE), "inconclusive", "clause (2): not covered"),
    ],
)
def test_the_verdict_follows_the_weakest_clause(known: Any, parts: tuple, verdict: str, reason: str) -> None:
    report = judged(headline(*parts, expected=(verdict,), subject="data"), *known)
    assert (str(report.verdict), report.reason, report.shortcomings) == (verdict, reason, ())
    assert [clause.standing for clause in report.clauses] == [part.at_best for part in parts]
    assert report.goals == known[0]["sample"].goals and report.whole and report.pin == "pinned"
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


FAILED: list[tuple[Callable[[Report], Report | None], str, str]] = [
    (lambda r: replace(r, verdict=Verdict.REFUTED, kind=Refutation.EXACT, reason="at 1"), "refuted", "sample is refuted: at 1"),
    (lambda r: replace(r, verdict=Verdict.CONTRADICTION, reason="broken"), "contradiction", "sample is contradiction: broken"),
    (lambda r: replace(r, verdict=Verdict.INCONCLUSIVE, reason="drift"), "inconclusive", "sample is inconclusive: drift"),
    (lambda r: replace(r, verdict=Verdict.SUPPORTED), "inconclusive", "sample is supported"),
    (lambda r: replace(r, goals=()), "inconclusive", "sample has no goal [1]"),
    (lambda r: None, "inconclusive", "sample was not verified"),
]


@pytest.mark.parametrize("part", [FORMAL, WORDS])
@pytest.mark.parametrize(("change", "verdict", "reason"), FAILED)
def test_a_clause_falls_with_the_claim_that_it_names(known: Any, part: Part, change: Any, verdict: str, reason: str) -> None:
    reports, folder = known
    fallen = {name: report if name != "sample" else change(report) for name, report in reports.items()}
    item = Found(headline(CITED, part), Path("whole.py"), headline_pin(headline(CITED, part), {"sample": read(sample())}))
    bare = judge(item.claim, Circumstances(), folder)
    report = assembled(item, bare, {name: found for name, found in fallen.items() if found is not None}, Shelf(folder))
    assert (str(report.verdict), report.reason) == (verdict, f"clause (2): {reason}")
    assert not report.whole and f"clause (2): {reason}" in report.shortcomings
    assert report.kind == (Refutation.EXACT if verdict == "refuted" else None)


def test_a_clause_that_is_measured_falls_with_the_experiment(known: Any) -> None:
    reports, folder = known
    for verdict, found in ((Verdict.REFUTED, "refuted"), (Verdict.INCONCLUSIVE, "inconclusive")):
        fallen = {**reports, "seen": replace(reports["seen"], verdict=verdict)}
        assert str(judged(headline(FORMAL, MEASURED), fallen, folder).verdict) == found


def test_its_own_experiment_refutes_it_and_contradicts_formal_clauses(known: Any) -> None:
    assert str(judged(headline(FORMAL, WORDS, probe=WRONG), *known).verdict) == "refuted"
    report = judged(headline(FORMAL, probe=WRONG), *known)
    assert (str(report.verdict), report.reason) == ("contradiction", "every clause is formal, but fails at 1")


def test_its_own_experiment_may_be_what_measures_a_clause(known: Any) -> None:
    own = replace(MEASURED, measured=("whole",))
    assert str(judged(headline(FORMAL, own), *known).verdict) == "supported"
    assert str(judged(headline(FORMAL, own, probe=replace(FINE, planted=None)), *known).verdict) == "inconclusive"
    assert str(judged(headline(FORMAL, own, probe=None), *known).verdict) == "inconclusive"


def test_clauses_and_goals_are_pinned(known: Any) -> None:
    claim, pins = headline(FORMAL, WORDS), {"sample": read(sample())}
    pin = headline_pin(claim, pins)
    assert judged(claim, *known, pin=None).reason.startswith("not pinned")
    for changed, what in (
        (headline(FORMAL, replace(WORDS, says="It is no distance.")), "the prose"),
        (headline(FORMAL, replace(WORDS, words="trivially")), "the prose"),
        (headline(WORDS, FORMAL), "the prose"),
        (headline(FORMAL, WORDS, sentence="Let W be a matrix."), "the sentence"),
        (headline(FORMAL, WORDS, title="More"), "the title"),
    ):
        report = judged(changed, *known, pin=pin)
        assert (str(report.verdict), report.reason) == ("inconclusive", f"{what} is no longer the pinned one")
        assert report.pin == "drift" and report.drift is not None
    other = trivial()
    moved = replace(pin, goals=(other[other.goals[0]].statement,))
    assert judged(claim, *known, pin=moved).reason == "goal [1] is no longer the pinned one"


def test_a_certificate_that_is_gone_is_missed(known: Any, tmp_path: Path) -> None:
    reports, folder = known
    for path in folder.glob("*.json"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / f"{reports['sample'].premises[0]}.json").unlink()
    assert "not on disk" in judged(headline(FORMAL), reports, tmp_path).reason


def test_what_is_no_headline_is_refused() -> None:
    for changes in ({"derivation": trivial}, {"statement": "x"}, {"sentence": ""}):
        with pytest.raises(ValueError, match="a headline has a sentence and parts, no derivation and no statement"):
            headline(FORMAL, **changes)
    with pytest.raises(ValueError, match="needs a part with goals"):
        headline(CITED)
    assert declared(declare(headline(FORMAL, CITED))).parts == (FORMAL, CITED)


def test_the_claims_named_must_be_there_and_no_headlines() -> None:
    item = Found(headline(Part(says="x", goals=("dmf-gain [1]",))), Path("whole.py"))
    assert set(needed({"whole": item})) == {"dmf-gain"}
    with pytest.raises(ValueError, match="claim whole: it rests on 'no-such', and there is no such claim"):
        needed({"whole": Found(headline(Part(says="x", goals=("no-such [1]",))), Path("whole.py"))})
    other = replace(item, claim=headline(Part(says="x", goals=("whole [1]",)), id="other"))
    with pytest.raises(ValueError, match="'whole', which is a headline itself"):
        needed({"whole": item, "other": other})


def test_it_is_written_clause_by_clause(known: Any) -> None:
    report = judged(headline(FORMAL, WORDS, CITED, expected=("steps proved",)), *known)
    text = claim_text(report, goals_of(report, known[1]))
    assert "(1) [formal] The distance expands.\n    formal: sample [1]" in text
    assert "(2) [in words] It is a distance.\n    formal: sample [1]\n    in words: by definition of a distance" in text
    ranged = headline(Part(says="x", goals=("a [1]–[3], [5]", "b [2]")))
    assert str(Clause("x", Standing.FORMAL, ranged.parts[0].named_goals).behind()[0]) == "formal: a [1]–[3], [5]; b [2]"
    assert "(3) [cited] It is probable.\n    cited: Davidson–Szarek (Handbook" in text
    assert "verdict   steps proved, citing Davidson–Szarek" in text
    latex = goals_latex(report, goals_of(report, known[1]))
    assert latex.count("\\item") >= 3 and "\\emph{[formal: sample [1]]}" in latex
    markdown = page(Verification(claims=(report,)))
    assert "2. It is a distance. **in words**; formal: sample [1]" in markdown


def test_its_page_says_each_thing_once_and_leads_to_the_claims(known: Any) -> None:
    two = Part(says="It is known.", goals=("sample [1]",), words="see sample-2, sample")
    report = judged(headline(FORMAL, two, MEASURED, CITED, expected=("supported",), subject="data"), *known)
    text = report_page(Verification(claims=(report, *known[0].values())), known[1])
    article = text[text.index('<article id="claim-whole"') :].split("</article>")[0]
    clauses = re.findall(r'<span class="soft">\[([a-z ]+)\]</span>.*?<ul class="texts">(.*?)</ul>', article, re.DOTALL)
    link = '<a href="#claim-{0}">{0}</a>'.format
    assert clauses == [
        ("formal", f"<li>{link('sample')} [1]</li>"),
        ("in words", f"<li>formal: {link('sample')} [1]</li><li>see sample-2, sample</li>"),
        ("measured", f"<li>{link('seen')}</li>"),
        ("cited", f"<li>{CITED.cites[0]}</li>"),
    ]
    proved = judged(headline(FORMAL, two, CITED, expected=("steps proved",)), *known)
    alone = report_page(Verification(claims=(proved,)), known[1])
    assert ", citing Davidson–Szarek</span>; cited: (3); in words: (2)" in alone
    assert "<li>sample [1]</li>" in alone and "#claim-sample" not in alone  # no page, no link


def test_its_graph_has_the_claims_that_its_clauses_name(known: Any) -> None:
    """Also one that is measured, and one of which a clause takes not every goal; nothing rests on a headline."""
    report = judged(headline(FORMAL, MEASURED, expected=("supported",), subject="data"), *known)
    more = replace(known[0]["sample"], goals=(*known[0]["sample"].goals, "f00d"))
    above = replace(known[0]["sample"], id="above", premises=(*report.premises, "beef"), goals=("beef",))
    graph = claim_graph([report, more, known[0]["seen"], above])
    assert {("sample", "whole"), ("seen", "whole")} <= set(graph.edges) and not list(graph.successors("whole"))


READER = """
from proofs_check.public import Claim, Counterexample, Part, SearchProbe, Source

claim = Claim(id="mine", title="Mine", source=Source("own", "-", "reconstructed"), expected=("steps proved",),
              sentence="Let W, Y be matrices.",
              parts=(Part(says="The distance expands.", goals=("squared-distance [1]",), words="so it is"),),
              probe=SearchProbe(instances=lambda rng: 1, violation=lambda x: None, planted=lambda x: Counterexample("p"),
                                trials=(2, 2)))
"""


def test_a_headline_in_a_folder_of_ones_own_follows_its_claims(tmp_path: Path) -> None:
    from proofs_check.verify.template import write_claim

    folder, home = tmp_path / "claims", Home(tmp_path / "home")
    write_claim("squared-distance", folder)
    (folder / "mine.py").write_text(READER)
    found = find_claims(folder)
    assert not bless(found, found=found)[1]
    found = find_claims(folder)
    first = verify({"mine": found["mine"]}, Circumstances(), home, found=found)
    assert [(report.id, str(report.verdict)) for report in first.claims] == [("mine", "steps proved")]
    assert [report.id for report in first.with_behind.claims] == ["mine", "squared-distance"]
    assert [told["id"] for told in first.to_json()["claims"]] == ["mine"] and Verification.from_json(first.to_json())
    again = verify({"mine": found["mine"]}, Circumstances(), home, found=found)
    assert again.claims[0].cached and replace(again.claims[0], cached=False) == replace(first.claims[0], cached=False)
    claim = folder / "squared_distance.py"
    claim.write_text(re.sub(r'title="[^"]*"', 'title="Another"', claim.read_text()))
    stale = find_claims(folder)
    fallen = verify({"mine": stale["mine"]}, Circumstances(), home, found=stale).claims[0]
    assert str(fallen.verdict) == "inconclusive" and "squared-distance is inconclusive: the title" in fallen.reason


HEADLINES = {name: item.claim for name, item in find_claims().items() if item.claim.parts}
SLOW = ("dmf-classification", "dmf-landscape-condition", "dmf-morse-bott", "dmf-morse-index", "dmf-nullity",
        "dmf-complex-counts", "dmf-descent-rate", "dmf-error-bound-constant")  # fmt: skip


@pytest.mark.parametrize("paper", PAPERS)
def test_the_headlines_of_a_paper_come_first(paper: str, capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then its other claims, both by id; on the site the same."""
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    assert main(["claims", "--paper", paper, "--format", "json"]) == 0
    listed = [row["claim"] for row in json.loads(capsys.readouterr().out)]
    heads = [name for name, claim in HEADLINES.items() if claim.source.paper == paper]
    assert heads and listed == [*sorted(heads), *sorted(set(listed) - set(heads))]
    assert re.findall(r"{#([\w-]+)}", pages()[f"papers/{paper}.md"]) == listed


@pytest.mark.parametrize("name", HEADLINES)
def test_every_clause_of_a_headline_is_changed_by_some_planted_error(name: str) -> None:
    claim = HEADLINES[name]
    changed = {int(found[1]) for mutant in claim.mutants if (found := re.match(r"clause (\d+): ", mutant.name))}
    assert changed == set(range(1, len(claim.parts) + 1))
    assert all(mutant.fate == "false" for mutant in claim.mutants)


@pytest.mark.parametrize("name", HEADLINES)
def test_a_formal_strict_saddle_is_a_goal_about_strict_saddles(name: str) -> None:
    """A second derivative along a line says neither that W is critical nor where the line comes from."""
    found = find_claims()
    for part in HEADLINES[name].parts:
        if "is a strict saddle" in part.says and not part.words:
            pins = [(goal, found[goal.claim].pin) for goal in part.named_goals]
            assert "strict_saddle(F, W)" in [atom for goal, pin in pins if pin for atom in pin.goals[goal.number - 1]["then"]]


@pytest.mark.parametrize(
    ("claim", "at", "told"),
    [
        ("dmf-theorem-2", "widths=2,2,spectrum=3,ridge=1", "widths must be at least three positive integers"),
        ("dmf-theorem-2", "widths=2,2,2,spectrum=3,ridge=0", "ridge must be positive"),
        ("dmf-theorem-1", "widths=1000000000,2,2,spectrum=3,ridge=1", "widths must be at most 1,000,000, got 1000000000"),
        ("dmf-theorem-2", "widths=2,2,2,spectrum=3", "ridge is missing"),
        ("dmf-theorem-2", "size=2", "'size' is none of these keys"),
        ("dmf-theorem-2", "2,2,2", "at must be widths=d0,…,dL,spectrum=y1,…,ridge=c|c1,…,cL"),
        ("dmf-theorem-2", "ridge=1,ridge=2", "ridge stands twice"),
        ("dmf-gain", "ridge=1", "dmf-gain takes none"),
        ("agd-theorem", "condition=10,rank=3,columns=6,tau=1e-400,nu=1/10,epsilon=1/1000", "tau must be at least 1e-150"),
        ("agd-theorem", "condition=10,rank=x,columns=6,tau=1,nu=1/10,epsilon=1/1000", "rank must be a positive integer"),
        ("udu-theorem", "spectrum=3,columns=0", "columns"),
        ("dmd-theorem", "size=2,columns=5,spectrum=3", "columns must be between 1 and size = 2"),
    ],
)
def test_an_unusable_value_is_one_line(claim: str, at: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", claim, "--at", at]) == 2
    out, err = capsys.readouterr()
    assert out == "" and told in err and len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("name", HEADLINES)
def test_every_formula_of_a_headline_is_written_in_unicode_and_in_latex(name: str) -> None:
    claim = HEADLINES[name]
    for text in (claim.sentence, *(part.says for part in claim.parts)):
        assert "\\" not in plain_sentence(text), text
        assert [formula for formula in text.split("$")[1::2] if not is_mathematics(formula)] == []


@pytest.mark.parametrize("name", but(HEADLINES, SLOW))
def test_a_headline_holds_and_its_planted_errors_fall_under_another_seed(name: str, tmp_path: Path) -> None:
    report = judge(HEADLINES[name], Circumstances(seed=7), tmp_path)
    assert str(report.verdict) == "supported" and report.shortcomings == (), report.shortcomings
    assert report.mutants.false[0] == report.mutants.false[1] > 5


PAGE = (ROOT / "docs" / "headlines.md").read_text(encoding="utf-8")


def test_the_python_of_the_page_headlines_md_makes_a_claim() -> None:
    space: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0], space)
    assert [part.at_best for part in space["claim"].parts] == ["formal", "in words", "measured"]


def test_the_clauses_at_numbers_are_those_of_the_landscape() -> None:
    """By hand: widths 2, 2, 2, 2, Y = diag(3, 11/5), ridge 1 has 9 orbits; at ridge 3 and y = 4 = y* a non-strict saddle."""
    at = HEADLINES["dmf-theorem-2"].at
    assert at is not None
    found = at.at("widths=2,2,2,2,spectrum=3,11/5,ridge=1")
    assert (found[0].says, found[1].says, found[6].says) == (
        "5 orbits: 1+2-, 1-2+, 1-, 2-, 1-2-", "2 orbits: 2+, 2-", "3 orbits: 1+2+, 1+, O")  # fmt: skip
    no = [number for number, item in enumerate(found, start=1) if item.hypotheses != "holds"]
    assert no == [3, 5, 6]
    double = at.at("widths=1,1,1,1,spectrum=4,ridge=3")
    assert double[5].says == "1 orbit: 1(0)"
    assert double[9].hypotheses == "does not hold" and "y_1 = y* = 256^(1/4) = 4" in double[9].says


@pytest.mark.full
def test_the_transcripts_of_the_page_headlines_md_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    for command, expected in re.findall(r"\$ saddleproof (.*)\n((?:(?!\$ ).*\n)*)", "".join(CONSOLE)):
        assert main(shlex.split(command)) == 0
        assert matches(expected, capsys.readouterr().out), command


CONSOLE = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
