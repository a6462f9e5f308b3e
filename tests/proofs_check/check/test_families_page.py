"""``docs/families.md``: its examples are run, and what its table says is read, or refused, is so."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.fingerprint import ROOT
from tests.proofs_check.transcripts import matches
from theory.statements.families.declared import ALLOWED
from theory.statements.families.reading import read_families

PAGE = (ROOT / "docs" / "families.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ saddleproof (.*)\n((?:.*\n)*?)```", PAGE)


EXAMPLES = [pytest.param(c, e, id=c[:40], marks=[pytest.mark.full] if c.startswith("derive") else []) for c, e in BLOCKS]


@pytest.mark.parametrize(("command", "expected"), EXAMPLES)
def test_example(command: str, expected: str, capsys: Any) -> None:
    arguments = shlex.split(command)
    code = main([*arguments, *(["--time", "60"] if arguments[0] == "check" else [])])
    printed = capsys.readouterr().out
    assert matches(expected, printed), printed
    assert code == {"proved": 0, "refuted": 1, "grad": 0}[expected.split()[0]]


def test_there_are_four_examples() -> None:
    assert len(BLOCKS) == 4


def test_the_kinds_of_members_are_listed() -> None:
    listed = set(re.findall(r"[a-z]+", re.search(r"orthogonal` \| also ([a-z, ]+) \|", PAGE)[1]))  # type: ignore[index]
    assert listed | {"orthogonal", "positive", "nonnegative", "real", "matrix"} == ALLOWED


READ = [
    ("W_L ⋯ W_1 = prod(W)", "W: family of L matrices, W_l: d_l x d_{l-1}"),
    (r"W_L \cdots W_1 = W_L*...*W_1", "W: family of L matrices, W_l: n x n orthogonal, L >= 2"),
    ("Q_l u_0 = u_l", "Q: family of L+1 matrices from 0, Q_l: n x n, u: family of vectors from 0 to L, u_l: n x 1"),
    ("λ_l a_l > 0", "λ: family of L positive numbers, a: family of L numbers, a_l > 0"),
    ("X_k = X_0, f_k >= 0, x_{k+1} = x_k", "X: sequence of m x r matrices, f: sequence of numbers, x: sequence of vectors"),
    (r"sum_l a_l b_l = \sum_{l=1}^{L} a_l b_l", "a, b: family of L numbers"),
    (r"prod_l a_l = \prod_{l=1}^{L} a_l", "a: family of L numbers"),
    ("W_l = I for l = 2..L-1, W_l = I for all l, W_l = I for 1 <= l < L", "W: family of L matrices, W_l: n x n"),
    ("W₁ = W_{1}", "W: family of L matrices, W_l: n x n"),
]


@pytest.mark.parametrize(("text", "where"), READ, ids=[t for t, _ in READ])
def test_what_the_table_shows_is_read(text: str, where: str) -> None:
    assert read_families(text, where).conclusions
