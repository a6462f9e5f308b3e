"""What hands do without thinking: a misspelt word is told the right one, and the shell completes commands and options."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.fingerprint import ROOT

MISSPELT = {
    "verfy": "'verify'",
    "landscap --widths 2,2": "'landscape'",
    "bound adg": "'agd'",
    "fixedpoints uud": "'udu'",
    "verify --fromat json": "--format",
    "barriers --chrat b.svg": "--chart",
    "show dmf-balancednes": "'dmf-balancedness'",
    "experiment agd-slak": "'agd-slack'",
    "run factorisation agd": "Factorization",
    "run factorization agdd": "AlternatingGradientDescent",
}


@pytest.mark.parametrize("line", MISSPELT)
def test_a_misspelt_word_is_told_the_right_one(line: str, capsys: Any) -> None:
    assert main(line.split()) == 2
    out, err = capsys.readouterr()
    assert out == "" and MISSPELT[line] in err and err.count("\n") == 1


def completions(words: str, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> list[str]:
    """What bash is told when the last of the words is completed."""
    monkeypatch.setenv("_SADDLEPROOF_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 0
    return str(capsys.readouterr().out).split()


def test_commands_and_options_are_completed(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def of(words: str) -> list[str]:
        return completions(words, monkeypatch, capsys)

    assert of("saddleproof ver") == ["verify"]
    assert set(of("saddleproof bound ")) == {"agd", "dmd"}
    assert of("saddleproof landscape --wi") == ["--widths", "--width"]
    assert of("saddleproof barriers --pl") == [] and of("saddleproof barriers --ch") == ["--chart"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_a_script(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("_SADDLEPROOF_COMPLETE", f"source_{shell}")
    with pytest.raises(SystemExit):
        main([])
    script = capsys.readouterr().out
    assert f"_SADDLEPROOF_COMPLETE=complete_{shell}" in script
    if shell == "bash":
        (tmp_path / "script").write_text(script)
        asked = ["bash", "-c", "source ./script; complete -p saddleproof"]
        told = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        assert told.split()[-1] == "saddleproof"


@pytest.mark.parametrize(("set_before", "threads"), [({}, 1), ({"OMP_NUM_THREADS": "2"}, 2)])
def test_a_command_takes_one_thread_where_nothing_else_is_asked(set_before: dict[str, str], threads: int) -> None:
    """As torch counts them, in a process whose environment says nothing of threads."""
    untouched = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    look = "from proofs_check.cli.main import main; main(['--version']); import torch; print(torch.get_num_threads())"
    done = subprocess.run([sys.executable, "-c", look], env=untouched | {"PYTHONPATH": str(ROOT)} | set_before,
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert int(done.stdout.split()[-1]) == threads
