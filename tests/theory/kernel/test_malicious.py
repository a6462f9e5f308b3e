"""Small certificates that want the checker to run for ever, to fill the memory or to fall over: each is one fault, in a
fresh process, and takes less than 500 MB. That each ends is the budget's work, which counts steps and not seconds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.theory.kernel.bench import diagonal, family, integer, matrix, positive, real, statement
from theory.kernel.certificate import Certificate

ROOT = Path(__file__).parents[3]
MEMORY = 500 * 2**20
SMALL = 100_000
"""Bytes of a malicious certificate."""


@dataclass(frozen=True)
class Malice:
    """``make`` fills a folder with files; the kernel names one fault with ``says``, and the models one with ``models``
    ("-": what is wrong is no matter of models)."""

    name: str
    make: Callable[[Path], object]
    says: str = ""
    models: str = ""


def certificate(letters: list, given: list, then: list, rule: str = "expand", witness: object = None,
                model: object = None, premises: list | None = None) -> dict:  # fmt: skip
    return {"statement": statement(letters, given, then), "rule": rule, "premises": premises or [],
            "witness": [[]] * len(then) if witness is None else witness, "model": model or {}}  # fmt: skip


def step(*args: object, **more: object) -> Callable[[Path], object]:
    """A certificate under its proper name."""

    def make(folder: Path) -> None:
        content = certificate(*args, **more)  # type: ignore[arg-type]
        name = Certificate(content["statement"], content["rule"], tuple(content["premises"]), content["witness"],
                           content["model"]).id  # fmt: skip
        (folder / f"{name}.json").write_text(json.dumps(content))

    return make


def text(content: str, name: str = "0" * 64) -> Callable[[Path], object]:
    """A file that is no certificate."""
    return lambda folder: (folder / f"{name}.json").write_text(content)


def named_after_itself(folder: Path) -> None:
    name = "ab" * 32
    (folder / f"{name}.json").write_text(json.dumps(certificate([], [], ["0 == 1"], "collect", premises=[name])))


def nested(inside: str, times: int) -> str:
    return "(" * times + inside + "**200)" * times


X = [real("x")]
BOX = ["x >= 0", "1-x >= 0"]
BOUNDS = {"bounds": {"x": [["given", 0], ["given", 1]]}}
CUBE = [real(n) for n in "xyz"]
CUBE_BOX = [a for n in "xyz" for a in (f"{n} >= 0", f"1-{n} >= 0")]
CUBE_BOUNDS = {n: [["given", 2 * k], ["given", 2 * k + 1]] for k, n in enumerate("xyz")}
BIG = "9" * 4000
IDENTITY = [[str(int(i == j)) for j in range(60)] for i in range(60)]
ROWS = [[f"{i + 2}/{j + 3}" for j in range(60)] for i in range(60)]
HALVES = "(" + "+".join(f"1/{10**3000 + k}" for k in range(6)) + ")"


def tree(depth: int, low: int = 0) -> object:
    return "leaf" if depth == 0 else {"cut": "x", "at": f"1/{2 ** (low + 1)}", "low": tree(depth - 1, low + 1), "high": "leaf"}


def bushy(depth: int, low: int = 0, high: int = 64) -> object:
    middle = (low + high) // 2
    return "leaf" if depth == 0 else {"cut": "x", "at": f"{middle}/64", "low": bushy(depth - 1, low, middle),
                                      "high": bushy(depth - 1, middle, high)}  # fmt: skip


MALICES = [
    Malice("brackets, 50,000 deep", text("[" * 50_000 + "]" * 50_000), "nested"),
    Malice("objects, 10,000 deep", text('{"a":' * 10_000 + "1" + "}" * 10_000), "nested"),
    Malice("a number of 90,000 digits", text('{"witness": ' + "7" * 90_000 + "}"), "digits"),
    Malice("a float", text('{"witness": 1e200000000}'), "exact numbers"),
    Malice("NaN", text('{"witness": NaN}'), "exact numbers"),
    Malice("a field twice", text('{"rule": "expand", "rule": "order"}'), "twice"),
    Malice("no text", lambda folder: (folder / "a.json").write_bytes(b"\xff\xfe" * 100), "not readable"),
    Malice("a link to an endless device", lambda folder: (folder / "a.json").symlink_to("/dev/zero"), "not readable"),
    Malice("a pipe", lambda folder: os.mkfifo(folder / "a.json"), "regular file"),
    Malice("a folder", lambda folder: (folder / "a.json").mkdir(), "not readable"),
    Malice("a name of control characters", text("{}", "\x1b[2J\x07"), "exactly the fields"),
    Malice("a name that is not the hash", text(json.dumps(certificate([], [], ["0 == 0"]))), "not the hash", "-"),
    Malice("text for a list", step("abc", [], ["0 == 0"]), "each a list", "each a list"),
    Malice("numbers for atoms", step([], [], [1]), "atoms are texts", "atoms are texts"),
    Malice("a letter that looks like a", step([["\u0430", {"kind": "real"}]], [], ["\u0430 == \u0430"]), "no name", "no name"),
    Malice("half a character", step([["\ud800", {"kind": "real"}]], [], ["0 == 0"]), "no name", "no name"),
    Malice("control characters in a rule", step([], [], ["0 == 0"], "\x1b]0;owned\x07\nexpand"), "no rule", "-"),
    Malice("an exponent of 10^9", step(X, [], ["x**1000000000 == 0"], model={"x": "1"}), "too large", "too large"),
    Malice("numbers of nested powers", step([], [], [nested("2", 12) + " == 0"]), "bits", "bits"),
    Malice("inverses of nested powers", step([], [], [f"({BIG}**4)**(-200) + ({BIG[1:]}7**4)**(-200) == 0"]), "", ""),
    Malice("letters of nested powers", step(X, [], [nested("x", 40) + " == 0"], model={"x": "2"}), "", ""),
    Malice("exponents of nested powers", step([integer("n"), positive("x")], [], [f"x**({nested('n', 6)}) == 0"],
                                              model={"n": "2", "x": "2"}), "", ""),
    Malice("sums of far fractions", step([], [], [f"{HALVES}**200 == 0"]), "", ""),
    Malice("300 sums of far fractions", step(X, ["x == 0"], ["0 == 1"], witness=[
        [[f"_/{10**200 + k}", ["given", 0]] for k in range(300)]], model={"x": "0"}), "", "false in the model"),
    Malice("(a+b+c+d)^200", step([real(n) for n in "abcd"], [], ["(a+b+c+d)**200 == 0"], model=dict.fromkeys("abcd", "1")),
           "out of budget", "out of budget"),
    Malice("a product of sums", step([real(f"x{k}") for k in range(40)], [], [
        "*".join(f"(x{k}+1)" for k in range(40)) + " == 0"], model={f"x{k}": "1" for k in range(40)}), "budget", "budget"),
    Malice("long words", step([matrix("A"), matrix("B")], [], ["tr((A+B)**60) == 0"], model={"A": IDENTITY, "B": IDENTITY}),
           "out of budget", "out of budget"),
    Malice("one word of 200 letters, cyclically", step([matrix("A"), matrix("B")], [], ["tr(((A*B)**100)**20) == 0"], model={
        "A": [["1", "0"], ["0", "1"]], "B": [["1", "0"], ["0", "1"]]}), "", ""),
    Malice("parentheses, 9,000 deep", step([], [], ["(" * 9000 + "0" + ")" * 9000 + " == 0"]), "cannot read", "cannot read"),
    Malice("signs, 19,000 deep", step([], [], ["-" * 19_000 + "1 == 0"]), "", ""),
    Malice("transposes, 9,000 deep", step([matrix("A")], [], ["A" + ".T" * 9000 + " == 0"]), "", ""),
    Malice("a sum of 9,000", step(X, [], ["x" + "+x" * 9000 + " == 0"], model={"x": "1"}), "", ""),
    Malice("tr I(800000000)", step([], [], ["tr(I(800000000)) == 1"]), "remain", "at most"),
    Malice("a size of 4,000 digits", step([matrix("A", BIG, BIG)], [], ["A == 0"], model={"A": [["1"]]}), "remain", "shape"),
    Malice("a model of 1e200000000", step(X, [], ["x == 1"], model={"x": "1e200000000"}), "remain", "not a rational"),
    Malice("a range of 10^9", step([["x", family("real", "1", "1000000000")]], [], ["all(n, 1, 1000000000, x[n] == 0)"],
                                   "collect", model={"x": {"1": "1"}}), "conclusion 0", "at most 400"),
    Malice("a family that squares itself", step([["x", family("real", "0", "300", first="2", next="x[n_]*x[n_]")]], [],
                                                ["x[300] == 1"]), "remain", ""),
    Malice("a family of large matrices", step(
        [matrix("A", "60", "60"), ["P", family("matrix", "0", "300", shape=["60", "60"], first="I(60)", next="A*P[n_]")]], [],
        ["P[300] == 0"], model={"A": ROWS}), "remain", ""),
    Malice("a variation of large matrices", step(
        [["W", family("matrix", "1", "1", shape=["60", "60"])], real("F", value="tr(W[1].T*W[1]*W[1].T*W[1])")], [],
        ["critical(F, W)"], "collect", model={"W": {"1": ROWS}}), "conclusion 0", ""),
    Malice("derivatives inside derivatives", step(
        X, [], ["diff(" * 30 + "x**40" + ", x)" * 30 + " == 0"], model={"x": "3"}), "remain", ""),
    Malice("roots of degree 400", step(
        [real(f"a{k}") for k in range(40)], [], ["roots(" + "+".join(f"a{k}*s**{5 * k}" for k in range(40)) + ", s, simple=1)"],
        "collect", model={f"a{k}": f"{7**k + k}/{3**k + 1}" for k in range(40)}), "conclusion 0", ""),
    Malice("surds", step([real("x")], [], ["x**200 == 1"], model={"x": [BIG, BIG[1:], "2"]}), "remain", ""),
    Malice("an integer of 4,000 digits as exponent", step(
        [integer("n"), positive("x")], [], ["x**n == 1"], model={"n": BIG, "x": "2"}), "remain", "the exponent 9"),
    Malice("an inverse of a large diagonal", step([diagonal("D", "60")], [], ["D**(-200) == I(60)"], model={"D": IDENTITY}),
           "remain", ""),
    Malice("an override of 60 members", step(
        [["x", family("real", "1", "100")], ["z", family("real", "1", "100", override={
            "of": "x", "at": {str(k): "0" for k in range(1, 61)}})]], [], ["z[1] == 0"]), "wrong form", "wrong form"),
    Malice("30 overrides of 50 members", step(
        [["x0", family("real", "1", "100")], *([f"x{k}", family("real", "1", "100", override={
            "of": f"x{k - 1}", "at": {str(i): "0" for i in range(1, 51)}})] for k in range(1, 31))], [], ["x30[70] == 0"],
        model={"x0": {str(i): "1" for i in range(1, 101)}}), "remain", "false"),
    Malice("201 letters", step([real(f"x{k}") for k in range(201)], [], ["0 == 0"]), "at most 200", "at most 200"),
    Malice("200 letters, each defined by a long sum", step(
        [real("x0", value="1"), *(real(f"x{k}", value="+".join([f"x{k - 1}*x{k - 1}"] * 30)) for k in range(1, 200))], [],
        ["x199 == 0"]), "remain", ""),
    Malice("150 ranges, each twice the last", step(
        [integer("n0"), *(integer(f"n{k}", f"n{k - 1}+n{k - 1}") for k in range(1, 150))], [], ["n149 >= 1"],
        "collect", model={f"n{k}": str(2**k) for k in range(150)}), "conclusion 0", "-"),
    Malice("bernstein of degree 150 in three letters", step(
        CUBE, CUBE_BOX, ["x**150*y**150*z**150 >= 0"], "bernstein", [{"bounds": CUBE_BOUNDS, "tree": "leaf"}],
        model=dict.fromkeys("xyz", "1/2")), "more than", "-"),
    Malice("bernstein, 90 deep", step(X, BOX, ["x**9 >= 0"], "bernstein", [{**BOUNDS, "tree": tree(90)}],
                                      model={"x": "1/2"}), "at most 60 deep", "-"),
    Malice("bernstein, bushy", step(X, BOX, ["1+x**200 >= x"], "bernstein", [{**BOUNDS, "tree": bushy(6)}],
                                    model={"x": "1/2"}), "out of budget", "-"),
    Malice("bernstein, a cut of 4,000 digits", step(
        X, BOX, ["1+x**200 >= x"], "bernstein", [{**BOUNDS, "tree": {"cut": "x", "at": f"1/{BIG}", "low": "leaf",
                                                                    "high": "leaf"}}], model={"x": "1/2"}), "", "-"),
    Malice("10,000 premises", step([], [], ["0 == 1"], "collect", premises=[f"{k:064x}" for k in range(1400)]), "at most 100"),
    Malice("a premise that is the certificate", named_after_itself, "not the hash", "false"),
    Malice("premises that are not there", step([], [], ["0 == 1"], "collect", premises=["f" * 64]), "not accepted", "false"),
    Malice("a witness of 2,000 facts", step(X, ["x >= 0"], ["x**3 > 0"], "order", [
        {"terms": [{"weight": "x**2+1", "facts": [["given", 0]] * 90}] * 20}], model={"x": "1"}), "", "-"),
]  # fmt: skip


MEASURED = """
import resource, runpy, sys
seconds, module, sys.argv = int(sys.argv[1]), sys.argv[2], sys.argv[2:]
if seconds:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
try:
    runpy.run_module(module, run_name="__main__", alter_sys=False)
finally:
    try:
        peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    sys.stdout.flush()
    print("peak", peak * 1024)
"""


def ended(module: str, folder: Path, seconds: int = 0) -> tuple[int, str, int]:
    """(exit code, output, bytes of memory) of ``python -m MODULE FOLDER`` in a process of its own.

    The child reads its own peak: what the system says of a child counts the tests' own memory, from before it started.
    After ``seconds`` of processor time, if any, the system ends it.
    """
    done = subprocess.run([sys.executable, "-c", MEASURED, str(seconds), module, str(folder)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=folder.parent)  # fmt: skip
    output, _, peak = done.stdout.decode().rpartition("peak ")
    return done.returncode, output, int(peak)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "certificates").mkdir()
    return tmp_path / "certificates"


@pytest.mark.parametrize("malice", MALICES, ids=lambda m: m.name)
def test_one_fault(malice: Malice, folder: Path) -> None:
    malice.make(folder)
    assert all(p.stat().st_size <= SMALL for p in folder.iterdir() if p.is_file() and not p.is_symlink())
    code, output, memory = ended("theory.kernel", folder)
    lines = output.splitlines()
    assert code == 1 and len(lines) == 2 and malice.says in lines[0] and "0 accepted" in lines[1] and "1 at fault" in lines[1]
    assert output.replace("\n", "").isprintable() and memory < MEMORY


@pytest.mark.parametrize("malice", [m for m in MALICES if m.models != "-"], ids=lambda m: m.name)
def test_no_model(malice: Malice, folder: Path) -> None:
    malice.make(folder)
    code, output, memory = ended("theory.models", folder)
    lines = output.splitlines()
    assert code == 1 and len(lines) == 2 and malice.models in lines[0] and lines[1] == "1 without a model"
    assert output.replace("\n", "").isprintable() and memory < MEMORY
