"""One option, one meaning, and one meaning, one option: over every command, as the parser declares them."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
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


WITHOUT_EFFECT = [
    ("escape --widths 2,2,2 --spectrum 3,2 --ridge 1 --from O --direction 7", "direction needs --chart"),
    ("escape --widths 2,2,2 --spectrum 3,2 --ridge 1 --from O --method gd", "method needs --chart"),
    ("sweep plan.toml --traces", "traces is for sweep export"),
    ("sweep plan.toml --out x.csv", "out is for sweep export or plot"),
    ("sweep plan.toml --chart x.png", "chart is for sweep plot"),
    ("sweep status s.sqlite --jobs 2", "jobs is for sweep PLAN.toml"),
    ("sweep export s.sqlite --out x.csv --engine joblib", "engine is for sweep PLAN.toml"),
    ("sweep plot s.sqlite x y --chart x.png --traces", "traces is for sweep export"),
    ("recheck . --rules", "rules is for --with coq"),
    ("recheck . --with coq --goals", "goals is for --with kernel"),
    ("recheck . --with coq --format json", "format is for --with kernel"),
    ("recheck . --with coq --allow-lemmas ''", "allow-lemmas is for --with kernel"),
]
"""An option that would change nothing, and what is said of it."""

TWICE = [
    ("run factorization gd --set problem.m=3 --set problem.m=4", "set must give problem.m once"),
    ("run factorization gd --set solver.step=0.1 --set solver.step=0.1", "set must give solver.step once"),
    ("sweep seeds.toml", "seeds must list every value once, got 1 more than once"),
    ("sweep axis.toml", "m must list every value once, got 3 more than once"),
    ("sweep widths.toml", "widths must list every value once, got (2, 2, 2) more than once"),
    ("sweep solver.toml", "solver must list every value once"),
    ("sweep nothing.toml", "m must list at least one value, got []"),
    ("sweep no-problem.toml", "problem must list at least one value, got []"),
]
"""A value that stands twice, or an empty list: a run that was asked for and not made."""

PLANS = {
    "seeds": 'problem = "Factorization"\nsolver = "GradientDescent"\nseeds = [1, 2, 1]',
    "axis": 'problem = "Factorization"\nsolver = "GradientDescent"\nparameters.problem.m = [3, 4, 3]',
    "widths": 'problem = "DeepFactorization"\nsolver = "GradientDescent"\nparameters.problem.widths = [[2, 2, 2], [2, 2, 2]]',
    "solver": 'problem = "Factorization"\nsolver = ["GradientDescent", "GradientDescent"]',
    "nothing": 'problem = "Factorization"\nsolver = "GradientDescent"\nparameters.problem.m = []',
    "no-problem": 'problem = []\nsolver = "GradientDescent"',
}


@pytest.mark.parametrize(("line", "said"), WITHOUT_EFFECT + TWICE, ids=lambda text: text)
def test_nothing_that_was_asked_for_is_dropped_in_silence(
    line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, plan in PLANS.items():
        (tmp_path / f"{name}.toml").write_text(f"steps = 2\n{plan}\n")
    before = sorted(tmp_path.iterdir())
    assert main(shlex.split(line)) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and err.count("\n") == 1 and sorted(tmp_path.iterdir()) == before


def test_keys_that_name_a_layer_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One tensor for two layers is another network, and no orbit of it was asked for."""
    np.savez(tmp_path / "w.npz", a=np.eye(2), b=np.eye(2))
    (tmp_path / "m.csv").write_text("1,2\n3,4\n")
    line = f"locate {tmp_path / 'w.npz'} --matrix {tmp_path / 'm.csv'} --widths 2,2,2 --ridge 1 --keys a,a"
    assert main(shlex.split(line)) == 2 and "keys must name every layer once, got a twice" in capsys.readouterr().err


def test_a_store_without_plans_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.sqlite").touch()
    assert main(["sweep", "status", str(tmp_path / "empty.sqlite")]) == 0
    assert capsys.readouterr().out == "no plan was run on this store\n"


@pytest.mark.parametrize("columns", [10**3, 10**7, 10**9, 10**15])
def test_bounds_at_any_number_of_columns(columns: int, capsys: pytest.CaptureFixture[str]) -> None:
    """A number, or one line: the series of the small-ball bound is long where τ = 1."""
    for tau in ("1", "1/100"):
        line = f"bound agd --condition 10 --rank 2 --columns {columns} --tau {tau} --nu 1/10 --epsilon 1/1000"
        code = main(shlex.split(line))
        err = capsys.readouterr().err
        assert code in (0, 2) and (code == 0 or "columns must be fewer" in err)
