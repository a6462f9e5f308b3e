"""What a text about families means: the kernel's statement and the parsed text agree at random exact values, member by member.

Two routes: `FamilyScene` walks the parsed text; `theory.models` evaluates the statement that the kernel was given, with its
running sums, products from below or above, powers, and quantified hypotheses. A planted change of a range or of a definition
is seen.
"""

from __future__ import annotations

import copy
import re
from itertools import product
from typing import Any

import pytest

from proofs_check.check.families import kernel_values
from proofs_check.check.families_search import FamilySearch
from tests.proofs_check.check.family_statements import FALSE, TRUE, W
from theory.kernel.budget import Fault
from theory.models.model import evaluate
from theory.prove.derivation import choose_model
from theory.statements.families.reading import read_families
from theory.statements.families.stating import Stated, state
from theory.statements.families.values import FamilyScene, integer_at
from theory.statements.numbers import Undefined

BOTH = TRUE | FALSE


def stated(text: str, where: str) -> Stated:
    return state(read_families(text, where))


def scenes(found: Stated, most: int = 5) -> list[tuple[FamilyScene, dict[str, Any]]]:
    """Drawn values with exact norms, whether or not the hypotheses hold."""
    search, kept = FamilySearch(found.reading, seed=5), []
    choices = [c for c in search.choices() if sum(c.values()) <= 3 * len(c) and max(c.values()) <= 3 - (len(c) > 2)]
    choices = choices[:: max(1, len(choices) // 6)]
    for choice in [c for c in choices for _ in range(1 + 2 * most // len(choices))]:
        try:
            scene = search.draw(choice)
            values = kernel_values(found, scene)
        except Undefined:
            continue
        if values is not None and len(kept) < 2 * most:
            kept.append((scene, values))
    return kept[:: max(1, len(kept) // most)]


def disagreements(found: Stated, json: dict, pairs: list) -> int:
    """At how many scenes the kernel's statement and the text differ in the truth of the hypotheses or of a conclusion."""
    different = 0
    for scene, values in pairs:
        ranges = [
            range(*(integer_at(e, scene.integers) + k for k, e in enumerate(c.ranges[n])))
            for c in found.reading.conclusions[:1]
            for n in found.indices
        ]
        try:
            given = scene.kinds_hold() and scene.failing(found.reading.hypotheses) is None
        except Undefined:
            continue
        for chosen in product(*ranges):
            here = dict(zip(found.indices, chosen, strict=True))
            try:
                said = evaluate(json, choose_model(json, {**values, **here}))
            except (Fault, KeyError):
                different += 1
                continue
            expected = [scene.holds(c, {n: here[n] for n in c.ranges}) for c in found.reading.conclusions]
            different += all(said.given) != given or (len(said.then) == len(expected) and list(said.then) != expected)
    return different


@pytest.mark.parametrize("name", BOTH)
def test_the_formal_statement_says_what_the_text_says(name: str) -> None:
    found = stated(*BOTH[name][:2])
    pairs = scenes(found)
    if not pairs:
        pytest.skip("no drawn values have rational norms or factors")
    assert disagreements(found, found.json, pairs) == 0


PLANTED = [
    ("telescoping sum", "step", lambda json: _edit(json, "s", "next", "s[n_] + a[n_+2] - a[n_+1]", "s[n_] + a[n_+2]")),
    ("sum of integers", "start", lambda json: _edit(json, "s", "first", "0", "1")),
    ("product of turned layers", "order", lambda json: _edit(json, "P_V", "next", "V[n_+1]*P_V[n_]", "P_V[n_]*V[n_+1]")),
    ("linear iterates", "power", lambda json: _edit(json, "q", "first", "I(n)", "A")),
    ("monotone", "range", lambda json: _put(json, "given", "all(k_, 0, N-1,", "all(k_, 1, N-1,")),
    ("growth from decrease", "end", lambda json: _put(json, "then", "f[0]", "f[k]")),
]


def _edit(json: dict, letter: str, key: str, old: str, new: str) -> dict:
    spec = dict(json["letters"])[letter]
    assert spec[key] == old, spec
    spec[key] = new
    return json


def _put(json: dict, key: str, old: str, new: str) -> dict:
    assert any(old in text for text in json[key])
    json[key] = [text.replace(old, new) for text in json[key]]
    return json


@pytest.mark.parametrize(("name", "what", "change"), PLANTED, ids=[p[0] for p in PLANTED])
def test_a_planted_change_is_seen(name: str, what: str, change: Any) -> None:
    found = stated(*BOTH[name][:2])
    pairs = scenes(found, 40)
    if name == "linear iterates":
        pairs = [(s, v) for s, v in pairs if len(s.values["x"]) > 1]
    json = change(copy.deepcopy(found.json))
    assert disagreements(found, json, pairs) > 0


MEANING = [
    # (text, where, hypotheses, conclusions, range of the index)
    (
        "W_{l+1} = W_l |- W_l = W_1",
        f"{W.replace('d_l x d_{l-1}', 'n x n')}",
        ["all(l_, 1, L-1, W[l_+1] == W[l_])"],
        ["W[l] == W[1]"],
        {"l": ("1", "L")},
    ),
    ("W_l = I for l = 2..L-1", W.replace("d_l x d_{l-1}", "n x n"), [], ["W[l] == I(n)"], {"l": ("2", "L-1")}),
    ("W_l = I for 1 <= l < L", W.replace("d_l x d_{l-1}", "n x n"), [], ["W[l] == I(n)"], {"l": ("1", "L-1")}),
    ("a_l >= 0 for all l <= L-1", "a: family of L numbers", [], ["a[l] >= 0"], {"l": ("1", "L-1")}),
    (
        "f_{k+2} = f_{k+1} + f_k |- f_k >= 0",
        "f: sequence of numbers",
        ["all(k_, 0, N-2, f[k_+2] == f[k_+1] + f[k_])"],
        ["f[k] >= 0"],
        {"k": ("0", "N-2")},
    ),
    (
        "f_{k+1} = f_k for k = 0..5 |- f_6 = f_0",
        "f: sequence of numbers",
        ["all(k_, 0, 5, f[k_+1] == f[k_])"],
        ["f[6] == f[0]"],
        {},
    ),
    ("sum_{l=1}^{L} a_l >= 0", "a: family of L numbers", [], ["s[L] >= 0"], {}),
    ("sum_{l=2}^{L-1} a_l >= 0", "a: family of L numbers, L >= 3", [], ["s[L-1] >= 0"], {}),
    ("sum_{j=k}^{L} a_j >= a_k", "a: family of L numbers", [], ["s[k] >= a[k]"], {"k": ("1", "L")}),
    ("W_L ⋯ W_{l+1} = W_L ⋯ W_{l+1}", W, [], ["A[l] == A[l]"], {"l": ("0", "L-1")}),
    ("prod_l a_l > 0", "a: family of L+1 positive numbers from 0", [], ["p[L] > 0"], {}),
    ("u_l = u_0", "u: family of vectors from 0 to L", [], ["u[l] == u[0]"], {"l": ("0", "L")}),
    ("a_l > 0 |- a_1 > 0", "a: family of L numbers", [], ["a[1] > 0"], {}),
]


@pytest.mark.parametrize(("text", "where", "given", "then", "indices"), MEANING, ids=[m[0] for m in MEANING])
def test_all_means_every_member_and_the_ends_are_in(text: str, where: str, given: list, then: list, indices: dict) -> None:
    found = stated(text, where)
    assert found.json["given"] == given
    assert found.json["then"] == then
    assert found.indices == indices


def test_empty_products_are_the_identity_and_empty_sums_are_zero() -> None:
    found = stated("W_k ⋯ W_1 = W_k ⋯ W_1, sum_{j=1}^{m} a_j = 0", f"{W}, a: family of L numbers")
    specs = dict(found.json["letters"])
    assert (specs["P"]["first"], specs["P"]["over"]) == ("I(d[0])", ["n_", "0", "L"])
    assert (specs["s"]["first"], specs["s"]["over"]) == ("0", ["n_", "0", "L"])
    scene = FamilyScene(found.reading, {"L": 1, ("d", 0): 1, ("d", 1): 1}, {"W": {1: ((2,),)}, "a": {1: 3}})
    assert scene.failing(found.reading.conclusions[:1]) is None
    assert scene.failing(found.reading.conclusions[1:]) == {"m": 1}


def test_spellings_of_one_statement_are_one() -> None:
    spellings = [
        "W_{l+1}^T W_{l+1} = W_l W_l^T |- prod(W) prod(W)^T = (W_L W_L^T)^L",
        "W_{l+1}ᵀW_{l+1} = W_l W_lᵀ for all l ⊢ (W_L ⋯ W_1)(W_L ⋯ W_1)ᵀ = (W_L W_Lᵀ)^L",
        r"W_{l+1}^\top W_{l+1} = W_l W_l^\top, for 1 \le l < L \implies "
        r"(W_L \cdots W_1)(W_L \cdots W_1)^\top = (W_L W_L^\top)^L",
        "W_{l+1}.T*W_{l+1} == W_l*W_l.T for l = 1..L-1 => (W_L*...*W_1)*(W_L*...*W_1).T == (W_L*W_L.T)**L",
    ]
    assert len({str(stated(text, W).json) for text in spellings}) == 1


SQUARE = "W: family of L matrices, W_l: n x n"
INVERSES = {
    "of the last": ("W_L^-1 = B", f"{SQUARE}, B: n x n", {"W[L]"}, None),
    "of a product": ("prod(W)^-1 = B", f"{SQUARE}, B: n x n", {"P[L]"}, None),
    "of a sum, not of the empty one": ("(sum_{l=1}^{L} W_l)^-1 = B", f"{SQUARE}, B: n x n", {"S[L]"}, None),
    "of two places": ("W_1^-1 W_L^-1 = I", f"{SQUARE}, L >= 2", {"W[1]", "W[L]"}, None),
    "of all": ("W_l^-1 = W_l^T", SQUARE, {"W[n_]"}, ("1", "L")),
    "of all but the first": ("W_{l+1}^-1 = W_l", SQUARE, {"W[n_]"}, ("2", "L")),
    "of a range that was said": ("W_l^-1 = I for l = 2..L", SQUARE, {"W[n_]"}, ("2", "L")),
    "of two ranges": ("W_{l+1}^-1 = W_l |- W_l^-1 W_l = I", SQUARE, {"W[n_]"}, ("1", "L")),
    "inside of a sum": ("sum_{l=2}^{L} tr(W_l^-1) = 0", SQUARE, {"W[n_]"}, ("2", "L")),
    "of a moving sum": ("(I + sum_{j=1}^{l} W_j)^-1 = W_l", SQUARE, {"I(n) + S[n_]"}, ("1", "L")),
    "of iterates": ("X_{k+1} = X_k |- X_{k+1} X_k^-1 = I", "X: sequence of n x n matrices", {"X[n_]"}, ("0", "N-1")),
}
"""Ranges read off by hand. An inverse that exists elsewhere as well is an assumption that nobody made: of the empty sum it
contradicts itself, and A W_1 = 0, W_L⁻¹ = B ⊢ A = 0 was proved with the inverse of W_1."""


@pytest.mark.parametrize("name", INVERSES)
def test_inverses_exist_where_they_are_written_and_nowhere_else(name: str) -> None:
    text, where, bases, over = INVERSES[name]
    found = stated(text, where)
    assert set(found.inverses.values()) == bases
    before = f"all(n_, {over[0]}, {over[1]}, " if over else ""
    here = "[n_]" if over else ""
    for letter, base in found.inverses.items():
        facts = {f"{before}({base})*{letter}{here} == I(n)", f"{before}{letter}{here}*({base}) == I(n)"}
        about = [g for g in found.json["given"] if re.search(rf"\b{letter}\b", g) and "== I(n)" in g]
        said = {g.removesuffix(")") if over else g for g in about}
        assert said == facts
        assert dict(found.json["letters"])[letter].get("over", ["n_"])[1:] == list(over or ())
