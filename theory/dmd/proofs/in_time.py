"""The clock in time: from the rate of V to V at the end, by an exponential of V itself; and equal eigenvalues."""

from __future__ import annotations

from random import Random

from theory.dmd.scenes import in_time as scenes
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, matrix, path, positive, real
from theory.prove.moments import flow, pointwise

T = positive("T")
H0 = ["def", "H", "0"]


def clock_in_time() -> Derivation:
    """V′ = −w, (1 + V)w ≥ 2cV: V_T exp(V_T − V_0 + 2cT) ≤ V_0. V′ = −w, w ≥ 4f, f′ ≤ 0: 4T f_T ≤ V_0 − V_T."""
    book = Book(scene=scenes.potential(Random(5)))
    letters = [T, positive("c"), path("V", kind="positive"), path("w"), path("H", grows="2*c - w[t]")]
    given = ["moves(V, t, -w[t])", "during(t, (1+V[t])*w[t] >= 2*c*V[t])"]
    falls = pointwise(book, letters, given, "during(t, w[t]*H[t] - V[t]*(2*c-w[t])*H[t] >= 0)",
                      {"V": positive("v"), "w": real("y"), "H": positive("h")},
                      {"given": {"rate": "(1+v)*y >= 2*c*v"}, "then": "y*h - v*(2*c-y)*h >= 0",
                       "terms": [{"weight": "h", "facts": ["rate"]}]})  # fmt: skip
    product = flow(book, letters, given, "-V[T]*H[T] + V[0]*H[0] >= 0", "-V[t]*H[t]", "0", falls)
    lambert = book.add("order", letters, given, "V[0] >= V[T]*H[T]", [
        {"terms": [{"facts": ["product"]}], "equal": [["-V[0]*_", H0]]}], {"product": product})  # fmt: skip
    book.scene = scenes.objective(Random(5))
    here = [T, path("V"), path("f"), path("w"), path("g")]
    given = ["moves(V, t, -w[t])", "moves(f, t, -g[t])", "during(t, g[t] >= 0)", "during(t, w[t] >= 4*f[t])"]
    last = flow(book, here, given, "during(t, -f[T] + f[t] >= 0)", "-f[t]")
    fast = pointwise(book, here, given, "during(t, w[t] - 4*f[T] >= 0)", {"f": real("x"), "w": real("y")},
                     {"given": {"last": "-f[T] + x >= 0", "rate": "y >= 4*x"}, "then": "y - 4*f[T] >= 0",
                      "terms": [{"facts": ["rate"]}, {"weight": "4", "facts": ["last"]}]}, {"last": last})  # fmt: skip
    value = flow(book, here, given, "V[0] - V[T] - 4*f[T]*T >= 0", "-V[t]", "4*f[T]", fast)
    matrices = _matrices()
    book.pages |= matrices.pages
    book.statements |= matrices.statements
    return book.derivation(lambert, value, list(matrices.pages)[-1], prose=(
        "In words: for the flow S' = DΛSΛS + SΛSΛD with invertible S ⪯ I and V = tr S⁻¹ − r_A, w = −V' is at least 2tr(Λ²D) "
        "at every moment (dmd-clock [1]; integrated, that is [3]) and 4f (dmd-clock [2]); tr Λ²D ≥ λ_min² tr D and tr D = Σ "
        "u/(1 + u) ≥ V/(1 + V) for the eigenvalues u ≥ 0 of S⁻¹ − I, so [1] holds with c = λ_min² where V > 0. There H = "
        "exp(V − V_0 + 2ct), for this has the value 1 at 0 and the rate V' + 2c = 2c − w: V e^V ≤ V_0 e^(V_0 − 2cT), V(T) ≤ "
        "W(V_0 e^(V_0 − 2cT)), and V ≤ ε not later than (V_0 − ε + ln(V_0/ε))/(2c). [2]: f falls along a gradient flow, so "
        "f(T) ≤ V_0/(4T)."))


def _matrices() -> Book:
    """tr S⁻¹ falls at least by ∫2tr(Λ²D) along S′ = DΛSΛS + SΛSΛD, S = KKᵀ, S⁻¹ = W = JᵀJ, J = K⁻¹; its last page says so."""
    book = Book(scene=scenes.alignment(Random(5)))
    moving = [path("K", "q", "q"), path("J", "q", "q"), path("W", "q", "q"), path("N")]
    letters = [*dimensions("q"), diagonal("Lam", "q"), T, *moving]
    given = [f"moves(W, t, -W[t]*{_slope('K[t]')}*W[t])", f"moves(N, t, {_lost('K[t]')})",
             *(f"during(t, {atom})" for atom in _factored("K[t]", "J[t]", "W[t]"))]  # fmt: skip
    here = {"K": matrix("X", "q", "q"), "J": matrix("Y", "q", "q"), "W": matrix("Z", "q", "q")}
    inner, assumed = [*letters, *here.values()], _factored("X", "Y", "Z")
    pointed = book.order(inner, assumed, _gap("X", "Z"), [{"gram": "X.T*Lam*Y.T - Y*Lam*X"}],
                         list(zip(assumed, ("Z", "X*Y", "Y*X"), strict=True)))  # fmt: skip
    now = {"now": {x: y[0] for x, y in here.items()}}
    always = book.add("pointwise", letters, given, f"during(t, {_gap('K[t]', 'W[t]')})", now, [pointed])
    then = "tr(W[0]) - tr(W[T]) >= N[T] - N[0]"
    flow(book, letters, given, then, "-tr(W[t]) - N[t]", "0", always)
    return book


def _factored(k: str, j: str, w: str) -> list[str]:
    """W = JᵀJ, J = K⁻¹."""
    return [f"{w} == {j}.T*{j}", f"{k}*{j} == I(q)", f"{j}*{k} == I(q)"]


def _slope(k: str) -> str:
    """DΛSΛS + SΛSΛD, S = KKᵀ."""
    S = f"{k}*{k}.T"
    return f"((I(q)-{S})*Lam*{S}*Lam*{S} + {S}*Lam*{S}*Lam*(I(q)-{S}))"


def _lost(k: str) -> str:
    """2tr Λ²D."""
    return f"2*tr(Lam*Lam*(I(q)-{k}*{k}.T))"


def _gap(k: str, w: str) -> str:
    """−(tr W)′ ≥ 2tr Λ²D."""
    return f"tr({w}*{_slope(k)}*{w}) - {_lost(k)} >= 0"


def equal_eigenvalues() -> Derivation:
    """Λ = lI: an eigenvector of S is one of its velocity, and an eigenvalue obeys s′ = 2l²(1 − s)s²; u = 1/s − 1."""
    book = Book(scene=scenes.eigenvector(Random(5)))
    letters = [*dimensions("q"), real("l"), real("s"), matrix("S", "q", "q"), matrix("v", "q", "1")]
    given = ["S*v == s*v"]
    turned = book.expand(letters, given, "((I(q)-S)*l*S*l*S + S*l*S*l*(I(q)-S))*v == 2*l**2*(1-s)*s**2*v", [(given[0], "S*v")])
    book.scene = scenes.eigenvalue(Random(5))
    here = [T, positive("c"), path("x", kind="positive"), path("H", grows="2*c*x[t]")]
    moves = ["moves(x, t, 2*c*(1-x[t])*x[t]**2)"]
    product = flow(book, here, moves, "(x[T]**(-1)-1)*H[T] == (x[0]**(-1)-1)*H[0]", "(x[t]**(-1)-1)*H[t]")
    exact = book.add("expand", here, moves, "(x[T]**(-1)-1)*H[T] == x[0]**(-1)-1", [[
        ["_", "product"], ["(x[0]**(-1)-1)*_", H0]]], {"product": product})  # fmt: skip
    return book.derivation(turned, exact, prose=(
        "In words: S_0 = Σ s_i v_iv_iᵀ with orthonormal v_i; let s_i(t) solve s' = 2λ²(1 − s)s² from s_i. Then Σ "
        "s_i(t)v_iv_iᵀ has by [1] the velocity of the flow, a polynomial in S, so it is the flow (Picard–Lindelöf), and the "
        "eigenvectors stay. [2] with c = λ²: u = 1/x − 1 has the rate u' = −2c(1 − x), so H = exp(u − u_0 + 2ct), which has "
        "the value 1 at 0 and the rate u' + 2c = 2cx: u e^u = u_0 e^(u_0 − 2λ²t), u(t) = W(u_0 e^(u_0 − 2λ²t))."))
