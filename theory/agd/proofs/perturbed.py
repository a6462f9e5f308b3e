"""The steps of the theorem for runs as they are (`theory.agd.perturbed_run`): one sweep with errors, exactly, and its sums.

P = UUᵀ is an orthogonal projector, Z = (I − P)X, E = (I − P)A, h = 2·fit·η. A sweep with errors splits into what happens in
the range of P and what happens outside; every sum of the proof is a sequence defined by recursion: (1 − h)^k and its sums, what
is outside, what the outside does to Y, and the length of the path. Source: ours; reconstructed.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.agd.proofs.structure import H
from theory.prove.chain import root
from theory.prove.derivation import Book
from theory.prove.formulas import at, use
from theory.prove.letters import family, integer, positive, real

PROJECTOR = ["U.T*U == I(r)"]
IDENTITIES = [
    f"P*X1 == P*X - {H}*R*Y + P*ex",
    f"Rh == R*(I(n)-{H}*Y*Y.T) + P*ex*Y.T",
    f"Z1 == Z*(I(d)-{H}*Y.T*Y) + {H}*E*Y + ex - P*ex",
    f"Y1 == Y - {H}*Rh.T*P*X1 + B",
    f"R1 == (I(m)-{H}*P*X1*X1.T*P)*Rh + P*X1*B.T",
    "tr((X*Y.T-A).T*(X*Y.T-A)) == tr(R.T*R) + tr((Z*Y.T-E).T*(Z*Y.T-E))",
]


def sweep(book: Book, objective: Objective) -> str:
    """One sweep with errors, in the range of P and outside: no size, rank or step is restricted."""
    letters = [
        *x.SIZES, x.coefficient(objective), x.STEP, x.integer("r", "1"), x.matrix("U", "m", "r"),
        x.matrix("P", "m", "m", "U*U.T"), x.matrix("A", "m", "n"), x.matrix("X", "m", "d"),
        x.matrix("Y", "n", "d"), x.matrix("ex", "m", "d"), x.matrix("ey", "n", "d"), x.matrix("R", "m", "n", "P*(X*Y.T-A)"),
        x.matrix("Z", "m", "d", "X-P*X"), x.matrix("E", "m", "n", "A-P*A"), x.matrix("X1", "m", "d", f"X-{H}*(X*Y.T-A)*Y+ex"),
        x.matrix("Rh", "m", "n", "P*(X1*Y.T-A)"), x.matrix("Z1", "m", "d", "X1-P*X1"),
        x.matrix("Y1", "n", "d", f"Y-{H}*(X1*Y.T-A).T*X1+ey"), x.matrix("B", "n", "d", f"ey-{H}*(Z1*Y.T-E).T*Z1"),
        x.matrix("R1", "m", "n", "P*(X1*Y1.T-A)"),
    ]  # fmt: skip
    fixed = ["def P", *PROJECTOR]
    opened = ["X1 R", "Rh X1 R", "Z1 X1 Z E", "Y1 B Z1 E Rh"]
    steps = [book.expand(letters, PROJECTOR, then, [*(f"def {n}" for n in names.split()), *fixed])
             for then, names in zip(IDENTITIES[:4], opened, strict=True)]  # fmt: skip
    last = [
        book.expand(letters, PROJECTOR, IDENTITIES[4], ["def R1", ("moved", "Y1"), "def Rh", *fixed], {"moved": steps[3]}),
        book.expand(letters, PROJECTOR, IDENTITIES[5], ["def R", "def Z", "def E", *fixed]),
    ]
    return book.add("collect", letters, PROJECTOR, IDENTITIES, None, [*steps, *last])


POWERS = [real("h"), integer("K", "1"), family("w", "real", "0", "K", first="1", next="(1-h)*w[n_]"),
          family("s", "real", "0", "K", first="0", next="s[n_]+w[n_]")]  # fmt: skip
"""w_k = (1 − h)^k and s_k = w_0 + … + w_{k−1}."""
UNIT = ["h >= 0", "1 >= h"]
SUMS = ["w[{0}] >= 0", "1 >= w[{0}]", "s[{0}] >= 0", "{0} >= s[{0}]", "h*s[{0}] + w[{0}] == 1"]
SCENE = {"h": "1/3", "K": 3, "k": 1, "q": {"0": "2", "1": "3/2", "2": "5/4", "3": "1"}, "c": "1/2", "b": "3/4", "y": "1/2",
         "t": "1/5", "eps": "1/7", "q0": "2", "delta": {"0": "1", "1": "1/2", "2": "1/3"}}  # fmt: skip


def powers(book: Book) -> str:
    """0 ≤ w_k ≤ 1, 0 ≤ s_k ≤ k and hs_k = 1 − w_k."""
    start = ["def w[0]", "def s[0]"]
    zero = [a.format("0") for a in SUMS]
    base = [book.order(POWERS, UNIT, a, [{}] if a == zero[0] else [], start) for a in zero[:4]]
    base.append(book.expand(POWERS, UNIT, zero[4], start))
    late, known = [*POWERS, integer("k", "0", "K-1")], [*UNIT, *(a.format("k") for a in SUMS)]
    sign, below, total, count, whole = known[2:]
    terms: list[list[dict]] = [
        [{"facts": [UNIT[1], sign]}],
        [{"facts": [below]}, {"facts": [UNIT[0], sign]}],
        [{"facts": [total]}, {"facts": [sign]}],
        [{"facts": [count]}, {"facts": [below]}],
    ]
    after, rules = [a.format("k+1") for a in SUMS[:3]], ["def w[k+1]", "def s[k+1]"]
    after += ["k+1 >= s[k+1]", SUMS[4].format("k+1")]
    steps = [book.order(late, known, a, t, rules) for a, t in zip(after[:4], terms, strict=True)]
    steps.append(book.expand(late, known, after[4], rules, [], [["_", whole]]))
    first, last = (book.add("collect", own, given, then, None, parts) for own, given, then, parts in (
        (POWERS, UNIT, zero, base), (late, known, after, steps)))  # fmt: skip
    then = [a.format("k") for a in SUMS]
    return book.add("induct", [*POWERS, integer("k", "0", "K")], UNIT, then, {"symbol": "k"}, [first, last])


OUTSIDE = "all(j, 0, K-1, (1-h)*q[j] + c >= q[j+1])"


def outside(book: Book) -> str:
    """q_{j+1} ≤ (1 − h)q_j + c gives q_k ≤ (1 − h)^k q_0 + s_k c, with (1 + kh)s_k ≤ 2k and hs_k ≤ 1."""
    sums = powers(book)
    letters, given = [*POWERS, real("c"), family("q", "real", "0", "K")], [*UNIT, OUTSIDE]
    then = "w[k]*q[0] + s[k]*c >= q[k]"
    base = book.order(letters, given, at(then, k="0"), [], ["def w[0]", "def s[0]"])
    step = book.order(
        [*letters, integer("k", "0", "K-1")], [*given, then], at(then, k="k+1"),
        [{"facts": [UNIT[1], then]}, {"facts": [(OUTSIDE, "k")]}], ["def w[k+1]", "def s[k+1]"], {"sums": sums},
        [["c*_", "sums.4"]])  # fmt: skip
    whole = [*letters, integer("k", "0", "K")]
    held = book.add("induct", whole, given, then, {"symbol": "k"}, [base, step])
    few = book.order(whole, given, "2*k >= (1+k*h)*s[k]", [{"facts": ["sums.3"]}, {"weight": "k", "facts": ["sums"]}], [],
                     {"sums": sums}, [["-k*_", "sums.4"]])  # fmt: skip
    most = book.order(whole, given, "1 >= h*s[k]", [{"facts": ["sums"]}], [], {"sums": sums}, [["-_", "sums.4"]])
    return book.add("collect", whole, given, [then, "2*k >= (1+k*h)*s[k]", "1 >= h*s[k]"], None, [held, few, most])


PUSHES = ["all(j, 0, K-1, q[j] >= 0)", "all(j, 0, K-1, w[j]*q0 + b >= q[j])",
          "all(j, 0, K-1, eps + (y*q[j]+t)*q[j] >= delta[j])", "y >= 0", "t >= 0"]  # fmt: skip


def pushed(book: Book) -> str:
    """δ_j ≤ ε + (yq_j + t)q_j and 0 ≤ q_j ≤ (1 − h)^j q_0 + b sum up to Σ_{j<k} δ_j ≤ kε + 2y(s_k q_0² + kb²) + t(s_k q_0 +
    kb)."""
    sums = powers(book)
    letters = [*POWERS, *(real(n) for n in ("b", "y", "t", "eps", "q0")), family("q", "real", "0", "K-1"),
               family("delta", "real", "0", "K-1"),
               family("D", "real", "0", "K", first="0", next="D[n_]+delta[n_]")]  # fmt: skip
    given, then = [*UNIT, *PUSHES], "k*eps + 2*y*(s[k]*q0**2+k*b**2) + t*(s[k]*q0+k*b) >= D[k]"
    base = book.order(letters, given, "2*y*s[0]*q0**2 + t*s[0]*q0 >= D[0]", [], ["def s[0]", "def D[0]"])
    sign, near, size = ((fact, "k") for fact in PUSHES[:3])
    step = book.order(
        [*letters, integer("k", "0", "K-1")], [*given, then], at(then, k="k+1"),
        [{"facts": [then]}, {"facts": [size]}, {"weight": "2*q0**2", "facts": ["y >= 0", "sums", "sums.1"]},
         {"facts": ["y >= 0"], "square": "w[k]*q0-b"}, {"facts": ["y >= 0", near, near]},
         {"weight": "2", "facts": ["y >= 0", near, sign]}, {"facts": ["t >= 0", near]}],
        ["def s[k+1]", "def D[k+1]"], {"sums": sums})  # fmt: skip
    return book.add("induct", [*letters, integer("k", "0", "K")], given, then, {"symbol": "k"}, [base, step])


PATH = [positive("p"), positive("g"), positive("r"), positive("M"), integer("K", "1"), family("a", "real", "0", "K"),
        *(family(n, "real", "0", "K-1") for n in ("u", "om", "l"))]  # fmt: skip
RATE, LENGTH = "p + g == 1", "g*r*M**2 == 1 + p"
SIGN, LESS, NEXT, MOVE = (f"all(j, 0, K-1, {body})" for body in (
    "u[j] >= 0", "a[j] >= u[j]", "p*u[j] + om[j] >= a[j+1]", "a[j]**2 - u[j]**2 >= r*l[j]**2"))  # fmt: skip
SHORT = "M*(a[k]-a[k+1]+om[k]) >= l[k]"
ADDED = [family(n, "real", "0", "K", first="0", next=f"{n}[n_]+{m}[n_]") for n, m in (("L", "l"), ("Om", "om"), ("S", "a"))]
PATHS = {"p": "1/2", "g": "1/2", "r": "3/4", "M": "2", "K": 2, "k": 1, "a": {"0": "4", "1": "2", "2": "1"},
         "u": {"0": "3", "1": "3/2"}, "om": {"0": "1", "1": "1/3"}, "l": {"0": "1", "1": "1/2"}}  # fmt: skip


def path(book: Book) -> str:
    """a_{j+1} ≤ pu_j + ω_j, 0 ≤ u_j ≤ a_j, rl_j² ≤ a_j² − u_j², p + g = 1, grM² = 1 + p: the path with errors has Σ l_j ≤ M(a_0
    − a_k + Σ ω_j), and g Σ a_j ≤ a_0 − a_k + Σ ω_j (sums over j < k)."""
    book.scene = {**book.scene, **PATHS}
    given, letters = [RATE, LENGTH, SIGN, LESS, NEXT, MOVE], [*PATH, *ADDED]
    then = ["M*(a[0]-a[k]+Om[k]) >= L[k]", "a[0]-a[k]+Om[k] >= g*S[k]"]
    late, more = [*letters, integer("k", "0", "K-1")], [*given, *then]
    rules = [f"def {n}[k+1]" for n in ("L", "Om", "S")]
    short = _one_move(book, [*PATH, integer("k", "0", "K-1")], given)
    steps = [
        book.order(late, more, at(then[0], k="k+1"), [{"facts": [then[0]]}, {"facts": ["short"]}], rules, {"short": short}),
        book.order(late, more, at(then[1], k="k+1"), [{"facts": [then[1]]}, {"facts": [(NEXT, "k")]},
                   {"weight": "p", "facts": [(LESS, "k")]}], [*rules, (RATE, "g")]),
    ]  # fmt: skip
    base = [book.order(letters, given, at(a, k="0"), [], [f"def {n}[0]" for n in ("L", "Om", "S")]) for a in then]
    first = book.add("collect", letters, given, [at(a, k="0") for a in then], None, base)
    last = book.add("collect", late, more, [at(a, k="k+1") for a in then], None, steps)
    return book.add("induct", [*letters, integer("k", "0", "K")], given, then, {"symbol": "k"}, [first, last])


def _one_move(book: Book, letters: list, given: list[str]) -> str:
    """l_k ≤ M(a_k − a_{k+1} + ω_k). With v = a_{k+1} − ω_k: if v ≥ 0, grM²(a − v)² ≥ g(a² − v²) is the length lemma at v ≤ pa;
    else Ma ≥ l is enough, as M(−v) > 0."""
    v = "(a[k+1]-om[k])"
    sign, less, next_, move = ((fact, "k") for fact in (SIGN, LESS, NEXT, MOVE))
    rate, length = [(RATE, "g")], [["g**(-1)*r**(-1)*(a[k]-a[k+1]+om[k])**2*_", LENGTH]]
    low, high = [*given, f"{v} >= 0"], [*given, f"-{v} > 0"]
    ends = {
        "a >= v": book.order(letters, low, f"a[k] - {v} >= 0", [{"facts": [next_]}, {"facts": [less]},
                             {"weight": "g", "facts": [sign]}], rate),
        "pa >= v": book.order(letters, low, f"p*a[k] - {v} >= 0", [{"facts": [next_]}, {"weight": "p", "facts": [less]}]),
        "u >= v": book.order(letters, low, f"u[k] - {v} >= 0", [{"facts": [next_]}, {"weight": "g", "facts": [sign]}], rate),
    }  # fmt: skip
    unit = "g**(-1)*r**(-1)"
    square = book.order(
        letters, low, "(M*(a[k]-a[k+1]+om[k]))**2 >= l[k]**2",
        [{"weight": f"2*{unit}", "facts": ["a >= v", "pa >= v"]}, {"weight": "r**(-1)", "facts": ["u >= v", "u >= v"]},
         {"weight": "2*r**(-1)", "facts": [low[-1], "u >= v"]}, {"weight": "r**(-1)", "facts": [move]}],
        [], ends, [*length, [f"-{unit}*(a[k]**2-{v}**2)*_", RATE]])  # fmt: skip
    rises = book.order(letters, low, "M*(a[k]-a[k+1]+om[k]) >= 0", [{"weight": "M", "facts": ["a >= v"]}], [], ends)
    taken = use(root(book), p_="M*(a[k]-a[k+1]+om[k])", t_="l[k]")
    below = book.add("collect", letters, low, SHORT, None, [rises, square, taken])
    book.scene = {**book.scene, "om": {"0": "3", "1": "2"}}
    whole = book.order(
        letters, high, "(M*a[k])**2 >= l[k]**2",
        [{"weight": f"2*p*{unit}", "square": "a[k]"}, {"weight": "r**(-1)", "square": "u[k]"},
         {"weight": "r**(-1)", "facts": [move]}],
        [], {}, [[f"{unit}*a[k]**2*_", LENGTH], [f"-{unit}*a[k]**2*_", RATE]])  # fmt: skip
    up = book.order(letters, high, "M*a[k] >= 0", [{"weight": "M", "facts": [less]}, {"weight": "M", "facts": [sign]}])
    above = book.order(
        letters, high, SHORT, [{"facts": ["root"]}, {"weight": "M", "facts": [high[-1]]}], [],
        {"up": up, "whole": whole, "root": use(root(book), p_="M*a[k]", t_="l[k]")})  # fmt: skip
    return book.add("cases", letters, given, SHORT, {"on": v}, [below, above])
