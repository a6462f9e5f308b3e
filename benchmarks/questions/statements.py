"""The statements of `benchmarks.whiteboard`: which are answered rightly, by whom, how fast.

An answer: ``proved`` (for all sizes), ``refuted`` (by values), ``small`` (holds for sizes up to 2, where no more can be
asked of a peer), or none. Wrong is: a true statement refuted, a false one proved or small. The time is the median over the
statements that a contender answers; a statement that it did not answer within its time in the first pass is not asked
again.
"""

from __future__ import annotations

import signal
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.harness import peers
from benchmarks.harness.question import Case, Contender, Goal, NoAnswer, Question, Timed
from benchmarks.harness.results import Outcome
from benchmarks.questions import _entries, _words
from benchmarks.whiteboard import FALSE, TRUE

EACH, MEDIAN = 0.3, 2.0
LONGER, OURS_EACH = 4, 10.0
"""Who has no clock of its own is interrupted after so many times its seconds; the seconds of ours."""
NAME = "saddleproof check"


def cases(quick: bool) -> Sequence[Case]:
    """All; in the quick form every eighth."""
    step = 8 if quick else 1
    count = len(TRUE[::step]) + len(FALSE[::step])
    return [Case(f"{count} statements", None, {"step": step})]


def asked(case: Case) -> list[tuple[str, str, bool]]:
    """(statement, where, truth)."""
    step = case["step"]
    return [(text, where, truth) for table, truth in ((TRUE, True), (FALSE, False)) for text, where, _ in table[::step]]


def _within(seconds: float, answer: Callable[[str, str], str], text: str, where: str) -> str:
    """The answer, or none: a peer that has no clock of its own is interrupted."""

    def late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return answer(text, where)
    except TimeoutError:
        return ""
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _each(answer: Callable[[str, str], str], most: float = EACH) -> Callable[[Case, int], Callable[[], Any]]:
    """A contender by its answer to one statement: "proved", "refuted", "small" or ""."""

    def make(case: Case, seed: int) -> Callable[[], Any]:
        open_: set[int] = set()
        answer("A + B = B + A", "")  # whoever imports does it here, not under the clock

        def answers() -> Any:
            found, seconds = [], []
            for k, (text, where, _) in enumerate(asked(case)):
                begun = time.perf_counter()
                verdict = "" if k in open_ else _within(LONGER * most, answer, text, where)
                if verdict:
                    seconds.append(time.perf_counter() - begun)
                else:
                    open_.add(k)
                found.append(verdict)
            if not seconds:
                raise NoAnswer(f"none of the {len(found)} statements")
            return Timed(found, statistics.median(seconds))

        return answers

    return make


def _ours(text: str, where: str) -> str:
    from proofs_check.check.answer import check

    return check(text, where).verdict.replace("inconclusive", "")


def _z3() -> Any:
    import z3

    return z3


def _cvc5() -> Any:
    import cvc5.pythonic

    return cvc5.pythonic


def _smt(module: Callable[[], Any]) -> Callable[[str, str], str]:
    def answer(text: str, where: str) -> str:
        from theory.statements.reading import read

        smt = module()
        reading, until, small = read(text, where), time.perf_counter() + EACH, True
        for sizes in _entries.size_choices(reading):
            left = until - time.perf_counter()
            try:
                result = _satisfiable(
                    smt, _entries.Entries(reading, sizes, smt.Real, lambda c: smt.Q(c.numerator, c.denominator)), left
                )
            except (_entries.Unsaid, KeyError, IndexError, TypeError, ValueError):
                return ""
            if result == "sat":
                return "refuted"
            small &= result == "unsat"
        return "small" if small else ""

    return answer


def _satisfiable(smt: Any, entries: _entries.Entries, seconds: float) -> str:
    """Whether the hypotheses and the negation of the conclusions have a solution in the reals."""
    if seconds <= 0.02:
        return "unknown"
    solver = smt.Solver()
    milliseconds = max(int(1000 * seconds), 1)
    solver.set("timeout", milliseconds) if smt.__name__ == "z3" else solver.setOption("tlimit-per", milliseconds)
    fails = []
    for facts in entries.conclusions():
        fails += [x != 0 if op == "=" else x <= 0 if op == ">" else x < 0 for op, x in facts]
    for op, x in entries.facts:
        solver.add(x == 0 if op == "=" else x > 0 if op == ">" else x >= 0)
    solver.add(smt.Or(*fails) if len(fails) > 1 else fails[0])
    return str(solver.check())


Facts = list[tuple[str, Any]]


def _symbolic(answer: Callable[[Facts, list[Facts]], str]) -> Callable[[str, str], str]:
    """A contender by its answer to (facts, conclusions) in sympy's polynomials, asked at all sizes up to 2 in turn."""

    def whole(text: str, where: str) -> str:
        import sympy

        from theory.statements.reading import read

        reading, found = read(text, where), set()
        for sizes in _entries.size_choices(reading):
            try:
                entries = _entries.Entries(reading, sizes, sympy.Symbol, lambda c: sympy.Rational(c.numerator, c.denominator))
                found.add(answer(entries.facts, entries.conclusions()))
            except (_entries.Unsaid, KeyError, IndexError, TypeError, ValueError):
                return ""
            if "refuted" in found:
                return "refuted"
        return "small" if found == {"small"} else ""

    return whole


def _sympy(facts: Facts, conclusions: list[Facts]) -> str:
    """Equations by expansion; under equations as hypotheses by a Gröbner basis of the entries, for at most eight of them."""
    import sympy

    goals = [(op, sympy.expand(x)) for part in conclusions for op, x in part]
    if any(op != "=" for op, _ in goals) or any(op != "=" for op, _ in facts):
        return ""
    if all(x == 0 for _, x in goals):
        return "small"
    if not facts:
        return "refuted"
    if len(facts) > 8:
        return ""
    names = sorted(set().union(*(x.free_symbols for _, x in (*facts, *goals))), key=str)
    basis = sympy.groebner([x for _, x in facts], *names, order="grevlex")
    return "small" if all(basis.contains(x) for _, x in goals) else ""


def _sos(facts: Facts, conclusions: list[Facts]) -> str:
    """One inequality without hypotheses as a sum of squares of its entries: a semidefinite program in floats."""
    import cvxpy
    import sympy

    goals = [(op, sympy.expand(x)) for part in conclusions for op, x in part]
    if facts or len(goals) != 1 or goals[0][0] != ">=":
        return ""
    if not goals[0][1].free_symbols:
        return "small" if goals[0][1] >= 0 else "refuted"
    polynomial = sympy.Poly(goals[0][1])
    if polynomial.total_degree() % 2 or polynomial.total_degree() > 4 or len(polynomial.gens) > 8:
        return ""
    half = [m for m in sympy.itermonomials(polynomial.gens, polynomial.total_degree() // 2)]
    powers = [sympy.Poly(m, *polynomial.gens).monoms()[0] for m in half]
    gram = cvxpy.Variable((len(half), len(half)), PSD=True)
    sums: dict[Any, list[Any]] = {}
    for i, a in enumerate(powers):
        for j, b in enumerate(powers):
            sums.setdefault(tuple(x + y for x, y in zip(a, b, strict=True)), []).append(gram[i, j])
    wanted = {monomial: float(c) for monomial, c in polynomial.terms()}
    equations = [cvxpy.sum(cvxpy.hstack(terms)) == wanted.get(monomial, 0.0) for monomial, terms in sums.items()]
    problem = cvxpy.Problem(cvxpy.Minimize(0), equations)
    problem.solve(solver=cvxpy.CLARABEL)
    return "small" if problem.status == cvxpy.OPTIMAL else ""


def _letterplace(text: str, where: str) -> str:
    from theory.statements.reading import read

    try:
        script = _words.Words(read(text, where)).script()
    except _words.Unsaid:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in.sing").write_text(script)
        command = [str(peers.where("Singular")), "-q", "in.sing"]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=LONGER * EACH
            )
        except subprocess.TimeoutExpired:
            return ""
    forms = [line.removeprefix("normal form: ") for line in done.stdout.splitlines() if line.startswith("normal form")]
    return "proved" if forms and all(form == "0" for form in forms) else ""


def fault(case: Case, seed: int, answer: Any) -> str:
    """A true statement refuted, or a false one proved, be it for sizes up to 2 alone: all false ones fail there."""
    given = asked(case)
    wrong = [
        text
        for (text, _, truth), verdict in zip(given, answer, strict=True)
        if verdict in (("refuted",) if truth else ("proved", "small"))
    ]
    return f"{len(wrong)} wrong: {wrong[0]}" if wrong else ""


def told(case: Case, answer: Any) -> str:
    """How many are answered rightly, and how many only for small sizes."""
    given = asked(case)
    right = Counter(
        verdict for (_, _, truth), verdict in zip(given, answer, strict=True) if verdict == ("proved" if truth else "refuted")
    )
    true = sum(truth for *_, truth in given)
    small = sum(verdict == "small" for (_, _, truth), verdict in zip(given, answer, strict=True) if truth)
    more = f"; of the true ones {small} more for sizes up to 2" if small else ""
    parts = f"{right['proved']} of {true} proved, {right['refuted']} of {len(given) - true} refuted"
    return f"right {right.total()} of {len(given)}: {parts}{more}"


def goals(outcome: Outcome) -> list[Goal]:
    """All answers right, and the median."""
    (case,) = outcome.cases
    measured, seconds = outcome.of(NAME, case.name), outcome.seconds(NAME, case.name)
    if measured is None:
        return []
    count = len(asked(case))
    whole = measured.fine and f"right {count} of {count}" in measured.told
    told, text = measured.told or measured.reason, "all answers right, with certificate or witness"
    found = [Goal(text, told, whole, f"{told}.", needed="the searches that find the missing certificates.")]
    if seconds is not None:
        text, slow = f"median < {MEDIAN:g} s a statement", (NAME, case.name)
        found.append(Goal(text, f"{seconds.median:.2f} s", seconds.median < MEDIAN, slow=slow))
    return found


question = Question(
    name="statements",
    title="Identities and inequalities of matrices",
    asked=f"""The statements of `benchmarks/whiteboard.py`, true and false, each with where it comes from. Ours
        answers for all sizes with certificates that the kernel accepts, or with exact values. No peer reads such
        statements: z3, cvc5, sympy and sums of squares get them entry by entry for all sizes up to 2 (a proof of that size
        alone), Letterplace as words in letters and transposes (all sizes, equations only). The limits are not the same: a
        statement may take z3 and cvc5 {EACH:g} s, sympy, sums of squares and Letterplace {LONGER * EACH:g} s, ours
        {LONGER * OURS_EACH:g} s. The time is the median over the statements that a contender answers, so that ratios compare
        different statements.""",
    cases=cases,
    contenders=(
        Contender(NAME, _each(_ours, OURS_EACH), ours=True, calls=5),
        Contender("z3", _each(_smt(_z3)), needs=("z3",), calls=5, note="nonlinear real arithmetic; a model refutes"),
        Contender("cvc5", _each(_smt(_cvc5)), needs=("cvc5",), calls=5, note="as z3"),
        Contender("sympy", _each(_symbolic(_sympy)), needs=("sympy",), calls=5, note="expansion, Gröbner basis of the entries"),
        Contender(
            "SOS by cvxpy", _each(_symbolic(_sos)), needs=("cvxpy",), calls=5, note="Clarabel; in floats, so no certificate"
        ),
        Contender(
            "Letterplace",
            _each(_letterplace),
            needs=("Singular",),
            calls=5,
            note="non-commutative Gröbner basis in Singular, degree 8",
        ),
    ),
    fault=fault,
    told=told,
    goals=goals,
    against=NAME,
    limit=150,
)
