"""Definitions are conservative: letters that are defined through letters at hand exist, and are as they are declared."""

from __future__ import annotations

from theory.export.coq import text
from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Whole
from theory.export.coq.letters import Declared
from theory.export.coq.proof import Proof
from theory.export.coq.script import LIA, Script
from theory.export.coq.terms import Change, Letter, Shape, Term


def construct(p: Proof, sc: Script, name: str) -> None:
    """Bring the letter ``name``, which ``p.env`` declares, into scope with everything that is declared of it."""
    x = p.env[name]
    roles = {h.role: h.text for h in text.declared(x, p.sizes)}
    build = {
        "value": _value,
        "first": _recursion,
        "last": _recursion,
        "override": _override,
        "root": _root,
        "entry": _entry,
    }.get(x.way)
    if build is None:
        raise NotExported(f"{name} is not at hand")
    build(p, sc, x, roles)
    for role, says in roles.items():
        if role in ("shp", "pos") and not (x.way in ("root", "entry") and role == "pos"):
            _role(p, sc, x, role, says)
    p.learn(name, p.env)


def _value(p: Proof, sc: Script, x: Declared, roles: dict[str, str]) -> None:
    v = text.name(x.name)
    how = "by (eexists; reflexivity)"
    if x.family:
        how = f"by (exists (fun {text.name(x.variable)} : Z => {text.term(x.parts[0])}); intros; reflexivity)"
    sc.add(f"assert (EX : exists {v} : {text.sort(x)}, {roles['def']}) {how}.")
    sc.add(f"destruct EX as ({v} & h_{x.name}_def).")


def _recursion(p: Proof, sc: Script, x: Declared, roles: dict[str, str]) -> None:
    up, v, b = x.way == "first", text.name(x.name), text.name(x.variable)
    kind, end = text.sort(x).removeprefix("Z -> "), x.low if up else x.high
    assert end is not None
    step = text.term(_back(x.parts[1], x))
    sc.add(f"destruct (@ex_{'up' if up else 'down'} {kind} {text.whole(end)} {text.term(x.parts[0])} "
           f"(fun ({b} : Z) (prev_b : {kind}) => {step})) as ({v} & h_{x.name}_def0 & EX).")  # fmt: skip
    side = "proj1" if up else "proj2"
    sc.add(f"assert (h_{x.name}_def1 : {roles['def1']}) by (intros j_b h_b; exact (EX j_b ({side} h_b))). clear EX.")


def _back(t: Term, x: Declared) -> Term:
    """The step, with the member one step back under the name ``prev``."""
    match t:
        case Letter(name=n, size=size, diagonal=d) if n == x.name:
            return Letter("#prev", None, size, d)
    return t.rebuilt(Change(terms={x.name: Letter("#prev", None, _shape_of(t, x.name))}))


def _shape_of(t: Term, name: str) -> Shape:
    if isinstance(t, Letter) and t.name == name:
        return t.shape
    return next((s for q in t.parts() if (s := _shape_of(q, name)) is not None), None)


def _override(p: Proof, sc: Script, x: Declared, roles: dict[str, str]) -> None:
    current, steps = text.name(x.other), list[tuple[str, str]]()
    for k, (place, value) in reversed(list(enumerate(zip(x.places, x.parts, strict=True)))):
        g = text.name(x.name) if k == 0 else sc.fresh("g")
        here, elsewhere = sc.fresh("e"), sc.fresh("e")
        sc.add(f"destruct (@ex_over _ {text.whole(place)} {text.term(value)} {current}) as ({g} & {here} & {elsewhere}).")
        steps.insert(0, (here, elsewhere))
        current = g
    for k, place in enumerate(x.places):
        rewrites = " ".join(f"rewrite ({steps[i][1]} {text.whole(place)} ltac:({LIA}));" for i in range(k))
        sc.add(f"assert (h_{x.name}_def{k} : {roles[f'def{k}']}) by ({rewrites} exact {steps[k][0]}).")
    names = [f"n{k}_b" for k in range(len(steps))]
    rewrites = " ".join(f"rewrite ({e} _ {n});" for (_, e), n in zip(steps, names, strict=True))
    sc.add(f"assert (h_{x.name}_defo : {roles['defo']}) by (intros j_b h_b {' '.join(names)}; {rewrites} reflexivity).")


def _root(p: Proof, sc: Script, x: Declared, roles: dict[str, str]) -> None:
    k, v = p.positive(sc, x.parts[0]), text.name(x.name)
    sc.add(f"destruct (@ex_root RR {text.whole(x.places[0])} _ ltac:({LIA}) {k}) as ({v} & h_{x.name}_pos & h_{x.name}_def).")


def _entry(p: Proof, sc: Script, x: Declared, roles: dict[str, str]) -> None:
    v, place = text.name(x.name), text.whole(x.places[0])
    sc.add(f"assert (EX : exists {v} : RR, {roles['def']}) by (eexists; reflexivity). destruct EX as ({v} & h_{x.name}_def).")
    parent = p.env[x.other].shape
    if "pos" in roles and parent:
        known = p.size(sc, parent[0])
        proof = f"(@ment_pos RR NN {text.whole(parent[0])} {text.name(x.other)} {place} h_{x.other}_dia (proj2 {known}))"
        sc.add(f"assert (h_{x.name}_pos : {roles['pos']}) by (rewrite h_{x.name}_def; apply {proof}; {LIA}).")


def _role(p: Proof, sc: Script, x: Declared, role: str, says: str) -> None:
    """The shape of the letter, or that it is positive, from its definition."""
    inside, env = sc.part(), p.env

    def one(s: Script, value: Term, index: Whole | None) -> str:
        return p.positive(s, value) if role == "pos" else p.shape(s, value, x.member(index).shape)

    if not x.family:
        inside.add(f"rewrite h_{x.name}_def; exact {one(inside, x.parts[0], None)}.")
    elif x.way == "value":
        assert x.high is not None
        j = p.introduce(inside, x.low, x.high)
        k = one(inside, x.parts[0].rebuilt(Change({x.variable: j})), j)
        inside.add(f"rewrite (h_{x.name}_def {text.whole(j)} h_{text.whole(j)[:-1]}); exact {k}.")
    elif x.way == "override":
        _members(p, inside, x, role, one)
    else:
        _along(p, inside, x, role, says, one)
    p.env = env
    sc.claim(f"h_{x.name}_{role}", says, inside)


def _members(p: Proof, s: Script, x: Declared, role: str, one) -> None:  # type: ignore[no-untyped-def]
    """A member that was replaced, or one of the other family."""
    assert x.high is not None
    j = p.introduce(s, x.low, x.high)
    here = text.whole(j)
    for k, (place, value) in enumerate(zip(x.places, x.parts, strict=True)):
        part = s.part()
        proof = one(part, value, place)
        s.add(f"destruct (Z.eq_dec {here} {text.whole(place)}) as [e{k} | ne{k}]. {{ rewrite e{k}.\n{part.text()}\n"
              f"rewrite h_{x.name}_def{k}; zfit {proof}. }}")  # fmt: skip
    apart = " ".join(f"ne{k}" for k in range(len(x.places)))
    s.add(f"rewrite (h_{x.name}_defo {here} h_{here[:-1]} {apart}). zfit (h_{x.other}_{role} {here} ltac:({LIA})).")


def _along(p: Proof, s: Script, x: Declared, role: str, says: str, one) -> None:  # type: ignore[no-untyped-def]
    """Along a recursion, by induction."""
    up, b = x.way == "first", text.name(x.variable)
    assert x.high is not None
    core = says[says.index("-> ") + 3 : -1]
    j0 = s.fresh("j")
    s.add(f"intros {j0}_ [h_{j0} h_{j0}']. revert {j0}_ h_{j0} h_{j0}'.")
    s.add(f"apply (@Z{'up' if up else 'down'}_to (fun {b} : Z => {core}) {text.whole(x.low)} {text.whole(x.high)}).")
    start = s.part()
    k = one(start, x.parts[0], x.low if up else x.high)
    start.add(f"rewrite h_{x.name}_def0; zfit {k}.")
    s.block(start)
    step = s.part()
    j = step.fresh("j")
    p.env = p.env.with_integer(j, x.low, x.high - 1)
    step.add(f"intros {j}_ h_{j} h_{j}' IH{j}.")
    step.integers += [f"h_{j}", f"h_{j}'"]
    here = Whole.symbol(j)
    back, to = (here, here + 1) if up else (here + 1, here)
    member = x.member(back)
    known = f"rpos {text.term(member)}"
    if role == "shp" and member.shape:
        known = f"shp {text.whole(member.shape[0])} {text.whole(member.shape[1])} {text.term(member)}"
    step.add(f"assert (IC{j} : {known}) by zfit IH{j}.")
    step.asserted[known] = f"IC{j}"
    k = one(step, x.parts[1].rebuilt(Change({x.variable: here})), to)
    step.add(f"rewrite (h_{x.name}_def1 {j}_ (conj h_{j} h_{j}')); zfit {k}.")
    s.block(step)
