"""What stands between a certificate and the word "accepted": no text of a certificate becomes a sentence of Coq, a compiler is
tried before it is believed, and whatever `Print Assumptions` says is told. Those marked coq ask Coq itself."""

from __future__ import annotations

import copy
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.marks import but
from tests.theory.export.certificates import of_claim, read
from theory.export.coq import toolchain, workshop
from theory.export.coq.faults import NotExported
from theory.export.coq.lemma import RULES, declarations, lemma
from theory.export.coq.statements import Certificate, in_order
from theory.export.coq.toolchain import LATE, Coq, NoCoq, compile_file, distrust, find_coq, surroundings
from theory.export.coq.vernacular import guarded
from theory.export.coq.workshop import Workshop, read_assumptions
from theory.kernel.certificate import Certificate as Kernel

PAYLOADS = (
    "x). Axiom evil : False. Goal True. destruct (x",
    "x. Qed. Axiom evil : False. Lemma evil_2 : True. Proof. exact (fun x",
    "x.\tAxiom evil : False.\tGoal True. intros x",
    "x.\nAxiom evil : False",
    "x (* evil *)",
    'x "evil',
    "x... Axiom evil : False. Goal True. intros x",
    "x] .. Axiom evil : False. [x",
    "é_evil",
    "x\u2028evil",
    "x evil",
    "x; evil",
)
CLAIMS = ("agd-gradients", "dmf-closed-form-is-critical", "dmf-root-counts", "agd-length-lemma", "dmf-root-order",
          "dmd-sharp-constant-two", "dmf-scalar-equation", "dmf-balancedness", "dmf-every-critical-point")  # fmt: skip


@cache
def one_of_each_rule() -> dict[str, tuple[Certificate, tuple[Certificate, ...]]]:
    chosen: dict[str, tuple[Certificate, tuple[Certificate, ...]]] = {}
    for claim in CLAIMS:
        certificates, _ = of_claim(claim)
        for c in certificates.values():
            chosen.setdefault(c.rule, (c, tuple(certificates[p] for p in c.premises)))
    return chosen


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Where texts stand: values, and the keys of objects."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, list):
        for k, inside in enumerate(value):
            yield from places(inside, (*path, k))
    elif isinstance(value, dict):
        for k, inside in value.items():
            yield (*path, (k,))
            yield from places(inside, (*path, k))


def spoilt(value: Any, path: tuple, text: str) -> Any:
    """The value with ``text`` in the place of the text there."""
    if not path:
        return text
    result, here = copy.copy(value), path[0]
    if isinstance(here, tuple):
        result = {(text if k == here[0] else k): v for k, v in value.items()}
    else:
        result[here] = spoilt(value[here], path[1:], text)
    return result


@pytest.mark.parametrize("each", but((1, 3), (3,)))
@pytest.mark.parametrize("rule", RULES)
def test_no_text_of_a_certificate_becomes_a_sentence(rule: str, each: int) -> None:
    """Every text of a witness and of a statement, one after the other, in a certificate of every rule. What is written then, if
    anything, has no word of the payload. The payloads take turns, ``each`` of them at every place."""
    certificate, premises = one_of_each_rule()[rule]
    honest = written(certificate, premises)
    assert guarded(honest, certificate.lemma) == honest
    tried = 0
    for part in ("witness", "json"):
        whole = getattr(certificate, part)
        for path in places(whole):
            turn = len(PAYLOADS) // each
            for payload in PAYLOADS[tried % turn :: turn]:
                tried += 1
                changed = spoilt(whole, path, payload)
                kept = {"witness": certificate.witness, "json": certificate.json, part: changed}
                c = read(Kernel(kept["json"], rule, certificate.premises, kept["witness"], {}))
                for write in (written, lambda c, _: declarations(c, "d_1")):
                    try:
                        text = write(c, premises)
                    except NotExported:
                        continue
                    assert "evil" not in text, (path, payload)
    assert tried or not certificate.witness


def test_a_name_that_ends_the_proof_and_brings_an_axiom() -> None:
    """Coq once accepted x == x + 1 from this certificate: the symbol of `cases` went into the proof as it stood."""
    symbol = ("0 0) as [H|[H|H]]. Axiom evil : False. all: destruct evil. Qed. Goal forall x_ : Z, (x_ < x_)%ZZ -> True. "
              "intros x_ hx. destruct (Z.lt_trichotomy x")  # fmt: skip
    said = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x == x+1"]}
    c = read(Kernel(said, "cases", (), {"symbol": symbol, "at": "1", "parts": {}}, {}))
    with pytest.raises(NotExported, match="no name of a letter"):
        written(c, ())
    harmless = read(Kernel(said, "cases", (), {"symbol": "x", "at": "1", "parts": {}}, {}))
    spoilt_text = written(harmless, ()).replace("Z.lt_trichotomy x", f"Z.lt_trichotomy {symbol}")
    with pytest.raises(NotExported, match="a sentence of no proof: Axiom evil"):
        guarded(spoilt_text.replace(harmless.lemma, "c_1"), "c_1")


def written(c: Certificate, premises: tuple[Certificate, ...]) -> str:
    return lemma(c, list(premises), lambda q: f"@{q.lemma}")


FOREIGN = {
    "an axiom": "Lemma c_1 : True.\nProof.\nexact I. Axiom a : False.\nQed.\n",
    "an axiom before it": "Axiom a : False.\nLemma c_1 : True.\nProof.\nexact I.\nQed.\n",
    "admitted": "Lemma c_1 : False.\nProof.\nAdmitted.\n",
    "aborted": "Lemma c_1 : False.\nProof.\nAbort.\n",
    "a flag": "Lemma c_1 : True.\nProof.\nUnset Guard Checking. exact I.\nQed.\n",
    "a flag with an attribute": "Lemma c_1 : True.\nProof.\n#[local] Unset Guard Checking. exact I.\nQed.\n",
    "a lemma of another name": "Lemma c_2 : True.\nProof.\nexact I.\nQed.\n",
    "a lemma of a longer name": "Lemma c_11 : True.\nProof.\nexact I.\nQed.\n",
    "a notation": 'Lemma c_1 : True.\nProof.\nexact I.\nQed.\nNotation "x = y" := True.\n',
    "a comment": "Lemma c_1 : True.\nProof.\n(* exact I.\nQed. *)\n",
    "another end of a sentence": "Lemma c_1 : True.\nProof.\nexact I... Axiom a : False.\nQed.\n",
    "no end": "Lemma c_1 : True.\nProof.\nexact I.\n",
    "a half sentence": "Lemma c_1 : True.\nProof.\nexact I.\nQed.\nLemma",
    "a proof with": "Lemma c_1 : True.\nProof with auto.\nexact I.\nQed.\n",
}  # fmt: skip


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_sentences_of_no_proof_are_not_handed_on(text: str) -> None:
    with pytest.raises(NotExported):
        guarded(text, "c_1")


ASSUMED = {
    "Closed under the global context\n": [],
    "": ["(nothing that can be read)"],
    "Axioms:\n": ["(nothing that can be read)"],
    "Axioms:\na : False\nClosed under the global context\n": ["a", "Closed under the global context"],
    "Closed under the global context\nClosed under the global context\n": ["Closed under the global context"] * 2,
    "Axioms:\na\n  : forall x y : nat,\n    x = y\nM.b : True\n": ["a", "M.b"],
    "Section Variables:\nz\n: False\nAxioms:\nboom is assumed to be guarded.\n": ["z", "boom is assumed to be guarded"],
    "Axioms:\nbad is assumed to be positive.\n": ["bad is assumed to be positive"],
    "Axioms:\nV relies on an unsafe hierarchy.\nTheory:\nType hierarchy is collapsed (logic is inconsistent)\n": [
        "V relies on an unsafe hierarchy",
        "Type hierarchy is collapsed (logic is inconsistent)",
    ],
}
"""What Coq 8.16 prints for an axiom with a long name, for functions and types that it was told not to check, and with
-type-in-type (each seen there), and texts that it does not print."""


@pytest.mark.parametrize(("printed", "names"), ASSUMED.items())
def test_all_but_one_sentence_of_print_assumptions_is_told(printed: str, names: list[str]) -> None:
    assert read_assumptions(printed) == names


VERSION = 'case "$*" in *--print-version*) echo 8.16.1 4.13; exit;; esac\nfor last; do :; done\n'
FAKES = {
    "true to everything": ("exit 0\n", "does not refuse a proof of False"),
    "true, with a file": ('echo x > "${last%.v}.vo"\nexit 0\n', "does not refuse a proof of False"),
    "false to everything": ("echo Error >&2\nexit 1\n", "does not accept a proof of True"),
    "refuses the first only": (
        'case $last in Trial0.v) echo Error >&2; exit 1;; esac\necho x > "${last%.v}.vo"\n',
        "does not refuse a type of all types",
    ),
    "refuses without a word": ("exit 1\n", "does not refuse a proof of False"),
}


@pytest.mark.parametrize(("script", "says"), FAKES.values(), ids=FAKES)
def test_a_script_that_is_called_coqc_is_not_believed(script: str, says: str, tmp_path: Path) -> None:
    fake = tmp_path / "coqc"
    fake.write_text("#!/bin/sh\n" + VERSION + script)
    fake.chmod(0o755)
    assert says in distrust(Coq(str(fake), "8.16.1"), tmp_path)


def test_what_was_compiled_before_is_no_answer(tmp_path: Path) -> None:
    fake, file = tmp_path / "coqc", tmp_path / "A.v"
    fake.write_text("#!/bin/sh\nexit 0\n")
    fake.chmod(0o755)
    (tmp_path / "A.vo").write_text("old")
    file.write_text("")
    done = compile_file(Coq(str(fake), "8.16.1"), file, [])
    assert done.returncode and "wrote nothing" in done.stderr


def test_a_compiler_that_does_not_end_is_ended(tmp_path: Path) -> None:
    fake, file = tmp_path / "coqc", tmp_path / "A.v"
    fake.write_text('#!/bin/sh\necho "Chars 0 - 15 [Lemma] 0. secs (0.u,0.s)"\nexec sleep 60\n')
    fake.chmod(0o755)
    file.write_text("")
    done = compile_file(Coq(str(fake), "8.16.1"), file, [], timing=True, limit=0.5)
    assert (done.returncode, done.stderr) == (LATE, "no answer within 0 s") and done.stdout.startswith("Chars 0 - 15")


@pytest.mark.parametrize("at", range(3))
def test_the_lemma_that_takes_for_ever_has_no_answer_and_the_rest_goes_on(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Coq is played by a stand-in that never comes back from one lemma, before its first sentence or in the midst of it."""
    certificates, goals = of_claim("agd-gradients")
    order = in_order(certificates, goals)
    slow = certificates[order[at]].lemma

    def compiled(coq: Coq, file: Path, paths: list, timing: bool = False, limit: float | None = None) -> Any:
        text = file.read_text()
        if f"Lemma {slow} " in text:
            begun = text[: text.index(f"(* {order[at]} ")]
            middle = text[: text.index(f"Lemma {slow} ")]
            end = len((begun if at % 2 else middle).rstrip())
            return subprocess.CompletedProcess([], LATE, f"Chars 0 - 9 [x] 0. secs\nChars 10 - {end} [x] 0. secs\n", "late")
        return subprocess.CompletedProcess([], 0, "", "")

    monkeypatch.setattr(workshop, "compile_file", compiled)
    shop = Workshop(tmp_path, Coq("coqc", "8.16.1"), lambda text: "mark")
    shop.modules.mkdir(parents=True)
    outcomes = shop.check(certificates, goals)
    resting = {i for i in order if order[at] in certificates[i].premises}
    states = {i: "no answer" if i == order[at] else "blocked" if i in resting else "accepted" for i in order}
    assert {i: o.state for i, o in outcomes.items()} == states


try:
    COQ = find_coq()
except NoCoq:
    COQ = None
with_coq = [pytest.mark.coq, pytest.mark.skipif(COQ is None, reason="Coq 8.16 with Mathematical Components is not installed")]


class TestCoq:
    pytestmark = with_coq

    def test_the_installed_coq_is_believed(self, tmp_path: Path) -> None:
        assert COQ is not None and distrust(COQ, tmp_path) == ""

    def test_one_that_is_told_to_check_less_is_not(self, tmp_path: Path) -> None:
        assert COQ is not None
        fake = tmp_path / "coqc"
        fake.write_text(f'#!/bin/sh\nexec {COQ.command} -type-in-type "$@"\n')
        fake.chmod(0o755)
        assert "does not refuse a type of all types" in distrust(Coq(str(fake), COQ.version), tmp_path)

    @pytest.mark.parametrize("variable", ["COQPATH", "XDG_DATA_HOME", "XDG_DATA_DIRS"])
    def test_libraries_of_the_environment_are_not_seen(
        self, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert COQ is not None
        folder = tmp_path / "coq"
        folder.mkdir()
        (folder / "Planted.v").write_text("Axiom planted : False.\n")
        assert compile_file(COQ, folder / "Planted.v", []).returncode == 0
        (tmp_path / "Asks.v").write_text("Require Planted.\n")
        monkeypatch.setenv(variable, str(folder if variable == "COQPATH" else tmp_path))
        honest = surroundings
        with monkeypatch.context() as patch:  # where the environment is handed on it is seen, so this test can fail
            patch.setattr(toolchain, "surroundings", lambda: dict(os.environ))
            assert compile_file(COQ, tmp_path / "Asks.v", []).returncode == 0
        assert toolchain.surroundings is honest
        assert "Cannot find a physical path" in compile_file(COQ, tmp_path / "Asks.v", []).stderr
