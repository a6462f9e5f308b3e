"""One option, one meaning, and one meaning, one option: over every command, as the parser declares them."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from handbook.commands import commands, flat
from proofs_check.cli.main import main

TWO_MEANINGS = {
    "--spectrum": "singular values of Y, or eigenvalues of A: each is the spectrum of its problem",
    "--out": "a file in place of standard output; of `export`, whose project is a folder, that folder",
}
FORMATS = ("table", "json", "csv", "markdown", "latex", "python")
ONE_WORD_FOR_A_PICTURE = re.compile(r"plot|chart|graph|draw|picture|image|figure")


def options() -> dict[str, list[tuple[str, Any]]]:
    """Option → (command, parameter) wherever it is listed."""
    found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for name, command in flat(commands()).items():
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.name != "help" and not parameter.hidden:
                (option,) = parameter.opts
                found[option].append((name, parameter))
    return found


def meanings(places: list[tuple[str, Any]]) -> set[tuple[str, str, bool]]:
    """What an option means in all its places: its help, the kind of its value, whether it has one."""
    return {(p.help, p.type_descriptor.annotation.__name__, bool(p.is_flag)) for _, p in places}


@pytest.mark.parametrize("option", sorted(options()))
def test_an_option_means_one_thing(option: str) -> None:
    places = options()[option]
    assert (len(meanings(places)) > 1) == (option in TWO_MEANINGS), {name: p.help for name, p in places}
    metavars = {p.metavar for _, p in places}
    if option == "--format":  # which there are depends on what is printed; one order, one word for each
        assert all([f for f in FORMATS if f in m.split("|")] == m.split("|") for m in metavars)
    elif option == "--chart":
        assert metavars <= {"FILE.svg", "FILE.png|svg|pdf"}
    else:
        assert len(metavars) == len(meanings(places))


def test_a_thing_has_one_option() -> None:
    """No two options with the same help, and none for a picture but one."""
    by_help: dict[str, set[str]] = defaultdict(set)
    for option, places in options().items():
        for _, parameter in places:
            assert parameter.help and parameter.help.endswith((".", "…")), option
            assert parameter.is_flag or parameter.metavar, option
            by_help[parameter.help].add(option)
    assert {text: names for text, names in by_help.items() if len(names) > 1} == {}
    assert [name for name in options() if ONE_WORD_FOR_A_PICTURE.search(name)] == ["--chart"]


def test_older_names_are_taken_and_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Every name of the interface that is no longer listed, with the new one beside it; both do the same."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    small = ["--widths", "2,2,2,2", "--spectrum", "3,11/5", "--ridge", "1"]
    agd = ["--condition", "1", "--rank", "1", "--columns", "1", "--tau", "1/2", "--nu", "1/2", "--epsilon", "1/100"]
    pairs = [
        (["barriers", *small, "--plot", "b.svg"], ["barriers", *small, "--chart", "b.svg"]),
        (["check", "AB =", "--out", "kept"], ["check", "AB =", "--certificates", "kept"]),
        (["derive", "||X||^2", "--in", "X", "--latex"], ["derive", "||X||^2", "--in", "X", "--format", "latex"]),
        (["derive", "||X||", "--in", "x", "--python"], ["derive", "||X||", "--in", "x", "--format", "python"]),
        (["bound", "agd", *agd, "--size", "4"], ["bound", "agd", *agd, "--rows", "4"]),
        (["claims", "--graph", "no/such.svg"], ["claims", "--chart", "no/such.svg"]),
        (["show", "no-such-claim", "--format", "text"], ["show", "no-such-claim", "--format", "table"]),
        (["recheck", "nowhere", "--json"], ["recheck", "nowhere", "--format", "json"]),
    ]
    for old, new in pairs:
        by_old, by_new = ((main(words), *(re.sub(r"\d+\.\d s", "", x) for x in capsys.readouterr())) for words in (old, new))
        assert by_old == by_new, old
        assert main([*new[: 2 if new[0] == "bound" else 1], "-h"]) == 0
        listed = capsys.readouterr().out
        assert set(re.findall(r"--[a-z-]+", listed)).isdisjoint({"--plot", "--graph", "--json", "--python", "--latex"})
