"""The rule smt: a scalar comparison follows from facts because z3 and cvc5 both find the contrary unsatisfiable.

The checker writes the SMT-LIB text itself. Every power with a symbolic or negative exponent, and every trace, becomes
one real variable (positive where the letter is): what is proved is more general than what is claimed. The solvers run
under a fixed step limit, never under a clock.
"""

from __future__ import annotations

from fractions import Fraction

from theory.kernel.integers import Fault, Int
from theory.kernel.letters import Letters
from theory.kernel.rules import Step
from theory.kernel.statement import Atom
from theory.kernel.words import Poly

Z3_STEPS, CVC5_STEPS = 20_000_000, 2_000_000


def smt(step: Step) -> None:
    for context, atom, witness in step.each():
        text = smt_text([context.fact(ref) for ref in witness["facts"]], atom, context.env)
        for solver in (_z3, _cvc5):
            answer = solver(text)
            if answer != "unsat":
                raise Fault(f"{solver.__name__[1:]} answers {answer}")


def smt_text(facts: list[Atom], goal: Atom, env: Letters) -> str:
    """SMT-LIB 2 text of facts ∧ ¬goal, denominators cleared by naming inverses."""
    names: dict[tuple, str] = {}
    conditions: list[str] = []

    def variable(key: tuple, positive: bool) -> str:
        if key not in names:
            names[key] = f"v{len(names)}"
            if positive:
                conditions.append(f"(> {names[key]} 0)")
        return names[key]

    def power(base: tuple, e: Int) -> list[str]:
        positive, n = env.invertible(base[0]), e.constant
        if n is not None and n >= 0:
            return [variable((base, 1), positive)] * n
        return [variable((base, e), positive)]

    def term(poly: Poly) -> str:
        parts = []
        for (powers, traces, word), c in sorted(poly.terms.items(), key=repr):
            if word or poly.shape is not None:
                raise Fault("smt speaks about scalars")
            factors = [_number(c)] + [v for b, e in powers for v in power(b, e)]
            factors += [variable(("trace", t), False) for t in traces]
            parts.append(f"(* {' '.join(factors)})" if len(factors) > 1 else factors[0])
        return f"(+ {' '.join(parts)} 0)"

    def formula(atom: Atom) -> str:
        relation = {"==": "=", ">": ">", ">=": ">="}.get(atom.kind)
        if relation is None:
            raise Fault("smt speaks about equations and comparisons")
        return f"({relation} {term(atom.difference)} 0)"

    asserted = [formula(f) for f in facts] + [f"(not {formula(goal)})"]
    for key in list(names):  # tie inverses to their letters
        if key[0] != "trace" and isinstance(key[1], Int) and key[1].constant is not None:
            product = " ".join([names[key]] + [variable((key[0], 1), True)] * -key[1].constant)
            conditions.append(f"(= (* {product}) 1)")
    lines = [f"(declare-const {v} Real)" for v in names.values()] + [f"(assert {a})" for a in conditions + asserted]
    return "(set-logic QF_NRA)\n" + "\n".join(lines) + "\n"


def _number(c: Fraction) -> str:
    value = f"{abs(c.numerator)}.0" if c.denominator == 1 else f"(/ {abs(c.numerator)}.0 {c.denominator}.0)"
    return f"(- {value})" if c < 0 else value


def _z3(text: str) -> str:
    import z3

    solver = z3.SolverFor("QF_NRA")
    solver.set("rlimit", Z3_STEPS)
    solver.from_string(text)
    return str(solver.check())


def _cvc5(text: str) -> str:
    import cvc5

    solver = cvc5.Solver()
    solver.setOption("rlimit", str(CVC5_STEPS))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text + "(check-sat)\n", "certificate")
    symbols, answer = parser.getSymbolManager(), ""
    while not (command := parser.nextCommand()).isNull():
        answer = command.invoke(solver, symbols).strip() or answer
    return answer
