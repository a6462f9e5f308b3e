"""What the notebooks say is what their cells show. Text and outputs are those of the stored files, which `test_notebooks`
compares with a fresh run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofs_check.bridge.completion import MODES

FOLDER = Path(__file__).parents[2] / "notebooks"
ORBIT = re.compile(r"`((?:\d+[+-])+|O)`")
NUMBER = re.compile(r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b")


@dataclass(frozen=True)
class Section:
    """From one heading to the next: prose, and code with what it printed."""

    prose: str
    shown: str


def sections(name: str) -> list[Section]:
    """Those of a stored notebook."""
    parts: list[Section] = []
    for cell in json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        printed = ["".join(o.get("text", "") or o.get("data", {}).get("text/plain", "")) for o in cell.get("outputs", [])]
        if cell["cell_type"] == "code":
            parts[-1] = Section(parts[-1].prose, "\n".join([parts[-1].shown, source, *printed]))
        elif source.startswith("#"):
            parts.append(Section(source, ""))
        else:
            parts[-1] = Section(f"{parts[-1].prose}\n\n{source}", parts[-1].shown)
    return parts


def strange_orbits(parts: list[Section]) -> list[str]:
    """Orbits that the prose names and the cells of the same section do not; the first section speaks of the whole notebook."""
    whole = "\n".join(part.shown for part in parts)
    found = []
    for k, part in enumerate(parts):
        known = re.findall(r"(?<![\w+-])(?:\d+[+-])+(?![\w.])|\bO\b", part.shown if k else whole)
        found += [name for name in ORBIT.findall(part.prose) if name not in known]
    return found


def said_in(parts: list[Section]) -> list[str]:
    """The sentences of the prose, formulas, code and addresses of links left out."""
    found = []
    for part in parts:
        text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|(?<=\])\([^)]*\)", "…", part.prose, flags=re.DOTALL)
        text = re.sub(r"(?m)^#+ (\d+\. )?(.*)$", r"\2.\n", text)
        found += [" ".join(sentence.split()) for sentence in re.split(r"(?<=[.?])\s", text)]
    return found


def count(pattern: str, text: str) -> int:
    """How many lines begin so."""
    return len(re.findall(f"(?m)^{pattern}", text))


def number(pattern: str, text: str) -> float:
    """The number after the pattern."""
    return float(re.findall(pattern + r"\s*([-\d.e+]+)", text)[0])


FACTS: dict[str, dict[str, Callable[[str], bool]]] = {
    "01_first_landscape": {
        "Three layers, two singular values": lambda t: "L = 3, widths 2, 2, 2, 2, ridge 1, spectrum 3, 11/5\n" in t,
        "Nine orbits": lambda t: "9 critical orbits" in t and count(r"\S+: .*, components", t.split("certify(")[1]) == 9,
        "Three are local minimizers, and two of these are": lambda t: (
            re.findall(r"(?m)^(\S+): (global|local) minimizer", t.split("certify(landscape)")[0])
            == [("1+2+", "global"), ("1+", "local"), ("O", "local")]
        ),
        "weight decay with three layers makes the origin a trap": lambda t: "L = 3," in t and "\nO: local minimizer" in t,
        "none, one, two modes learned": lambda t: all(f"level {r} ({o})" in t for r, o in enumerate(("O", "1+", "1+2+"))),
        "With two layers there are no spurious minima": lambda t: (
            "L = 2," in t.split("L = 3,")[-1] and "local minimizers of rank 3, global of rank 3" in t
        ),
    },
    "02_saddle_escape": {
        "has two unstable directions": lambda t: (
            "from 1-2+: strict saddle" in t and "index 2" in t and count(r"  [+−]\S+ → ", t) == 4
        ),
        "both ways lead to": lambda t: re.findall(r"(?m)^  [+−]1·2 → (\S+),", t) == ["1+", "1+"],
        "the end is …, or it dies, and the end is": lambda t: "+1 → 1+2+," in t and "−1 → 2+," in t,
        "Random mixtures follow the faster of the two": lambda t: (
            (rates := [float(x) for x in re.findall(r"([\d.]+) ×1", t)])[0] > rates[1] and count(r"  random \d → 1\+,", t) == 3
        ),
        "Two layers: saddle to saddle": lambda t: (
            re.findall(r"(?m)^plateau .*; \S+: (\w+)", t) == ["strict", "strict", "strict", "global"]
        ),
        "With weight decay and three layers a small start dies at the origin": lambda t: "near zero to O" in t,
        "Three layers: a mode lives iff": lambda t: (
            {(float(at) > 1, end) for at, end in re.findall(r"([\d.]+) → (1\+|O)", t.split("plot_fates(fates")[-1])}
            == {(True, "1+"), (False, "O")}
        ),
    },
    "04_truly_low_rank": {
        "the trailing singular values are zero to machine precision": lambda t: 0 < number("trailing λ‖u‖²", t) < 1e-16,
        "450 of 900 entries, a truth of rank 3": lambda t: "size=30, entries=450" in t and 30 * 30 == 900 and len(MODES) == 3,
        "with eigenvalues 3, 2, −1: a minimizer, strict saddles, and": lambda t: (
            '("3", "2", "-1")' in t
            and set(re.findall(r"loss +[\d.]+ +(\S+ ?\S+?) +index", t)) == {"minimizer", "strict saddle", "dead minimum"}
        ),
        "Does Proposition 1 apply": lambda t: "exclusion applies" in t and "exclusion does not apply: weight decay" in t,
    },
    "05_saddle_timetable": {
        "of ten runs in": lambda t: "10**6" in t and "batch=10" in t,
    },
    "06_add_a_theorem": {
        "It holds for vectors; with two columns it is false": lambda t: (
            "refuted: tr((X*Y.T).T*(X*Y.T)) >= tr(X.T*X)**2\n{'X': [['1', '0'], ['0', '1']]" in t
            and "proved: tr((x*y.T)" in t
        ),
    },
    "07_from_a_matrix_to_a_table": {
        "8 × 8 pixels come out": lambda t: "pictures of 64 pixels" in t,
        "Kaynak, 1998, CC BY 4.0": lambda t: "load_digits" in t,
        "Three layers, 10 → 6 → 6 → 64": lambda t: "L = 3, widths 10, 6, 6, 64," in t and "undecided:" not in t,
        "is the first five modes at their upper roots": lambda t: (
            r"$\mathbf{5}^{+}$" in t and "1+2+3+4+5+: global minimizer" in t
        ),
    },
}
"""Words of a sentence that states a number → whether the cells show it."""


@pytest.fixture(scope="module", params=sorted(path.stem for path in FOLDER.glob("0*.ipynb")))
def notebook(request: pytest.FixtureRequest) -> tuple[str, list[Section]]:
    return request.param, sections(request.param)


def test_orbits_in_the_text_are_those_of_the_cells(notebook: tuple[str, list[Section]]) -> None:
    assert strange_orbits(notebook[1]) == []


def test_a_strange_orbit_is_seen() -> None:
    """What was wrong once: the text spoke of 2+, the cell below of 1-2+."""
    parts = sections("02_saddle_escape")
    k = next(k for k, part in enumerate(parts) if "`1-2+` has two" in part.prose)
    parts[k] = Section(parts[k].prose.replace("`1-2+` has two", "`1-2-` has two"), parts[k].shown)
    assert strange_orbits(parts) == ["1-2-"]


def test_every_number_in_the_text_is_shown_by_a_cell(notebook: tuple[str, list[Section]]) -> None:
    name, parts = notebook
    facts, shown = FACTS.get(name, {}), "\n".join(part.shown for part in parts)
    for said, holds in facts.items():
        assert any(said in sentence for sentence in said_in(parts)), f"{name} does not say: {said}"
        assert holds(shown), f"{name} says, but does not show: {said}"
    numbers = [sentence for sentence in said_in(parts) if NUMBER.search(sentence)]
    assert [sentence for sentence in numbers if not any(said in sentence for said in facts)] == []


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, facts in FACTS.items() for said in facts])
def test_no_fact_holds_whatever_is_shown(name: str, said: str) -> None:
    """Of the cells of another notebook."""
    other = "03_certify_your_run"
    try:
        holds = FACTS[name][said]("\n".join(part.shown for part in sections(other)))
    except (IndexError, ValueError):
        holds = False
    assert not holds
