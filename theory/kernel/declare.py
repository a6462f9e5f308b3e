"""Reading one declaration: schema first, then types, ranges and well-foundedness; and what a definition says."""

from __future__ import annotations

from theory.kernel.budget import Fault
from theory.kernel.integers import BOUND, Int
from theory.kernel.letters import DEFINITIONS, SCALARS, Letter, Letters, manifest, named, occurrences
from theory.kernel.substitution import Substitution
from theory.kernel.words import Poly

FAMILY = {"value", "first", "next", "last", "previous", "override", "over"}
FIELDS = {"integer": {"min", "max"}, "dimension": {"over"}, "real": {*FAMILY, "entry", "path"},
          "positive": {*FAMILY, "root", "entry", "path", "grows"}, "matrix": {*FAMILY, "shape", "path"},
          "diagonal": {"size", "positive", "over"}}  # fmt: skip
NEEDS = {"integer": {"min"}, "matrix": {"shape"}, "diagonal": {"size"}}
LISTS = {"over": 3, "shape": 2, "root": 2, "entry": 2, "grows": 2}
PLACES = 50
"""Members that one override may replace."""


def schema(name: str, spec: object) -> None:
    """Fault unless every field is known, of the right form, and the fields make one definition at most."""
    if not isinstance(spec, dict) or not isinstance(spec.get("kind"), str) or spec["kind"] not in FIELDS:
        raise Fault(f"the declaration of {name!r} needs a kind: {', '.join(FIELDS)}")
    given, kind = set(spec) - {"kind"}, spec["kind"]
    if given - FIELDS[kind] or NEEDS.get(kind, set()) - given:
        raise Fault(f"a {kind} like {name!r} has the fields {', '.join(sorted(FIELDS[kind]))}")
    for key, value in spec.items():
        if key in LISTS:
            good = isinstance(value, list) and len(value) == LISTS[key] and all(isinstance(e, str) for e in value)
        elif key == "override":
            good = (isinstance(value, dict) and set(value) == {"of", "at"} and isinstance(value["of"], str)
                    and isinstance(value["at"], dict) and 0 < len(value["at"]) <= PLACES
                    and all(isinstance(e, str) for e in value["at"].values()))  # fmt: skip
        else:
            good = isinstance(value, bool if key == "positive" else str)
        if not good:
            raise Fault(f"the field {key} of {name!r} has the wrong form")
    steps = [("first" in spec, "next" in spec), ("last" in spec, "previous" in spec)]
    indexed = "override" in spec or any(map(any, steps))
    if sum(d in spec for d in DEFINITIONS) > 1 or any(a != b for a, b in steps) or (
            "over" in spec if {"root", "entry"} & set(spec) else indexed and "over" not in spec):  # fmt: skip
        raise Fault(f"the definition of {name} is twofold, incomplete or not for a {kind} of this form")
    if ("path" in spec and given - {"shape", "path", "grows"}) or ("grows" in spec and "path" not in spec):
        raise Fault(f"{name} is a path with another definition than its growth, or grows and is no path")


def read_letters(declarations: list) -> Letters:
    """The letters of a list of declarations, each read in those before it; Fault unless all are well formed."""
    letters = Letters()
    for name, spec in declarations:
        letters = declare(letters, name, spec)
    return letters


def declare(letters: Letters, name: str, spec: dict) -> Letters:
    """These letters and one more; Fault unless it is well typed and well founded."""
    if not named(name) or name in letters:
        raise Fault(f"{name!r} is declared twice or is no name")
    return letters.with_letter(declared(name, spec, letters))


def declared(name: str, spec: dict, before: Letters) -> Letter:
    """The letter that a declaration makes, in the letters before it; Fault unless it is well typed."""
    schema(name, spec)
    letter = Letter(name, spec, spec["kind"], definition=next((d for d in DEFINITIONS if d in spec), None))
    inside = before
    if "path" in spec:
        _time(letter, before)
    if letter.kind == "integer":
        letter.low, letter.high = before.integer(spec["min"]), before.integer(spec["max"]) if "max" in spec else None
    elif letter.number:
        letter.low = Int.of(1)
    if "over" in spec:
        letter.low, letter.high = (before.integer(e) for e in spec["over"][1:])
        inside = before.binding(spec["over"][0], "integer", letter.low, letter.high)
        if inside.bound == name:
            raise Fault(f"the variable of the family {name} cannot have its name")
    if letter.kind not in SCALARS:
        rows, columns = spec["shape"] if letter.kind == "matrix" else [spec["size"]] * 2
        letter.size = inside.integer(rows), inside.integer(columns)
        if not all(inside.ranges.at_least(e, 0) for e in letter.size):
            raise Fault(f"the size of {name} may be negative")
    if letter.definition:
        {"value": _value, "first": _recursion, "last": _recursion, "override": _override, "root": _root,
         "entry": _entry, "grows": _grows}[letter.definition](letter, before, inside)  # fmt: skip
        letter.reaches = set().union({letter.other} if letter.other else set(), *(p.mentions() for p in letter.parts),
                                     *(e.mentions() for e in letter.places))  # fmt: skip
    letter.reaches |= {letter.path} - {""}
    direct = letter.mentions()
    letter.below = frozenset(direct | before.depends(*direct))
    return letter


def _shaped(letter: Letter, value: Poly, at: Int | None, env: Letters) -> None:
    """The value at index ``at`` has the size of the letter, and is positive if the letter is."""
    wanted = env.with_letter(letter).term(letter.name, at).shape
    if value.shape != wanted and not (value.is_zero() and value.shape is None):
        raise Fault(f"the definition of {letter.name} has the wrong shape")
    if letter.kind == "positive" and not manifest(value, env.with_letter(letter), 1) and not _count(value, env):
        raise Fault(f"{letter.name} is declared positive but its definition is not manifestly so")


def _count(value: Poly, env: Letters) -> bool:
    """Whether the value is an integer expression of which the ranges show that it is at least 1."""
    try:
        return env.ranges.at_least(env.as_integer(value), 1)
    except Fault:
        return False


def _value(letter: Letter, before: Letters, inside: Letters) -> None:
    letter.parts = (inside.poly(letter.spec["value"]),)
    _shaped(letter, letter.parts[0], Int.symbol(BOUND) if letter.family else None, inside)


def _recursion(letter: Letter, before: Letters, inside: Letters) -> None:
    """``next`` gives the member # + 1 from the member #; ``previous`` the member # from the member # + 1."""
    up, here = letter.definition == "first", Int.symbol(BOUND)
    start, back, to = (letter.low, here, here + 1) if up else (letter.high, here + 1, here)
    assert start is not None and letter.high is not None
    step_env = before.with_letter(letter).binding(letter.spec["over"][0], "integer", letter.low, letter.high - 1)
    step = step_env.poly(letter.spec["next" if up else "previous"])
    if any(index != back for name, index in occurrences(step) if name == letter.name):
        raise Fault(f"the recursion of {letter.name} must refer to itself one step back only")
    letter.parts = (before.poly(letter.spec[letter.definition or ""]), step)
    _shaped(letter, letter.parts[0], start, before)
    _shaped(letter, step, to, step_env)


def _override(letter: Letter, before: Letters, inside: Letters) -> None:
    letter.other = letter.spec["override"]["of"]
    base, places = before[letter.other], letter.spec["override"]["at"]
    if not base.family or (base.low, base.high, base.kind, base.size) != (
            letter.low, letter.high, letter.kind, letter.size):  # fmt: skip
        raise Fault(f"{letter.name} must have the range, kind and shape of the family that it overrides")
    letter.places = tuple(before.member(base, p) for p in places)
    letter.parts = tuple(before.poly(v) for v in places.values())
    if not all(before.ranges.apart(p, q) for k, p in enumerate(letter.places) for q in letter.places[:k]):
        raise Fault(f"{letter.name} may replace one member twice")
    for place, value in zip(letter.places, letter.parts, strict=True):
        _shaped(letter, value, place, before)


def _root(letter: Letter, before: Letters, inside: Letters) -> None:
    letter.places, letter.parts = (before.integer(letter.spec["root"][0]),), (before.poly(letter.spec["root"][1]),)
    if not before.ranges.at_least(letter.places[0], 1) or not manifest(letter.parts[0], before, 1):
        raise Fault(f"the root {letter.name} needs a degree >= 1 and a manifestly positive radicand")


def _entry(letter: Letter, before: Letters, inside: Letters) -> None:
    letter.other, i = letter.spec["entry"][0], before.integer(letter.spec["entry"][1])
    parent, letter.places = before[letter.other], (i,)
    if parent.kind != "diagonal" or parent.family or parent.size is None or not (
            parent.invertible or letter.kind == "real"):  # fmt: skip
        raise Fault(f"{letter.name} cannot be an entry of {letter.other}")
    if not (before.ranges.at_least(i, 1) and before.ranges.at_least(parent.size[0] - i, 0)):
        raise Fault(f"entry {i} may lie outside {letter.other}")


def _time(letter: Letter, before: Letters) -> None:
    time = before[letter.path]
    if time.kind != "positive" or time.family or time.definition:
        raise Fault(f"the time of the path {letter.name} must be a free positive letter")


def _grows(letter: Letter, before: Letters, inside: Letters) -> None:
    moment = before.binding(letter.spec["grows"][0], "moment")
    letter.parts = (moment.poly(letter.spec["grows"][1]),)
    if moment.bound == letter.name or letter.parts[0].shape is not None or any(
            before[other].path != letter.path for other in moment.paths(letter.parts[0])):  # fmt: skip
        raise Fault(f"the growth of {letter.name} must be a scalar in paths of its own time, its moment another name")


def unfold(letter: Letter, index: Int | None, env: Letters) -> Poly:
    """The defining equation (at ``index``) as a difference that is zero."""
    if letter.family and index is not None:
        env.member(letter, index)
    here = env.term(letter.name, index)
    kind, parts, places = letter.definition, letter.parts, letter.places
    if kind == "root":
        return here.raised(places[0], env.invertible) - parts[0]
    if kind in (None, "entry", "grows"):
        raise Fault(f"{letter.name} has no definition that unfolds (an entry: use the rule entry; growth: at 0, or none)")
    if index is None:
        return here - parts[0]
    if kind == "value":
        return here - Substitution.at(env, {BOUND: index}).poly(parts[0])
    if kind == "override":
        for place, value in zip(places, parts, strict=True):
            if index == place:
                return here - value
            if not env.ranges.apart(index, place):
                raise Fault(f"cannot decide whether {letter.name}[{index}] is the member that {place} replaces")
        return here - env.term(letter.other, index)
    assert letter.high is not None
    gap = index - letter.low if kind == "first" else letter.high - index
    if gap == 0:
        return here - parts[0]
    if not env.ranges.at_least(gap, 1):
        raise Fault(f"cannot decide whether {letter.name}[{index}] is the {kind} member")
    return here - Substitution.at(env, {BOUND: index - 1 if kind == "first" else index}).poly(parts[1])
