"""Columns in time: what is conserved along the flow, how fast, and until when. Paths are solutions, on any interval on which
they exist; exponentials of integrals are letters that grow, and are forgotten where a statement can do without them."""

from __future__ import annotations

from random import Random
from typing import Any

from theory.prove.derivation import Book, Derivation
from theory.prove.letters import dimensions, matrix, path, positive, real
from theory.prove.moments import flow, pointwise
from theory.udu.scenes import flows as scenes

T = positive("T")


def no_death() -> Derivation:
    """u′ = −2λGu − νu, λ′ = −uᵀGu, ν ≥ 0: λ² − ‖u‖²/2 never falls; and λ stays positive if it was, and 2λ² > ‖u‖²."""
    book = Book(scene=scenes.column_in_time(Random(3)))
    letters = [*dimensions("n"), T, path("u", "n", "1"), path("lam"), path("G", "n", "n"), path("nu")]
    given = ["moves(u, t, -2*lam[t]*G[t]*u[t] - nu[t]*u[t])", "moves(lam, t, -tr(u[t].T*G[t]*u[t]))", "during(t, nu[t] >= 0)"]
    balance, size = "lam[{0}]**2 - tr(u[{0}].T*u[{0}])/2", "tr(u[{0}].T*u[{0}])"
    at_t, start = balance.format("t"), balance.format("0")
    growth = pointwise(book, letters, given, f"during(t, nu[t]*{size.format('t')} >= 0)",
                       {"nu": real("v"), "u": matrix("y", "n", "1")},
                       {"given": {"sign": "v >= 0"}, "then": "v*tr(y.T*y) >= 0",
                        "terms": [{"facts": ["sign"], "gram": "y"}]})  # fmt: skip
    always = flow(book, letters, given, f"during(t, {at_t} - ({start}) >= 0)", at_t, "0", growth)
    law = flow(book, letters, given, f"{balance.format('T')} >= {start}", at_t, "0", growth)
    alive = [*given, f"2*lam[0]**2 > {size.format('0')}", "lam[0] > 0"]
    apart = pointwise(book, letters, alive, "during(t, lam[t]**2 > 0)", {"lam": real("l"), "u": matrix("y", "n", "1")},
                      {"given": {"law": f"l**2 - tr(y.T*y)/2 - ({start}) >= 0", "start": alive[3]}, "then": "l**2 > 0",
                       "terms": [{"facts": ["law"]}, {"weight": "1/2", "facts": ["start"]}, {"weight": "1/2", "gram": "y"}]},
                      {"law": always})  # fmt: skip
    sign = book.add("unbroken", letters, alive, "during(t, lam[t] > 0)", {"function": "lam[t]", "moment": "t"}, [apart])
    bound = f"lam[T]**2 >= lam[0]**2 - {size.format('0')}/2"
    goal = book.add("order", letters, alive, ["lam[T] > 0", bound],
                    [{"terms": [{"facts": [("sign", "T")]}]},
                     {"terms": [{"facts": ["law"]}, {"weight": "1/2", "gram": "u[T]"}]}],
                    {"sign": sign, "law": law})  # fmt: skip
    return book.derivation(law, goal, prose=(
        "In words: u is the column u_j, ν the multiplier of the ball (0 inside). A solution of the projected flow is "
        "absolutely continuous, and λ² − ‖u‖²/2 has the derivative ν‖u‖² ≥ 0 at almost every time, so [1] holds for it as "
        "for the smooth ones, where the ball is switched on and off too. Clipping acts only where λ = 0: if t were the first "
        "time with λ(t) = 0, [2] at times before t would give λ(t)² ≥ λ(0)² − ‖u(0)‖²/2 > 0."))


def laws_in_time() -> Derivation:
    """u′ = −2λGu − νu, λ′ = −uᵀGu: what the ball takes from ‖u‖² − 2λ², and ‖u‖² as an exponential of its rate."""
    book = Book(scene=scenes.column_in_time(Random(3)))
    letters = [*dimensions("n"), T, path("u", "n", "1"), path("lam"), path("G", "n", "n"), path("nu"), path("rho"), path("N"),
               path("E", grows="4*lam[t]*rho[t] - 2*nu[t]")]  # fmt: skip
    size, quotient = "tr(u[{0}].T*u[{0}])", "tr(u[t].T*G[t]*u[t]) == -rho[t]*tr(u[t].T*u[t])"
    given = ["moves(u, t, -2*lam[t]*G[t]*u[t] - nu[t]*u[t])", "moves(lam, t, -tr(u[t].T*G[t]*u[t]))",
             f"moves(N, t, nu[t]*{size.format('t')})", f"during(t, {quotient})"]  # fmt: skip
    balance = f"{size} - 2*lam[{{0}}]**2 + 2*N[{{0}}]"
    kept = flow(book, letters, given, f"{balance.format('T')} == {balance.format('0')}", balance.format("t"))
    still = "-4*lam[t]*(tr(u[t].T*G[t]*u[t]) + rho[t]*tr(u[t].T*u[t]))*E[t]**(-1) == 0"
    rate = pointwise(book, letters, given, f"during(t, {still})", {
        "u": matrix("y", "n", "1"), "lam": real("l"), "G": matrix("M", "n", "n"), "rho": real("q"), "E": positive("e")},
        {"given": {"rho": "tr(y.T*M*y) == -q*tr(y.T*y)"}, "then": "-4*l*(tr(y.T*M*y) + q*tr(y.T*y))*e**(-1) == 0",
         "equal": [["-4*l*e**(-1)*_", "rho"]]})  # fmt: skip
    ratio = f"{size}*E[{{0}}]**(-1)"
    grown = flow(book, letters, given, f"{ratio.format('T')} == {ratio.format('0')}", ratio.format("t"), "0", rate)
    law = f"{size.format('T')} - 2*lam[T]**2 == {size.format('0')} - 2*lam[0]**2 - 2*(N[T] - N[0])"
    goal = book.add("expand", letters, given, [law, f"{size.format('T')} == {size.format('0')}*E[T]"], [
        [["_", "kept"]], [["E[T]*_", "grown"], [f"-{size.format('0')}*E[T]*E[0]**(-1)*_", ["def", "E", "0"]]]],
        {"kept": kept, "grown": grown})  # fmt: skip
    return book.derivation(goal)


def rates() -> Derivation:
    """u′ = −2u³: u_T²(1 + 4u_0²T) = u_0². u′ = −2λ²u³, λ′ = −λu⁴: the same with 4λ² between 4λ_0² − 2u_0² and 4λ_0². One
    step of λ on the sphere."""
    book = Book(scene=scenes.single(Random(3)))
    u, start = path("u"), ["def", "E", "0"]
    plain, given = [T, u], ["moves(u, t, -2*u[t]**3)"]
    more = [*plain, path("E", grows="4*u[t]**2")]
    mass = flow(book, more, given, "during(t, u[t]**2*E[t] == u[0]**2*E[0])", "u[t]**2*E[t]")
    speed = pointwise(book, more, given, "during(t, 4*u[t]**2*E[t] - 4*u[0]**2 == 0)", {"u": real("y"), "E": positive("e")},
                      {"given": {"mass": "y**2*e == u[0]**2*E[0]"}, "then": "4*y**2*e - 4*u[0]**2 == 0",
                       "equal": [["4*_", "mass"], ["4*u[0]**2*_", start]]}, {"mass": mass})  # fmt: skip
    line = flow(book, more, given, "E[T] - E[0] == 4*u[0]**2*T", "E[t]", "4*u[0]**2", speed)
    then = "u[T]**2*(1 + 4*u[0]**2*T) == u[0]**2"
    shown = book.add("expand", more, given, then, [[
        ["-u[T]**2*_", "line"], ["-u[T]**2*_ + u[0]**2*_", start], ["_", ("mass", "T")]]],
        {"line": line, "mass": mass})  # fmt: skip
    burer_monteiro = book.add("forget", plain, given, then, None, [shown])
    below, above = _with_magnitude(Book(scene=scenes.magnitude(Random(3))), book)
    sphere = [positive("eta"), positive("alpha"), real("mu"), real("lam"),
              real("lam1", "lam - eta*alpha**2*(lam*alpha**2 - mu)")]  # fmt: skip
    step = book.expand(sphere, [], "lam1 - mu*alpha**(-2) == (1 - eta*alpha**4)*(lam - mu*alpha**(-2))", ["def lam1"])
    return book.derivation(burer_monteiro, above, below, step, prose=(
        "In words: [1] is a trailing direction of Burer–Monteiro at A = 0, p = u²: p(T) = p_0/(1 + 4p_0T) as long as the "
        "solution exists, which is always, for it is bounded; F = u⁴/2 falls like T^(−2). [2] and [3] are the same without a "
        "ball and with a magnitude: λ² lies between λ_0² − u_0²/2 and λ_0², and if 2λ_0² > u_0² both bounds are of the order "
        "1/T. [4]: on the sphere u = α stays while λ(λα² − μ) < 0, and the error of λ shrinks by 1 − ηα⁴ a step."))


def _with_magnitude(book: Book, whole: Book) -> tuple[str, str]:
    """The two bounds where λ moves as well; their pages go to ``whole``."""
    plain, start = [T, path("u"), path("lam")], ["def", "E", "0"]
    given = ["moves(u, t, -2*lam[t]**2*u[t]**3)", "moves(lam, t, -lam[t]*u[t]**4)"]
    more = [*plain, path("E", grows="4*lam[t]**2*u[t]**2")]
    now = {"u": real("y"), "lam": real("l"), "E": positive("e")}
    mass = flow(book, more, given, "during(t, u[t]**2*E[t] == u[0]**2*E[0])", "u[t]**2*E[t]")
    kept = flow(book, more, given, "during(t, lam[t]**2 - u[t]**2/2 == lam[0]**2 - u[0]**2/2)", "lam[t]**2 - u[t]**2/2")
    falls = pointwise(book, more, given, "during(t, 2*lam[t]**2*u[t]**4 >= 0)", {k: now[k] for k in ("u", "lam")},
                      {"then": "2*l**2*y**4 >= 0", "terms": [{"weight": "2*l**2*y**4"}]})  # fmt: skip
    most = flow(book, more, given, "during(t, -lam[t]**2 + lam[0]**2 >= 0)", "-lam[t]**2", "0", falls)
    told = {"mass": "y**2*e == u[0]**2*E[0]"}
    fast = pointwise(book, more, given, "during(t, -4*lam[t]**2*u[t]**2*E[t] + 4*lam[0]**2*u[0]**2 >= 0)", now,
                     {"given": {**told, "most": "-l**2 + lam[0]**2 >= 0"},
                      "then": "-4*l**2*y**2*e + 4*lam[0]**2*u[0]**2 >= 0",
                      "terms": [{"weight": "4*u[0]**2", "facts": ["most"]}],
                      "equal": [["-4*l**2*_", "mass"], ["-4*l**2*u[0]**2*_", start]]},
                     {"mass": mass, "most": most})  # fmt: skip
    slow = pointwise(book, more, given, "during(t, 4*lam[t]**2*u[t]**2*E[t] - (4*lam[0]**2-2*u[0]**2)*u[0]**2 >= 0)", now,
                     {"given": {**told, "kept": "l**2 - y**2/2 == lam[0]**2 - u[0]**2/2"},
                      "then": "4*l**2*y**2*e - (4*lam[0]**2-2*u[0]**2)*u[0]**2 >= 0",
                      "terms": [{"weight": "2*u[0]**2*y**2"}],
                      "equal": [["4*l**2*_", "mass"], ["4*l**2*u[0]**2*_", start], ["4*u[0]**2*_", "kept"]]},
                     {"mass": mass, "kept": kept})  # fmt: skip
    up = flow(book, more, given, "-E[T] + E[0] + 4*lam[0]**2*u[0]**2*T >= 0", "-E[t]", "-4*lam[0]**2*u[0]**2", fast)
    down = flow(book, more, given, "E[T] - E[0] - (4*lam[0]**2-2*u[0]**2)*u[0]**2*T >= 0", "E[t]",
                "(4*lam[0]**2-2*u[0]**2)*u[0]**2", slow)  # fmt: skip
    goals = []
    for then, bound, sign in (("u[T]**2*(1 + 4*lam[0]**2*u[0]**2*T) >= u[0]**2", up, ""),
                              ("u[0]**2 >= u[T]**2*(1 + (4*lam[0]**2-2*u[0]**2)*u[0]**2*T)", down, "-")):  # fmt: skip
        equal = [[f"{sign}_", ("mass", "T")],
                 ["u[0]**2*_ - u[T]**2*_" if not sign else "u[T]**2*_ - u[0]**2*_", start]]  # fmt: skip
        shown = book.add("order", more, given, then,
                         [{"terms": [{"weight": "u[T]**2", "facts": ["bound"]}], "equal": equal}],
                         {"bound": bound, "mass": mass})  # fmt: skip
        goals.append(book.add("forget", plain, given, then, None, [shown]))
    whole.pages |= book.pages
    whole.statements |= book.statements
    return goals[1], goals[0]


def scalar_flow() -> Derivation:
    """u′ = −2λGu, λ′ = −u²G, G = λu² − μ: what is conserved, G(T) exactly, its decay from below, and when λ must end."""
    book = Book(scene=scenes.scalar(Random(3)))
    plain = [T, real("mu"), path("u"), path("lam")]
    gradient, start = "(lam[{0}]*u[{0}]**2 - mu)", ["def", "E", "0"]
    g = gradient.format("t")
    given = [f"moves(u, t, -2*lam[t]*{g}*u[t])", f"moves(lam, t, -u[t]**2*{g})"]
    kept = flow(book, plain, given, "u[T]**2 - 2*lam[T]**2 == u[0]**2 - 2*lam[0]**2", "u[t]**2 - 2*lam[t]**2")
    more = [*plain, path("E", grows="u[t]**4 + 4*lam[t]**2*u[t]**2")]
    scaled = flow(book, more, given, f"during(t, {g}*E[t] == {gradient.format('0')}*E[0])", f"{g}*E[t]")
    exact = book.add("expand", more, given, f"{gradient.format('T')}*E[T] == {gradient.format('0')}", [[
        ["_", ("scaled", "T")], [f"{gradient.format('0')}*_", start]]], {"scaled": scaled})  # fmt: skip
    from_below = _from_below(book, plain, more, given, scaled)
    ends = _ends(scenes.dying(Random(3)), book, plain, given)
    return book.derivation(kept, exact, from_below, ends, prose=(
        "In words, for λ_0 ≥ 0 (λ_0 > 0 where μ ≤ 0), p_0 > 0: by [1] p = u² = b + 2λ², so λ' = −p(λp − μ) is a scalar "
        "autonomous equation; its solutions are monotone, do not reach its zeros in finite time, and tend to the next one if "
        "they are bounded. Zeros are those of p, and for μ > 0 the λ with λp = μ and p > 0: one, since λ > 0 there and (λp)' "
        "= p + 4λ² > 0. μ > 0: λ_0 and this zero both lie above the zero of p, so λ tends to it; [2] is how G = λp − μ "
        "decays, [3] a rate from below. μ < 0: λ falls while λ, p > 0. b < 0: to √(−b/2). b > 0: p ≥ b, [4] bounds the time, "
        "and separation of variables gives the time T* = ∫ dx/(p(x)(|μ| + x p(x))) from 0 to λ_0 at which λ = 0. b = 0: "
        "(1/λ)' = 2(2λ³ + |μ|) tends to 2|μ|, so λ ~ 1/(2|μ|t), never 0. μ = 0, b > 0: (ln λ)' = −p² tends to −b²."))


def _from_below(book: Book, plain: list, more: list, given: list, scaled: str) -> str:
    """λ_0 ≥ 0, G_0 ≤ 0: |G_T|(1 + u_0⁴T) ≤ |G_0|."""
    given = [*given, "lam[0] >= 0", "mu >= lam[0]*u[0]**2"]
    start = ["def", "E", "0"]
    now = {"u": real("y"), "lam": real("l"), "E": positive("e")}
    told = {"scaled": "(l*y**2 - mu)*e == (lam[0]*u[0]**2 - mu)*E[0]", "below": given[3]}
    below = pointwise(book, more, given, "during(t, mu - lam[t]*u[t]**2 >= 0)", now,
                      {"given": told, "then": "mu - l*y**2 >= 0", "terms": [{"weight": "e**(-1)*E[0]", "facts": ["below"]}],
                       "equal": [["-e**(-1)*_", "scaled"]]}, {"scaled": scaled})  # fmt: skip
    g = "(lam[t]*u[t]**2 - mu)"
    two = {k: now[k] for k in ("u", "lam")}
    up = pointwise(book, more, given, f"during(t, -u[t]**2*{g} >= 0)", two,
                   {"given": {"below": "mu - l*y**2 >= 0"}, "then": "-y**2*(l*y**2 - mu) >= 0",
                    "terms": [{"weight": "y**2", "facts": ["below"]}]}, {"below": below})  # fmt: skip
    rises = flow(book, more, given, "during(t, lam[t] - lam[0] >= 0)", "lam[t]", "0", up)
    outward = pointwise(book, more, given, f"during(t, -4*lam[t]*{g}*u[t]**2 >= 0)", two,
                        {"given": {"below": "mu - l*y**2 >= 0", "rises": "l - lam[0] >= 0", "start": given[2]},
                         "then": "-4*l*(l*y**2 - mu)*y**2 >= 0",
                         "terms": [{"weight": "4*y**2", "facts": ["rises", "below"]},
                                   {"weight": "4*y**2", "facts": ["start", "below"]}]},
                        {"below": below, "rises": rises})  # fmt: skip
    grows = flow(book, more, given, "during(t, u[t]**2 - u[0]**2 >= 0)", "u[t]**2", "0", outward)
    swells = pointwise(book, more, given, "during(t, u[t]**4*E[t] + 4*lam[t]**2*u[t]**2*E[t] >= 0)", now,
                       {"then": "y**4*e + 4*l**2*y**2*e >= 0", "terms": [{"weight": "y**4*e + 4*l**2*y**2*e"}]})  # fmt: skip
    large = flow(book, more, given, "during(t, E[t] - E[0] >= 0)", "E[t]", "0", swells)
    fast = pointwise(book, more, given, "during(t, u[t]**4*E[t] + 4*lam[t]**2*u[t]**2*E[t] - u[0]**4 >= 0)", now,
                     {"given": {"grows": "y**2 - u[0]**2 >= 0", "large": "e - E[0] >= 0"},
                      "then": "y**4*e + 4*l**2*y**2*e - u[0]**4 >= 0",
                      "terms": [{"weight": "e", "square": "y**2 - u[0]**2"}, {"weight": "2*e*u[0]**2", "facts": ["grows"]},
                                {"weight": "4*l**2*y**2*e"}, {"weight": "u[0]**4", "facts": ["large"]}],
                      "equal": [["u[0]**4*_", start]]}, {"grows": grows, "large": large})  # fmt: skip
    line = flow(book, more, given, "E[T] - E[0] - u[0]**4*T >= 0", "E[t]", "u[0]**4", fast)
    then = "mu - lam[0]*u[0]**2 >= (mu - lam[T]*u[T]**2)*(1 + u[0]**4*T)"
    shown = book.add("order", more, given, then, [
        {"terms": [{"facts": [("below", "T"), "line"]}],
         "equal": [["_", ("scaled", "T")], ["(mu - lam[T]*u[T]**2)*_ - (mu - lam[0]*u[0]**2)*_", start]]}],
        {"below": below, "line": line, "scaled": scaled})  # fmt: skip
    return book.add("forget", plain, given, then, None, [shown])


def _ends(scene: dict[str, Any], whole: Book, plain: list, given: list) -> str:
    """μ < 0, b = u_0² − 2λ_0² > 0, λ ≥ 0 up to T: b|μ|T ≤ λ_0 − λ_T."""
    book = Book(scene=scene)
    b = "(u[0]**2 - 2*lam[0]**2)"
    given = [*given, "0 > mu", f"{b} >= 0", "during(t, lam[t] >= 0)"]
    kept = flow(book, plain, given, "during(t, u[t]**2 - 2*lam[t]**2 == u[0]**2 - 2*lam[0]**2)", "u[t]**2 - 2*lam[t]**2")
    falls = pointwise(book, plain, given, f"during(t, u[t]**2*(lam[t]*u[t]**2 - mu) + mu*{b} >= 0)",
                      {"u": real("y"), "lam": real("l")},
                      {"given": {"kept": "y**2 - 2*l**2 == u[0]**2 - 2*lam[0]**2", "mu": given[2], "sign": "l >= 0"},
                       "then": f"y**2*(l*y**2 - mu) + mu*{b} >= 0",
                       "terms": [{"weight": "y**4", "facts": ["sign"]}, {"weight": "2*l**2", "facts": ["mu"]}],
                       "equal": [["-mu*_", "kept"]]}, {"kept": kept})  # fmt: skip
    goal = flow(book, plain, given, f"lam[0] - lam[T] - (-mu*{b})*T >= 0", "-lam[t]", f"-mu*{b}", falls)
    whole.pages |= book.pages
    whole.statements |= book.statements
    return goal


def death_region() -> Derivation:
    """f = −⟨A, X⟩, A with the eigenvalues μ and −ν: λ² at every time, by the exponentials of 4μτ and −4ντ, τ = ∫λ; and a bound
    where the columns are damped."""
    book = Book(scene=scenes.linear_death(Random(3)))
    letters = [*dimensions("m", "n"), T, positive("mu"), positive("nu"), path("u", "m", "1"), path("v", "n", "1"), path("lam"),
               path("E", grows="4*mu*lam[t]"), path("F", grows="-4*nu*lam[t]")]  # fmt: skip
    uu, vv = "tr(u[{0}].T*u[{0}])", "tr(v[{0}].T*v[{0}])"
    given = ["moves(u, t, 2*mu*lam[t]*u[t])", "moves(v, t, -2*nu*lam[t]*v[t])",
             f"moves(lam, t, mu*{uu.format('t')} - nu*{vv.format('t')})"]  # fmt: skip
    sizes = [flow(book, letters, given, f"{x.format('T')}*{e}[T]**(-1) == {x.format('0')}*{e}[0]**(-1)",
                  f"{x.format('t')}*{e}[t]**(-1)")
             for x, e in ((uu, "E"), (vv, "F"))]  # fmt: skip
    balance = f"2*lam[{{0}}]**2 - {uu} - {vv}"
    kept = flow(book, letters, given, f"{balance.format('T')} == {balance.format('0')}", balance.format("t"))
    told = f"2*lam[0]**2 - {uu.format('0')}*(1 - E[T]) - {vv.format('0')}*(1 - F[T])"
    ones = [[f"-{x.format('0')}*{e}[T]*{e}[0]**(-1)*_", ["def", e, "0"]] for x, e in ((uu, "E"), (vv, "F"))]
    exact = book.add("expand", letters, given, f"2*lam[T]**2 == {told}", [[
        ["_", "kept"], ["E[T]*_", "u"], ["F[T]*_", "v"], *ones]],
        {"kept": kept, **dict(zip("uv", sizes, strict=True))})  # fmt: skip
    damped = _damped(scenes.damped_death(Random(3)), book, letters, uu, vv, told)
    return book.derivation(exact, damped, prose=(
        "In words: let τ(t) = ∫λ, so E = e^(4μτ), F = e^(−4ντ), and h(τ) = ‖u_0‖²(1 − e^(4μτ)) + ‖v_0‖²(1 − e^(−4ντ)); "
        "while λ > 0, τ rises and by [1] 2λ² = 2λ_0² − h(τ) (with more eigenvalues h has a term for each block, by the same "
        "lines). If h < 2λ_0² for all τ ≥ 0, λ never is 0. If h reaches 2λ_0² at its maximum only, at τ*, then h'(τ*) = 0 "
        "is x'Ax = 0 at λ = 0: an equilibrium, which is not reached in finite time. If max h > 2λ_0²: suppose λ > 0 as long "
        "as the solution exists. Then τ is bounded by the first τ with h = 2λ_0², so x and λ are bounded, it exists at all "
        "times, ∫λ < ∞, x tends to a limit, λ to 0, and λ' = x'Ax to its value there, which must be 0; then h' = 0 at the "
        "limit of τ, so h, which is concave, is max h > 2λ_0² there, and 2λ² < 0: impossible. Quadratic f, ½‖X − A‖² with "
        "one column x = (u, v): the same with κ = 2λ²‖x‖² in [2], 2λ² − ‖x‖² conserved. If max h > 2λ_0², suppose λ > 0 as "
        "long as it exists: by [2] h < 2λ_0² along τ, so again τ has a limit, x = R e^(2Aτ)x_0 with 0 < R ≤ 1 and λ have "
        "one, λ = 0 there, and x'Ax = 0, so h' = 0 and h = max h > 2λ_0²: impossible."))


def _damped(scene: dict[str, Any], whole: Book, letters: list, uu: str, vv: str, told: str) -> str:
    """u′ = 2μλu − κu, v′ = −2νλv − κv, κ ≥ 0, and 2λ² − ‖u‖² − ‖v‖² conserved: 2λ_T² is at most what it is for κ = 0."""
    book = Book(scene=scene)
    here = [*letters, path("kap")]
    balance = f"2*lam[{{0}}]**2 - {uu} - {vv}"
    given = ["moves(u, t, 2*mu*lam[t]*u[t] - kap[t]*u[t])", "moves(v, t, -2*nu*lam[t]*v[t] - kap[t]*v[t])",
             "during(t, kap[t] >= 0)", f"{balance.format('T')} == {balance.format('0')}"]  # fmt: skip
    falls = []
    for name, x, e, rows, y in (("u", uu, "E", "m", "y"), ("v", vv, "F", "n", "z")):
        decay = pointwise(book, here, given, f"during(t, 2*kap[t]*{x.format('t')}*{e}[t]**(-1) >= 0)",
                          {"kap": real("k"), name: matrix(y, rows, "1"), e: positive("e")},
                          {"given": {"sign": "k >= 0"}, "then": f"2*k*tr({y}.T*{y})*e**(-1) >= 0",
                           "terms": [{"weight": "2*e**(-1)", "facts": ["sign"], "gram": y}]})  # fmt: skip
        function = f"{x}*{e}[{{0}}]**(-1)"
        falls.append(flow(book, here, given, f"-{function.format('T')} + {function.format('0')} >= 0",
                          f"-{function.format('t')}", "0", decay))  # fmt: skip
    ones = [[f"{x.format('0')}*{e}[T]*{e}[0]**(-1)*_", ["def", e, "0"]] for x, e in ((uu, "E"), (vv, "F"))]
    goal = book.add("order", here, given, f"{told} >= 2*lam[T]**2", [
        {"terms": [{"weight": "E[T]", "facts": ["u"]}, {"weight": "F[T]", "facts": ["v"]}],
         "equal": [["-_", given[3]], *ones]}], dict(zip("uv", falls, strict=True)))  # fmt: skip
    whole.pages |= book.pages
    whole.statements |= book.statements
    return goal
