"""The rule about neighbourhoods.

near         local_minimum(F, W) from F(V) ≥ F(W) for every V within a positive radius of W
"""

from __future__ import annotations

from theory.kernel.analysis import moved_alike
from theory.kernel.budget import Fault
from theory.kernel.integers import BOUND, Int
from theory.kernel.letters import Letter, Letters, manifest
from theory.kernel.rules import Step
from theory.kernel.statement import Atom, Context, contains, says
from theory.kernel.words import Poly


def near(step: Step) -> None:
    """witness: {"objective": F, "family": W, "moved": {W: V, …, F: F1}, "radius": ρ}, ρ > 0 (1, where it is missing).

    Premise 0 states F1 ≥ F for every free family V, where F1 is F with V in place of W. It assumes nothing but facts, and
    ρ ≥ ‖V_l − W_l‖² for every l. Then local_minimum(F, W)."""
    s, atom, moved = step.statement, step.alone(), step.field("moved", dict)
    names = (step.field("objective", str), step.field("family", str))
    if not step.premises:
        raise Fault("near needs F1 >= F as premise 0")
    if (atom.kind, atom.names) != ("local_minimum", names):
        raise Fault("the conclusion must be local_minimum(F, W) of this F and W")
    known, radius = Context(s, step.premises[1:]).known, s.letters.poly(step.field("radius", str, "1"))
    if radius.shape is not None or not (
            manifest(radius, s.letters, 1) or contains(known, Atom(">", (radius,)), s.letters)):  # fmt: skip
        raise Fault("the radius must be a scalar that is visibly positive, or that a fact says to be")
    premise, letters = step.premises[0], s.json["letters"]
    env, more = premise.letters, premise.json["letters"][len(letters) :]
    if premise.fresh or premise.json["letters"][: len(letters)] != letters or not more or any(
            env[name].definition is None for name, _ in more[1:]):  # fmt: skip
        raise Fault("the letters of premise 0 are those at hand, then the free family V, then defined ones")
    objective, family, other = env[names[0]], env[names[1]], env[more[0][0]]
    if moved.get(family.name) != other.name or other.definition is not None or not other.family or (
            other.kind, other.low, other.high, other.size) != (family.kind, family.low, family.high, family.size):  # fmt: skip
        raise Fault("V must be a free family with the kind, the range and the shapes of W")
    moved_alike(env, moved, objective, family)
    within = _within(env, family, other, radius)
    if not all(contains([*known, within], given, env) for given in premise.given):
        raise Fault("premise 0 may assume facts, and that V is within the radius of W")
    says(premise, [Atom(">=", (env.term(moved[objective.name]) - env.term(objective.name),))], "premise 0, F1 >= F,")


def _within(env: Letters, family: Letter, other: Letter, radius: Poly) -> Atom:
    """ρ ≥ tr (V_l − W_l)ᵀ(V_l − W_l) for every l."""
    assert family.high is not None
    index = Int.symbol(BOUND)
    gap = env.term(other.name, index) - env.term(family.name, index)
    return Atom("all", (), (), (family.low, family.high), Atom(">=", (radius - (gap.transpose * gap).trace(),)))
