"""Every citable fact against random and adversarial matrices; first the same probe falsifies a planted false variant.

A probe returns the worst violation found (relative; at most rounding if the fact is true). Search: random starts with
full and deficient rank and graded spectra, then a local ascent of the violation.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from theory.kernel.lemmas import LEMMAS
from theory.kernel.statement import Statement

ROUNDING = 1e-9  # 200 × the unit roundoff × the largest dimension product, with room for an ill-conditioned SVD


def frame(rng: np.random.Generator, n: int, r: int) -> np.ndarray:
    return np.linalg.qr(rng.standard_normal((n, r)))[0][:, :r]


def graded(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """A random matrix of random rank whose singular values span up to four decades."""
    rank = int(rng.integers(0, min(m, n) + 1))
    return frame(rng, m, rank) @ np.diag(10.0 ** rng.uniform(-3, 1, rank)) @ frame(rng, n, rank).T


def ascent(value: Callable[[list], float], start: list, rng: np.random.Generator, steps: int = 150) -> float:
    """Hill climbing by random perturbations of shrinking size."""
    best, size = value(start), 0.5
    for _ in range(steps):
        trial = [x + size * rng.standard_normal(x.shape) * (np.abs(x).max() + 0.1) for x in start]
        new = value(trial)
        if new > best:
            start, best = trial, new
        else:
            size = max(size * 0.95, 1e-3)
    return best


def decomposed(m: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    u, s, vt = np.linalg.svd(m, full_matrices=False)
    keep = s > max(m.shape) * np.finfo(float).eps * (s[0] if s.size else 0)
    return u[:, keep], s[keep], vt[keep].T


def svd_violation(rng: np.random.Generator, columns: bool = True) -> float:
    """|M − U S Vᵀ|, |UᵀU − I|, |VᵀV − I| with S > 0. ``columns=False`` plants: V is square orthogonal of size n."""
    worst = 0.0
    for _ in range(60):
        m = graded(rng, *rng.integers(1, 7, 2))
        u, s, v = decomposed(m)
        size = s.size if columns else m.shape[1]
        scale = 1 + np.abs(m).max()
        gaps = [np.abs(m - u * s @ v.T).max() / scale, np.abs(u.T @ u - np.eye(s.size)).max(initial=0),
                np.abs(v.T @ v - np.eye(s.size)).max(initial=0), abs(size - s.size), -s.min(initial=1)]  # fmt: skip
        worst = max(worst, *map(float, gaps))
    return worst


def von_neumann_violation(rng: np.random.Generator, reverse: bool = False) -> float:
    """tr(B T Aᵀ M) − Σ T_i σ_i(M), both ordered alike; ``reverse`` pairs the largest with the smallest."""

    def value(parts: list) -> float:
        a, b, t, m = parts
        r = t.size
        a, b, t = np.linalg.qr(a)[0][:, :r], np.linalg.qr(b)[0][:, :r], np.abs(t)
        sigma = np.linalg.svd(m, compute_uv=False)[:r]
        order = np.argsort(t) if reverse else np.argsort(-t)
        d = np.zeros(r)
        d[order] = sigma
        return float((np.trace(b @ np.diag(t) @ a.T @ m) - t @ d) / (1e-12 + np.linalg.norm(t) * np.linalg.norm(m)))

    worst = -np.inf
    for _ in range(25):
        m, n = rng.integers(1, 6, 2)
        r = int(rng.integers(1, min(m, n) + 1))
        parts = [rng.standard_normal((m, r)), rng.standard_normal((n, r)), rng.standard_normal(r), graded(rng, m, n)]
        worst = max(worst, ascent(value, parts, rng))
    return worst


def leading_violation(rng: np.random.Generator, largest: bool = True, ordered: bool = True) -> float:
    """The witnesses of the von Neumann lemma, built by dense algebra: the worst gap of its conclusions about C, D, E, g, J, K
    (and of tr T D ≥ tr B T Aᵀ M), T in random order. ``largest`` off plants the r smallest values, ``ordered`` off the order
    of the singular value decomposition in place of that of T."""
    worst = -np.inf
    for _ in range(200):
        m, n = rng.integers(1, 6, 2)
        r = int(rng.integers(1, min(m, n) + 1))
        a, b, t, matrix = frame(rng, m, r), frame(rng, n, r), rng.uniform(0.1, 3, r), graded(rng, m, n)
        u, sigma, vt = np.linalg.svd(matrix)
        kept = np.arange(r) if largest else np.arange(min(m, n) - r, min(m, n))
        places = np.empty(r, int)
        places[np.argsort(-t)] = kept
        if not ordered:  # the frames of M itself, the largest of T beside the largest value: the case of equality
            a[:, np.argsort(-t)], b[:, np.argsort(-t)] = u[:, :r], vt.T[:, :r]
            places = kept
        c, d, e = u[:, places], sigma[places], vt.T[:, places]
        rest = np.delete(sigma, kept)
        g, left = rest.max(initial=0.0), matrix - c * d @ e.T
        gram = g**2 * np.eye(n) - left.T @ left
        scale = 1 + np.abs(matrix).max() ** 2
        gaps = [np.abs(c.T @ c - np.eye(r)).max(), np.abs(e.T @ e - np.eye(r)).max(), np.abs(matrix @ e - c * d).max(),
                np.abs(matrix.T @ c - e * d).max(), (g - d).max(), -float(np.linalg.eigvalsh(gram)[0]),
                float(np.trace(b * t @ a.T @ matrix)) - t @ d]  # fmt: skip
        worst = max(worst, *(float(x) / scale for x in gaps))
    return worst


def holder_violation(rng: np.random.Generator, extra: int = 0) -> float:
    """N Σ σ_i^(2/N) − Σ ‖V_n‖², σ of V_N ⋯ V_1; ``extra`` plants N + extra in place of the factor N."""

    def value(parts: list) -> float:
        product, count = parts[0], len(parts)
        for v in parts[1:]:
            product = v @ product
        sigma = np.linalg.svd(product, compute_uv=False)
        total = sum(np.sum(v**2) for v in parts)
        return float(((count + extra) * np.sum(sigma ** (2 / count)) - total) / (1e-300 + total))

    worst = -np.inf
    for k in range(30):
        count = int(rng.integers(1, 5))
        e = rng.integers(1, 5, count + 1)
        parts = [rng.standard_normal((e[n + 1], e[n])) for n in range(count)]
        if k % 3 == 0:  # aligned factors with one common spectrum: the case of equality
            frames, t = [frame(rng, n, min(e)) for n in e], rng.uniform(0.1, 2, min(e))
            parts = [frames[n + 1] * t @ frames[n].T for n in range(count)]
        worst = max(worst, ascent(value, parts, rng))
    return worst


def weyl_violation(rng: np.random.Generator, below: bool = True, factor: float = 1.0) -> float:
    """How far h Z Zᵀ − a UUᵀ (``below``, on range U) or a I − h ZᵀZ is from positive semidefinite, where s is attained by
    X, ‖Z − X‖_F = t/√h and a = (s ∓ factor·t)²; a ``factor`` below 1 plants a bound that is too good."""
    worst = -np.inf
    for k in range(400):
        m, n, h = int(rng.integers(1, 6)), int(rng.integers(1, 6)), float(rng.uniform(0.2, 3))
        r = int(rng.integers(1, min(m, n) + 1)) if below else min(m, n)
        u = frame(rng, m, r) if below else np.eye(m)
        v, sigma = frame(rng, n, min(r, n)), np.sort(rng.uniform(0.5, 2, min(r, n)))
        x = u[:, : sigma.size] * sigma @ v.T
        i = 0 if below else -1
        t = rng.uniform(0, 1) * sigma[i]
        aligned = (-1 if below else 1) * np.outer(u[:, i], v[:, i])
        move = aligned if k % 2 else u @ rng.standard_normal((u.shape[1], n))
        z = x + t * move / np.linalg.norm(move)
        s, t = np.sqrt(h) * sigma[i], np.sqrt(h) * t
        gap = h * u.T @ z @ z.T @ u - (s - factor * t) ** 2 * np.eye(u.shape[1]) if below else (
            (s + factor * t) ** 2 * np.eye(n) - h * z.T @ z)  # fmt: skip
        worst = max(worst, -float(np.linalg.eigvalsh(gap)[0]))
    return worst


def weyl_above_violation(rng: np.random.Generator, factor: float = 1.0) -> float:
    return weyl_violation(rng, below=False, factor=factor)


PROBES = {
    "Weyl from below": (weyl_violation, {"factor": 0.9}),
    "Weyl from above": (weyl_above_violation, {"factor": 0.9}),
    "thin SVD": (svd_violation, {"columns": False}),
    "von Neumann": (von_neumann_violation, {"reverse": True}),
    "Schatten-Hölder": (holder_violation, {"extra": 1}),
}


def test_every_lemma_has_a_probe_and_a_reference():
    assert set(PROBES) == set(LEMMAS)
    assert all(len(x.reference) > 20 for x in LEMMAS.values())


@pytest.mark.parametrize("name", LEMMAS)
def test_the_probe_falsifies_a_false_variant_and_not_the_lemma(name):
    probe, planted = PROBES[name]
    assert probe(np.random.default_rng(1), **planted) > 0.01
    assert probe(np.random.default_rng(1)) <= ROUNDING


def test_the_frames_of_von_neumann_hold_the_largest_values_in_the_order_of_t():
    """D = g + J², J real, needs D ≥ g; K real needs (M − CDEᵀ)ᵀ(M − CDEᵀ) ≤ g²; both planted errors are seen."""
    assert leading_violation(np.random.default_rng(3)) <= ROUNDING
    assert leading_violation(np.random.default_rng(3), largest=False) > 0.01
    assert leading_violation(np.random.default_rng(3), ordered=False) > 0.01


def test_von_neumann_is_attained():
    """A probe that stays far below zero shows nothing: with A, B the singular frames of M there is equality."""
    assert von_neumann_violation(np.random.default_rng(2)) > -0.05
    assert holder_violation(np.random.default_rng(2)) > -1e-9


@pytest.mark.parametrize("name", LEMMAS)
def test_a_lemma_is_a_readable_statement_about_no_paper(name):
    statement = Statement(LEMMAS[name].statement)
    assert statement.fresh and all(a.kind in ("==", ">", ">=") for a in (*statement.given, *statement.then))
    assert all(statement.inner[n].definition is None for n in statement.fresh)
    text = str(LEMMAS[name].statement).lower()
    assert not any(word in text for word in ("lam", "ridge", "eta", "critical", "roots"))
