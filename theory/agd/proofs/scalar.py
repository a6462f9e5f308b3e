"""The scalar steps of the convergence proofs: each conclusion is a sum of products of hypotheses, written out.

Letters are scaled: s = √η σ_r(X_0), S = √η σ_1(X_0), y = √η ‖Y_0‖, w = √f_0, so that η w is the drift unit. The
implications on their own; what they compose to is said in words by the derivation. Source: arXiv:2305.06927 v2 for
`paper_horizon` (reconstructed); the horizon-free theorem and its sharpened form are ours.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from theory.agd.proofs.letters import family, integer, positive, real
from theory.prove.chain import Chain, root
from theory.prove.derivation import Book
from theory.prove.formulas import at, use


def chain(book: Book, letters: list, given: list[str], **scene: Any) -> Chain:
    """Links under these hypotheses that may replace the defined letters by their values."""
    return Chain(book, letters, given, [f"def {name}" for name, spec in letters if "value" in spec], scene=scene)


def band(book: Book) -> str:
    """λ in [g, U] with g + U ≤ 2: |1 − λ| ≤ 1 − g."""
    low, high, sides = given = ["lam >= g", "U >= lam", "2 >= g + U"]
    steps = chain(book, [real("g"), real("U"), real("lam")], given, g="1/4", U="3/2", lam="1")
    steps.prove("1 - g >= 1 - lam", ("1", low))
    steps.prove("1 - g >= lam - 1", ("1", high), ("1", sides))
    steps.prove("(1-g)**2 >= (1-lam)**2", ("1", low, high), ("1", low, sides))
    return steps.collect("1 - g >= 1 - lam", "1 - g >= lam - 1", "(1-g)**2 >= (1-lam)**2")


def paper_factor(book: Book) -> str:
    """(1 − x)² ≤ 1 − x on [0, 1]: the exact factor is never worse than the paper's."""
    given = ["z >= 0", "1 >= z"]
    return chain(book, [real("z")], given, z="1/3").prove("1 - z >= (1-z)**2", ("1", *given))


def length(book: Book) -> str:
    """0 ≤ b ≤ ca, c < 1: a² − b² ≤ (a − b)²(1 + c)/(1 − c); and c is attained: at b = ca both sides agree."""
    below, sign, near = given = ["1 > q", "b >= 0", "q*a >= b"]
    steps = chain(book, [real("a"), real("b"), positive("q")], given, a="3", b="1", q="1/2")
    steps.prove("a >= 0", ("q**(-1)", near), ("q**(-1)", sign))
    steps.prove("a >= b", ("1", near), ("1", below, "a >= 0"))
    return steps.prove("(a-b)**2*(1+q) >= (a**2-b**2)*(1-q)", ("2", "a >= b", near))


def path_length(book: Book) -> str:
    """0 ≤ w_{k+1} ≤ q w_k, l_k² = w_k² − w_{k+1}² and M² = (1 + q)/(1 − q) give l_0 + … + l_{k−1} ≤ M w_0, by
    l_k ≤ M(w_k − w_{k+1})."""
    letters = [positive("q"), positive("g"), positive("M"), integer("T", "1"), family("w", "real", "0", "T"),
               family("l", "real", "0", "T-1"), family("L", "real", "0", "T", first="0", next="L[n_]+l[n_]")]  # fmt: skip
    sign, near = "all(j, 0, T, w[j] >= 0)", "all(j, 0, T-1, q*w[j] >= w[j+1])"
    given = ["q + g == 1", "g*M**2 == 1 + q", sign, near, "all(j, 0, T-1, l[j]**2 == w[j]**2 - w[j+1]**2)"]
    book.scene = {**book.scene, "q": "3/5", "g": "2/5", "M": "2", "T": 1, "k": 0, "w": {"0": "5", "1": "3"}, "l": {"0": "4"}}
    then, late = "M*(w[0]-w[k]) >= L[k]", [*letters, integer("k", "0", "T-1")]
    more, one, near_k, length = [*given, then], (sign, "k"), (near, "k"), (given[-1], "k")
    rate = [("q + g == 1", "q")]
    down = book.order(late, more, "w[k] >= w[k+1]", [{"facts": [near_k]}, {"weight": "g", "facts": [one]}], rate)
    rises = book.order(late, more, "M*(w[k]-w[k+1]) >= 0", [{"weight": "M", "facts": ["down"]}], [], {"down": down})
    square = book.order(
        late,
        more,
        "(M*(w[k]-w[k+1]))**2 >= l[k]**2",
        [{"weight": "2*g**(-1)", "facts": ["down", near_k]}],
        [(length, "l[k]**2"), *rate],
        {"down": down},
        [["g**(-1)*(w[k]-w[k+1])**2*_", "g*M**2 == 1 + q"]],
    )
    taken = use(root(book), p_="M*(w[k]-w[k+1])", t_="l[k]")
    rise = book.order(
        late,
        more,
        at(then, k="k+1"),
        [{"facts": [then]}, {"facts": ["root"]}],
        ["def L[k+1]"],
        {"p_ >= 0": rises, "p_**2 >= t_**2": square, "root": taken},
    )
    base = book.order(letters, given, at(then, k="0"), [], ["def L[0]"])
    whole = [*letters, integer("k", "0", "T")]
    held = book.add("induct", whole, given, then, {"symbol": "k"}, [base, rise])
    return book.order(
        whole, given, "M*w[0] >= L[k]", [{"facts": ["held"]}, {"weight": "M", "facts": [one]}], [], {"held": held}
    )


def paper_horizon(book: Book) -> str:
    """(scaled drift)² ≤ 2τ, τ = tη²f_0: 32τ ≤ 1 keeps norms from 3/4 below 1, 8τ ≤ s² keeps σ_r above s/2."""
    drift, short, spent, norm = given = ["2*tau >= D**2", "1 >= 32*tau", "s**2 >= 8*tau", "3 >= 4*x0"]
    steps = chain(
        book, [positive("s"), positive("x0"), positive("tau"), positive("D")], given, s="1/4", x0="1/2", tau="1/200", D="1/20"
    )
    steps.prove("1 >= x0 + D", ("1/4", norm), ("2", drift), ("1/8", short), {"weight": "2", "square": "1/4-D"})
    steps.prove("s >= 2*D", ("1/2*s**(-1)", spent), ("2*s**(-1)", drift), {"weight": "1/2*s**(-1)", "square": "s-2*D"})
    steps.prove("4*(s-D)**2 >= s**2", ("1", "s >= 2*D", "s >= 2*D"), ("2*s", "s >= 2*D"))
    return steps.collect("1 >= x0 + D", "s >= 2*D", "4*(s-D)**2 >= s**2")


FREE = [positive("s"), positive("S"), positive("y"), positive("eta"), positive("w")]
SMALL = ["3 >= 4*S", "1 >= 2*s", "S >= s", "s**2 >= 8*eta*w"]
UNIT = {"s": "1/4", "S": "1/2", "y": "1/64", "eta": "1/20", "w": "1/10"}
DRIFT = "(eta*w)**2"
"""(η√f_0)²: what `plain` and `sharp` call z."""


def horizon_free(book: Book) -> str:
    """S, y ≤ 3/4, s ≤ 1/2, η√f_0 ≤ s²/8 meet every hypothesis of the horizon-free theorem with D_X = D_Y = s/2."""
    letters = [*FREE, positive("g", "1/4*s**2"), real("cX", "1-1/2*(S+1/2*s)**2"), real("cY", "1-1/2*(y+1/2*s)**2")]
    steps = chain(book, letters, [*SMALL, "3 >= 4*y"], **UNIT)
    _visible(steps, "S", "y")
    _spent(steps, SMALL[3], 8)
    budgets = "g*(1/2*s)**2*cY >= (eta*w)**2*(2-g)", "g*(1/2*s)**2*cX >= (eta*w)**2*(2-g)"
    plain(steps, "1/2*s", "1/2*s", DRIFT, *budgets)
    rate, floor = "2 - (S+1/2*s)**2 >= g", "(s-1/2*s)**2 >= g"
    steps.prove(rate, ("1", "(1)**2 >= (S+1/2*s)**2"), ("1", "1/16 >= g"), ("15/16",))
    steps.prove(floor)
    signs(steps, "1/16", "1/2")
    return steps.collect(rate, floor, "1 > g", "cX > 0", "cY > 0", *budgets)


def sharpened(book: Book) -> str:
    """S ≤ 3/4, s ≤ 1/2, y ≤ s/12, η√f_0 ≤ s²/8 meet the sharpened hypotheses with D_X = s/16, D_Y = 453s/2000, and
    the rate is g = (15s/16)² ≥ (7/8)s²."""
    letters = [*FREE, positive("g", "225/256*s**2"), positive("DX", "1/16*s"), positive("DY", "453/2000*s"),
               real("cX", "1-1/2*(S+1/16*s)**2"), real("cY", "1-1/2*(y+453/2000*s)**2")]  # fmt: skip
    steps = chain(book, letters, [*SMALL, "s >= 12*y"], **UNIT)
    _visible(steps, "S", "y")
    _spent(steps, SMALL[3], 8)
    budgets = "g**2*DX**2 >= 2*(eta*w)**2*(y+DY)**2", "g*DY**2*cX >= (eta*w)**2*(2-g)"
    sharp(steps, DRIFT, *budgets)
    rate, floor, more = "2 - (S+DX)**2 >= g", "(s-DX)**2 >= g", "8*g >= 7*s**2"
    steps.prove(rate, ("1", "(25/32)**2 >= (S+DX)**2"), ("1", "225/1024 >= g"), ("599/512",))
    steps.prove(floor)
    steps.prove(more, ("1/32*s**2",))
    signs(steps, "225/1024", "1423/2048")
    return steps.collect(rate, floor, "1 > g", "cX > 0", "cY > 0", more, *budgets)


def still_y(book: Book) -> str:
    """Y_0 = 0, S ≤ 3/4, s ≤ 1/2, η√f_0 ≤ s²/5 meet the sharpened hypotheses with D_X = s/4, D_Y = 49s/100 and the rate
    g = (9/16)s²: a step 8/5 times larger."""
    letters = [positive("s"), positive("S"), positive("eta"), positive("w"), positive("g", "9/16*s**2"),
               positive("DX", "1/4*s"), positive("DY", "49/100*s"), real("cX", "1-1/2*(S+1/4*s)**2"),
               real("cY", "1-1/2*(49/100*s)**2")]  # fmt: skip
    given = ["3 >= 4*S", "1 >= 2*s", "S >= s", "s**2 >= 5*eta*w"]
    steps = chain(book, letters, given, **{k: v for k, v in UNIT.items() if k != "y"})
    _visible(steps, "S")
    _spent(steps, given[3], 5)
    _caps(steps, "S", "DX", "1/8", "cX >= 79/128")
    steps.prove("1/4 >= s**2", ("1/4*(1+2*s)", "1 >= 2*s"))
    steps.prove("9/64 >= g", ("9/16", "1/4 >= s**2"))
    rate, floor = "2 - (S+DX)**2 >= g", "(s-DX)**2 >= g"
    steps.prove(rate, ("1", "(7/8)**2 >= (S+DX)**2"), ("1", "9/64 >= g"), ("35/32",))
    steps.prove(floor)
    steps.prove("cY >= 1/2", ("1/2*(49/100)**2", "1/4 >= s**2"), ("1/2-1/8*(49/100)**2",))
    budgets = "g**2*DX**2 >= 2*(eta*w)**2*DY**2", "g*DY**2*cX >= (eta*w)**2*(2-g)"
    steps.prove(budgets[0], ("81/4096*s**2", "s**4 >= 25*(eta*w)**2"), ("(25*81/4096-2*(49/100)**2)*s**2", "(eta*w)**2 >= 0"))
    _budget(steps, budgets[1], "9/16*(49/100)**2", "cX", "79/128", "25", DRIFT)
    signs(steps, "9/64", "79/128")
    return steps.collect(rate, floor, "1 > g", "cX > 0", "cY > 0", *budgets)


def plain(steps: Chain, dx: str, dy: str, z: str, budget_x: str, budget_y: str) -> None:
    """D_X, D_Y and g are s/2, s/2 and s²/4; 64z ≤ s⁴, z ≥ 0, 0 ≤ S, y ≤ 3/4, s ≤ 1/2. Then S + D_X, y + D_Y ≤ 1."""
    _caps(steps, "S", dx, "1/4", "cX >= 1/2")
    _caps(steps, "y", dy, "1/4", "cY >= 1/2")
    steps.prove("1/16 >= g", ("1/16*(1+2*s)", "1 >= 2*s"))
    _budget(steps, budget_x, "1/16", "cY", "1/2", "64", z)
    _budget(steps, budget_y, "1/16", "cX", "1/2", "64", z)


def sharp(steps: Chain, z: str, budget_x: str, budget_y: str) -> None:
    """D_X, D_Y and g are s/16, 453s/2000 and (15s/16)²; 64z ≤ s⁴, z ≥ 0, 0 ≤ S ≤ 3/4, s ≤ 1/2, 0 ≤ 12y ≤ s. Then
    S + D_X ≤ 25/32 and y + D_Y ≤ (1/12 + 453/2000)s = 1859s/6000."""
    _caps(steps, "S", "DX", "1/32", "cX >= 1423/2048")
    steps.prove("y+DY >= 0", ("1", "y >= 0"), ("DY",))
    steps.prove("1859/6000*s >= y+DY", ("1/12", "s >= 12*y"))
    steps.prove("1 >= y+DY", ("1", "1859/6000*s >= y+DY"), ("1859/12000", "1 >= 2*s"), ("10141/12000",))
    steps.square("1859/6000*s", "y+DY")
    steps.square("1", "y+DY")
    steps.prove("cY >= 1/2", ("1/2", "(1)**2 >= (y+DY)**2"))
    steps.prove("225/1024 >= g", ("225/1024*(1+2*s)", "1 >= 2*s"))
    share = "50625/16777216"
    steps.prove(budget_x, (f"{share}*s**2", f"s**4 >= 64*{z}"), ("2", "(1859/6000*s)**2 >= (y+DY)**2", f"{z} >= 0"),
                (f"2*(32*{share}-(1859/6000)**2)*s**2", f"{z} >= 0"))  # fmt: skip
    _budget(steps, budget_y, "225/256*(453/2000)**2", "cX", "1423/2048", "64", z)


def signs(steps: Chain, rate: str, floor: str) -> None:
    """g < 1, c_X > 0 and c_Y > 0 from g ≤ rate, c_X ≥ floor and c_Y ≥ 1/2."""
    steps.prove("1 > g", ("1", f"{rate} >= g"), (f"1-{rate}",))
    steps.prove("cX > 0", ("1", f"cX >= {floor}"), (floor,))
    steps.prove("cY > 0", ("1", "cY >= 1/2"), ("1/2",))


def _visible(steps: Chain, *names: str) -> None:
    for text in (*names, DRIFT):
        steps.prove(f"{text} >= 0", (text,))


def _spent(steps: Chain, given: str, times: int) -> None:
    """s⁴ ≥ times²·(ηw)² from s² ≥ times·ηw."""
    steps.prove(f"s**4 >= {times**2}*{DRIFT}", (f"s**2+{times}*eta*w", given))


def _caps(steps: Chain, size: str, radius: str, part: str, floor: str) -> None:
    """size + radius ≤ 3/4 + part from size ≤ 3/4, and 1 − (size + radius)²/2 ≥ the floor."""
    norm, cap = f"{size}+{radius}", str(Fraction(3, 4) + Fraction(part))
    steps.prove(f"{norm} >= 0", ("1", f"{size} >= 0"), (radius,))
    steps.prove(f"{cap} >= {norm}", ("1/4", f"3 >= 4*{size}"), (part, "1 >= 2*s"))
    steps.square(cap, norm)
    steps.prove(floor, ("1/2", f"({cap})**2 >= ({norm})**2"))


def _budget(steps: Chain, then: str, share: str, c: str, floor: str, times: str, z: str) -> None:
    """share·s⁴·c ≥ z(2 − g) from c ≥ floor, s⁴ ≥ times·z and z ≥ 0, where share·times·floor ≥ 2."""
    spent, above = f"s**4 >= {times}*{z}", f"{c} >= {floor}"
    steps.prove(then, (share, above, spent), (f"{share}*{floor}", spent), (f"{share}*{times}", above, f"{z} >= 0"),
                (f"{share}*{times}*{floor}-2", f"{z} >= 0"), ("g", f"{z} >= 0"))  # fmt: skip
