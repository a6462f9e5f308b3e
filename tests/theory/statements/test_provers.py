"""The parts of the provers of `check`, each against another route."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement
from random import Random

import numpy as np
import pytest
import sympy

from theory.kernel.words import Poly
from theory.statements.completion import Completion, use_text
from theory.statements.cone import Cone
from theory.statements.elaborate import elaborate
from theory.statements.equations import completion
from theory.statements.faces import orthogonal
from theory.statements.facts import odd_root
from theory.statements.prove import Prover
from theory.statements.reading import read
from theory.statements.squares import Block, certificate
from theory.statements.steps import Steps


@pytest.mark.parametrize("seed", range(6))
def test_a_cone_agrees_with_linear_programming(seed: int) -> None:
    """scipy's solver says whether a combination exists; where it does, the support has one."""
    from scipy.optimize import linprog

    rng, keys = Random(seed), [("k", i) for i in range(5)]
    answers = set()
    for _ in range(25):
        columns = [{k: Fraction(rng.randint(-2, 2)) for k in rng.sample(keys, 3)} for _ in range(rng.randint(1, 7))]
        free = [{k: Fraction(rng.randint(-2, 2)) for k in rng.sample(keys, 2)} for _ in range(rng.randint(0, 2))]
        goal = {k: Fraction(rng.randint(-2, 2)) for k in keys}
        table = np.array([[float(v.get(k, 0)) for v in (*columns, *free)] for k in keys])
        bounds = [(0, None)] * len(columns) + [(None, None)] * len(free)
        right = np.array([float(goal[k]) for k in keys])
        there = linprog(np.zeros(table.shape[1]), A_eq=table, b_eq=right, bounds=bounds).status == 0
        support = Cone(columns, free).support({k: v for k, v in goal.items() if v})
        answers.add(there)
        assert (support is not None) == there
        if support is not None:
            kept = [*support, *range(len(columns), len(columns) + len(free))]
            assert linprog(np.zeros(len(kept)), A_eq=table[:, kept], b_eq=right, bounds=[bounds[j] for j in kept]).status == 0
    assert answers == {True, False}


@pytest.mark.parametrize("seed", range(4))
def test_singular_gram_matrices_are_rounded_on_their_face(seed: int) -> None:
    """Sums of squares that all vanish at rational points: no Gram matrix is definite. sympy adds up what is found."""
    rng = Random(seed)
    names = ["x", "y", "z"]
    env = Prover(elaborate(read("x + y + z = x + y + z"))).env
    texts = ["x*x", "x*y", "x*z", "y*y", "y*z", "z*z"]
    zeros = [{n: rng.choice([-2, -1, 1, 2, 3]) for n in names} for _ in range(2)]
    at = [[Fraction(int(sympy.sympify(t).subs(zero))) for t in texts] for zero in zeros]
    basis = list(zip(*orthogonal(at, 6), strict=True))
    forms = [[sum(rng.randint(-2, 2) * v for v in column) for column in basis] for _ in range(3)]
    sums = [sum(sympy.Rational(c) * sympy.sympify(t) for c, t in zip(f, texts, strict=True)) for f in forms]
    goal = sum(sympy.expand(q**2) for q in sums)
    block = Block(texts, [env.poly(t) for t in texts], Poly.number(1), gram=False)
    found = certificate(env.poly(str(goal).replace(" ", "")), [], [block], [], strict=False)
    assert found is not None and not found.equal
    total = sum(sympy.sympify(t.get("weight", "1")) * sympy.sympify(t["square"]) ** 2 for t in found.terms)
    assert sympy.expand(total - goal) == 0 and all(sympy.sympify(t.get("weight", "1")) > 0 for t in found.terms)


def test_a_form_that_is_negative_somewhere_has_no_squares() -> None:
    env = Prover(elaborate(read("x + y = x + y"))).env
    block = Block(["x", "y"], [env.poly(t) for t in ("x", "y")], Poly.number(1), gram=False)
    assert certificate(env.poly("x*x-3*x*y+y*y"), [], [block], [], strict=False) is None


def _random(rng: Random, n: int) -> sympy.Matrix:
    return sympy.Matrix(n, n, lambda *_: rng.randint(-2, 2))


def _orthogonal_idempotents(rng: Random) -> dict[str, sympy.Matrix]:
    while (basis := _random(rng, 3)).det() == 0:
        pass
    one, two = sympy.diag(1, 0, 1), sympy.diag(0, 1, 0)
    return {"P": basis * one * basis.inv(), "Q": basis * two * basis.inv()}


def _values(word: tuple, at: dict[str, sympy.Matrix]) -> sympy.Matrix:
    product = sympy.eye(3)
    for f in word:
        product *= at[f.name].T if f.transposed else at[f.name]
    return product


def test_rules_of_a_completion_hold_where_the_equations_do() -> None:
    """Oblique idempotents of size 3 with PQ = QP = 0, in exact numbers; and each rule is the sum of those it came from."""
    prover = Prover(elaborate(read("P² = P, Q² = Q, PQ + QP = 0 ⊢ P = P")))
    work = completion(prover, 2.0, 5)
    list(work.grow())
    assert len([r for r in work.rules if r.fact is None]) > 1
    at = _orthogonal_idempotents(Random(0))
    for rule in work.rules:
        assert sum((c * _values(w, at) for w, c in rule.terms.items()), sympy.zeros(3)) == sympy.zeros(3), rule
        if rule.fact is None:
            total: dict = {}
            for c, left, k, right in rule.uses:
                for word, d in work.rules[k].terms.items():
                    total[left + word + right] = total.get(left + word + right, 0) + c * d
            assert {w: c for w, c in total.items() if c} == rule.terms
    other = {"P": sympy.Matrix(3, 3, lambda i, j: int(i == 0)), "Q": sympy.Matrix(3, 3, lambda i, j: i - j)}
    assert any(sum((c * _values(w, other) for w, c in r.terms.items()), sympy.zeros(3)) != sympy.zeros(3) for r in work.rules)


def test_a_completion_proves_no_more_than_follows() -> None:
    prover = Prover(elaborate(read("P² = P, Q² = Q ⊢ PQ = QP")))
    work = completion(prover, 1.0, 6)
    list(work.grow())
    word = {w: c for w, c in _terms(prover, "P*Q - Q*P").items()}
    assert work.reduced(word)[0] and not work.reduced(_terms(prover, "P*P*Q*Q - P*Q"))[0]
    assert use_text(Fraction(2), (), "_", ()) == "(2)*_" and isinstance(work, Completion)


def _terms(prover: Prover, text: str) -> dict:
    return {word: c for (_, _, word), c in prover.env.poly(text).terms.items()}


@pytest.mark.parametrize("n", [1, 3, 5, 7, 9])
def test_odd_roots_keep_the_order(n: int) -> None:
    steps = Steps()
    assert steps.statements[odd_root(steps, n)].json["given"] == [f"p_**{n} >= t_**{n}"]


@pytest.mark.parametrize("n", [0, 2, -1])
def test_even_roots_do_not(n: int) -> None:
    with pytest.raises(ValueError, match="n must be odd"):
        odd_root(Steps(), n)


def test_independent_expressions_span_the_same() -> None:
    """Ranks by sympy."""
    env = Prover(elaborate(read("A + B = A + B", "A, B: n x n"))).env
    texts = ["A", "B", "A + B", "A*B", "2*A - B", "A*B + B"]
    block = Block(texts, [env.poly(t) for t in texts], Poly.number(1)).independent(lambda v: v)
    keys = sorted({m for t in texts for m in env.poly(t).terms}, key=str)
    rows = sympy.Matrix([[env.poly(t).terms.get(k, 0) for k in keys] for t in texts])
    assert len(block.texts) == rows.rank() == 3 and block.texts == ["A", "B", "A*B"]
    assert len(list(combinations_with_replacement(block.texts, 2))) == 6
