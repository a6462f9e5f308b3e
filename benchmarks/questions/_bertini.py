"""Run as a program of its own (bertini2 is under the GPL): a system as JSON on standard input, its real solutions as JSON back.

``{"variables": […], "equations": [[[coefficient, [exponent, …]], …], …]}``; coefficients are texts of rationals. This file
imports nothing of ours and nothing imports it.
"""

if __name__ == "__main__":
    import json
    import sys
    import time

    import bertini

    given = json.load(sys.stdin)
    variables = [bertini.Variable(name) for name in given["variables"]]
    begun = time.perf_counter()
    system = bertini.System()
    system.add_variable_group(bertini.VariableGroup(variables))
    for equation in given["equations"]:
        total = None
        for coefficient, exponents in equation:
            top, _, bottom = coefficient.partition("/")
            term = int(top) * bertini.Variable("unused") ** 0 if not any(exponents) else None
            for variable, power in zip(variables, exponents, strict=True):
                for _ in range(power):
                    term = variable * int(top) if term is None else term * variable
            term = term / int(bottom or 1)
            total = term if total is None else total + term
        system.add_function(total)
    solver = bertini.ZeroDimSolver(system)
    solver.solve()
    points = [[complex(str(x)) if isinstance(x, str) else complex(x) for x in point] for point in solver.finite_solutions()]
    seconds = time.perf_counter() - begun
    real = [[x.real for x in point] for point in points if max(abs(x.imag) for x in point) < 1e-8]
    json.dump({"points": real, "seconds": seconds}, sys.stdout)
