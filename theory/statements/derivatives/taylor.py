"""The expansion of an objective along W + tH, exactly, as a certificate: F1 == F + t·(slope) + t²/2·(Hessian form) + t³·R.

For polynomials R is a polynomial. Norms, inverses and reciprocals of the moved point are letters; each is expanded by a
certificate of its own, with a remainder in which it may occur itself (it is bounded near t = 0):

    J1 = J − J D J + J D J D J − J D J D J D J1                      D = M1 − M,  J M = I = M1 J1
    r1 = r − r² d + r³ d² − r³ d³ r1                                  d = x1 − x,  r x = 1 = r1 x1
    n1 = n + r/2·δ − r³/8·δ² + (r³ p²/8 + r² p³/4)·δ³                δ = n1² − n²,  r n = 1 = p (n1 + n)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.statement import Atom, declarations_of
from theory.kernel.words import Poly
from theory.prove.derivation import Book
from theory.prove.rewrite import NotFound
from theory.prove.text import poly_text
from theory.statements.derivatives.calculus import Hidden, Jet, jet
from theory.statements.derivatives.objective import Objective
from theory.statements.derivatives.proving import prove, semidefinite_rules
from theory.statements.derivatives.scene import Solved, scene
from theory.statements.derivatives.terms import Term, add, inner, letter, mul, num
from theory.statements.derivatives.writing import Writer, kernel_text

THIRD = 3
LONGEST = 15_000
"""Characters of one definition; the kernel reads 20,000."""


@dataclass
class Moved:
    """The letters of the moved point, and how hidden letters expand: letter → (certificate, text)."""

    objective: Objective
    step: str
    letters: list
    given: list[str]
    solved: Solved
    names: dict[str, str] = field(default_factory=dict)
    expanded: dict[str, tuple[str, str]] = field(default_factory=dict)
    directions: dict[str, Term] = field(default_factory=dict)
    opening: list = field(default_factory=list)
    """Rules that open the letters for the derivatives of hidden letters."""

    def writer(self, expanded: bool = False) -> Writer:
        """Writes a term at the moved point; hidden letters by their expansions if ``expanded``."""
        writer = Writer()
        for v in self.objective.variables:
            writer.shown[v.name] = f"{v.name} + {self.step}*{v.direction}", 0
        for name, moved in self.names.items():
            writer.shown[name] = (self.expanded[name][1], 0) if expanded and name in self.expanded else (moved, 4)
        return writer


def solved_letters(objective: Objective) -> Solved:
    """How to compute the letters that equations define."""
    found: Solved = {name: ("norm", base) for name, base in objective.found.roots.items()}
    shapes = objective.shapes
    for name, base in objective.found.inverses.items():
        found[name] = ("inverse" if shapes.get(name) else _kind(name, objective), base)
    for name, known in objective.hidden.items():
        found.setdefault(name, (known.kind, kernel_text(known.of)))
    return found


def _kind(name: str, objective: Objective) -> str:
    spec = next(s for n, s in objective.letters if n == name)
    return "inverse" if spec["kind"] == "matrix" else "reciprocal"


def expansion(objective: Objective, gradient: dict[str, Term], second: Term) -> tuple[Book, str, str]:
    """(book, certificate of the definition, certificate of the expansion with these formulas); a Fault or NotFound if they are
    wrong.

    ``gradient`` by letter, ``second`` the Hessian form.
    """
    t = objective.fresh("t")
    moved = Moved(objective, t, list(objective.letters), list(objective.given), solved_letters(objective))
    for v in objective.variables:
        moved.directions[v.name] = v.along
        moved.letters.append([v.direction, _spec(objective, v.name)])
        if v.kind in ("symmetric", "skew"):
            moved.given.append(f"{v.direction}.T == {'-' * (v.kind == 'skew')}{v.direction}")
    moved.letters.append([t, {"kind": "real"}])
    value = objective.fresh("F")
    base = [*objective.letters, [value, {"kind": "real", "value": objective.value}]]
    book = Book(scene=scene(objective.letters, objective.given, moved.solved))
    root = book.add("objective", base, [], f"{value} == {objective.value}", None)
    moved.letters.append([value, {"kind": "real", "value": objective.value}])
    for name, known in objective.hidden.items():
        _declare(moved, name, known)
    book.scene = scene(moved.letters, moved.given, moved.solved, beside={v.direction: v.name for v in objective.variables})
    for name, known in objective.hidden.items():
        _expand_hidden(book, moved, name, known)
    return book, root, _whole(book, moved, value, gradient, second, root)


def _spec(objective: Objective, name: str) -> dict:
    spec = dict(next(s for n, s in objective.letters if n == name))
    spec.pop("positive", None)
    return {"kind": "real"} if spec["kind"] == "positive" else spec


def _declare(moved: Moved, name: str, known: Hidden) -> None:
    """The letter at the moved point, with its defining equations."""
    objective = moved.objective
    first = objective.fresh(f"{name}1")
    moved.names[name] = first
    spec = _spec(objective, name)
    base = moved.writer()(known.of)
    moved.letters.append([first, spec])
    moved.solved[first] = (known.kind, base)
    if known.kind == "norm":
        tight = f"({base})"
        moved.given += [f"{first} >= 0", f"{first}**2 == tr({tight}.T*{tight})"]
        p = f"{name}_p"
        moved.letters.append([p, {"kind": "real"}])
        moved.solved[p] = ("reciprocal", f"{first} + {name}")
        moved.given.append(f"{p}*({first} + {name}) == 1")
    elif known.kind == "inverse":
        size = spec["shape"][0]
        moved.given += [f"({base})*{first} == I({size})", f"{first}*({base}) == I({size})"]
    else:
        moved.given.append(f"({base})*{first} == 1")


def _given(moved: Moved, text: str) -> list:
    """The number of the hypothesis that says this."""
    env = declarations_of(moved.letters)
    wanted = Atom.read(text, env).key()
    for k, fact in enumerate(moved.given):
        if Atom.read(fact, env).key() == wanted:
            return ["given", k]
    raise ValueError(f"no hypothesis says {text}")


def _known(book: Book, moved: Moved, name: str, text: str, premises: dict[str, str]) -> Any:
    """As `_given`; where the hypothesis writes symmetric letters with transposes, a certificate among the premises."""
    try:
        return _given(moved, text)
    except ValueError:
        label = f"known {name}"
    for k, fact in enumerate(moved.objective.given):
        if re.search(rf"\b{name}\b", fact):
            try:
                premises[label] = prove(book, moved.letters, moved.given, text, [], None, [["_", ["given", k]]])
            except (Fault, NotFound):
                continue
            return label
    raise ValueError(f"no hypothesis says {text}")


def _expand_hidden(book: Book, moved: Moved, name: str, known: Hidden) -> None:
    """h1 == h + t·h′ + t²/2·h″ + t³·R: a certificate, and the text of the right side."""
    first, objective, shown = moved.names[name], moved.objective, moved.letters
    here, there = kernel_text(known.of), moved.writer()(known.of)
    wide = moved.writer(expanded=True)(known.of)
    if known.kind == "norm":
        gap, opened = (f"tr(({side}).T*({side})) - tr(({here}).T*({here}))" for side in (there, wide))
    else:
        gap, opened = (f"({side}) - ({here})" for side in (there, wide))
    d, rest = f"{name}_d", f"{name}_R"
    spec = _spec(objective, name) if known.kind == "inverse" else {"kind": "real"}
    shown.append([d, spec | {"value": gap}])
    env = declarations_of(shown)
    changes = {f"{name}_e{e}": (e, part) for e, part in env.poly(opened).by_power(moved.step).items() if not part.is_zero()}
    shown += [[e, spec | {"value": poly_text(part)}] for e, (_, part) in changes.items()]
    x = " + ".join(f"{moved.step}**{k}*{e}" for e, (k, _) in changes.items()) or "0"
    opening = [(f"def {e}", e) for e in changes]
    change = prove(book, shown, moved.given, f"{d} == {x}", _rules(moved), _premises(moved), [["_", f"def {d}"]], opening)
    around, summands = (_around_norm if known.kind == "norm" else _around_inverse)(book, moved, name, known, d)
    jets = jet(letter(name, objective.shapes[name]), moved.directions, objective.hidden)
    parts = declarations_of(shown).poly(_joined(summands, f"({x})")).by_power(moved.step)
    shown.append([rest, spec | {"value": _remainder(parts, moved.step)}])
    text, slopes = _series(name, jets, moved.step, rest, spec)
    shown += slopes
    moved.opening += [(f"def {s}", s) for s, _ in slopes]
    hints = [["_", "around"], *([e, "change"] for e in _telescoped(summands, d, x)), [f"-{moved.step}**3*_", f"def {rest}"]]
    page = prove(book, shown, moved.given, f"{first} == {text}", [], {"around": around, "change": change}, hints,
                 [*moved.opening, *opening])  # fmt: skip
    moved.expanded[name] = (page, text)


def _joined(summands: list[str], d: str) -> str:
    """The sum, with ``d`` in the places that are marked @."""
    return " + ".join(summands).replace("+ -", "- ").replace("@", d)


def _telescoped(summands: list[str], d: str, x: str) -> list[str]:
    """sum(D) − sum(x) as expressions that vanish with D − x: one place after the other.

    >>> _telescoped(["J", "-J*@*J*@"], "D", "E")
    ['-J*_*J*D', '-J*(E)*J*_']
    """
    found = []
    for summand in summands:
        pieces = summand.split("@")
        for k in range(1, len(pieces)):
            found.append(f"({x})".join(pieces[:k]) + "_" + d.join(pieces[k:]))
    return found


def _around_inverse(book: Book, moved: Moved, name: str, known: Hidden, d: str) -> tuple[str, list[str]]:
    """An inverse or a reciprocal of the moved point in terms of D: (certificate, summands with @ for D)."""
    first, shown, given = moved.names[name], moved.letters, moved.given
    here, there = kernel_text(known.of), moved.writer()(known.of)
    one = f"I({_spec(moved.objective, name)['shape'][0]})" if known.kind == "inverse" else "1"
    premises: dict[str, str] = {}
    old, new = _known(book, moved, name, f"{name}*({here}) == {one}", premises), _given(moved, f"({there})*{first} == {one}")
    once = book.expand(shown, given, f"{first} == {name} - {name}*{d}*{first}", [], premises,
                       [[f"-_*{first}", old], [f"{name}*_", new], [f"{name}*_*{first}", ["def", d]]])  # fmt: skip
    summands = [name, f"-{name}*@*{name}", f"{name}*@*{name}*@*{name}", f"-{name}*@*{name}*@*{name}*@*{first}"]
    turns = f"_ - {name}*{d}*_ + {name}*{d}*{name}*{d}*_"
    then = f"{first} == {_joined(summands, d)}"
    return book.expand(shown, given, then, [], {"once": once}, [[turns, "once"]]), summands


def _around_norm(book: Book, moved: Moved, name: str, known: Hidden, d: str) -> tuple[str, list[str]]:
    """A norm of the moved point in terms of δ, the change of its square."""
    first, shown, given, p, r = moved.names[name], moved.letters, moved.given, f"{name}_p", known.reciprocal
    here, there = kernel_text(known.of), moved.writer()(known.of)
    unit, half = _given(moved, f"{name}*{r} == 1"), _given(moved, f"{p}*({first} + {name}) == 1")
    premises: dict[str, str] = {}
    squares = [_given(moved, f"{first}**2 == tr(({there}).T*({there}))"),
               _known(book, moved, name, f"{name}**2 == tr(({here}).T*({here}))", premises)]  # fmt: skip
    hints = [[f"-({first} - {name})*_", half], [f"{p}*_", squares[0]], [f"-{p}*_", squares[1]], [f"-{p}*_", ["def", d]]]
    once = book.expand(shown, given, f"{first} == {name} + {p}*{d}", [], premises, hints)
    slope = book.expand(shown, given, f"{p} == 1/2*{r} - 1/2*{r}*{p}**2*{d}", [], {"once": once},
                        [[f"1/2*{r}*_", half], [f"-1/2*{r}*{p}*_", "once"], [f"-{p}*_", unit]])  # fmt: skip
    summands = [name, f"1/2*{r}*@", f"-1/8*{r}**3*@*@", f"(1/8*{r}**3*{p}**2 + 1/4*{r}**2*{p}**3)*@*@*@"]
    hints = [["_", "once"], [f"{d}*_ - 1/2*{r}*{d}**2*({p} + 1/2*{r})*_", "slope"]]
    page = book.expand(shown, given, f"{first} == {_joined(summands, d)}", [], {"once": once, "slope": slope}, hints)
    return page, summands


def _rules(moved: Moved) -> list:
    return [(f"expanded {name}", moved.names[name]) for name in moved.expanded]


def _premises(moved: Moved) -> dict[str, str]:
    return {f"expanded {name}": page for name, (page, _) in moved.expanded.items()}


def _units(moved: Moved) -> list:
    """x·(1/x) → 1 for letters x."""
    found = []
    for name, known in moved.objective.hidden.items():
        if known.kind == "reciprocal" and known.of.op == "name":
            lead = f"{known.of.value}*{name}"
            found.append((_given(moved, f"{lead} == 1"), lead))
    return found


def _remainder(parts: dict[Int, Poly], t: str) -> str:
    """Σ of the coefficients from t³ on, divided by t³, as one sum without brackets."""
    total = Poly.sum([coefficient * Poly.power(t, None, e - THIRD)
                      for e, coefficient in parts.items() if (e.constant or 0) >= THIRD])  # fmt: skip
    return poly_text(total)


def _pieces(text: str) -> list[str]:
    """A sum cut between summands where it is longer than the kernel reads at once.

    >>> [len(piece) for piece in _pieces(" + ".join(["tr(A)"] * 4000))]
    [14997, 14997, 1997]
    """
    found = [""]
    for part in text.replace(" - ", " + -").split(" + "):
        if len(found[-1]) + len(part) > LONGEST:
            found.append("")
        found[-1] += f"{' + ' * bool(found[-1])}{part}"
    return found


def _series(name: str, jets: Jet, t: str, rest: str, spec: dict) -> tuple[str, list]:
    """h + t·s1 + t²·s2 + t³·R, and the letters s1 and s2 with their values: the derivative, and half the second one."""
    parts, slopes = [name], []
    for k, part in ((1, jets.first), (2, mul(num(Fraction(1, 2)), jets.second))):
        if not part.zero:
            parts.append(f"{t}**{k}*{name}_s{k}")
            slopes.append([f"{name}_s{k}", spec | {"value": kernel_text(part)}])
    return " + ".join([*parts, f"{t}**3*{rest}"]), slopes


def _whole(book: Book, moved: Moved, value: str, gradient: dict[str, Term], second: Term, root: str) -> str:
    """The expansion of F."""
    objective, t, shown = moved.objective, moved.step, moved.letters
    first, rest = objective.fresh(f"{value}1"), objective.fresh("R")
    text = moved.writer()(objective.term)
    opened = moved.writer(expanded=True)(objective.term)
    slope = add(*(inner(v.along, gradient[v.name]) for v in objective.variables))
    parts = declarations_of(shown).poly(opened).by_power(t)
    remainder = _remainder(parts, t)
    shown += [[first, {"kind": "real", "value": text}]]
    then = f"{first} == {value} + {t}*({kernel_text(slope)})"
    if not second.zero:
        then += f" + {t}**2*({kernel_text(mul(num(Fraction(1, 2)), second))})"
    hints = [["_", f"def {first}"], ["-_", "definition"]]
    if remainder != "0":
        cut = _pieces(remainder)
        pieces = {f"{rest}_{k}": text for k, text in enumerate(cut, 1)} if len(cut) > 1 else {}
        shown += [[name, {"kind": "real", "value": text}] for name, text in pieces.items()]
        shown += [[rest, {"kind": "real", "value": " + ".join(pieces) or remainder}]]
        then += f" + {t}**3*{rest}"
        hints += [[f"-{t}**3*_", f"def {name}"] for name in (rest, *pieces)]
    later = [*moved.opening, *semidefinite_rules(objective), *_units(moved)]
    return prove(book, shown, moved.given, then, _rules(moved), {"definition": root, **_premises(moved)}, hints, later)
