"""Certificates that are large rather than deep, by the place that is large: each is accepted or refused within 5 seconds of
processor time and 500 MB, in a process of its own, because every operation is charged what it touches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from weakref import WeakSet

import pytest

from tests.marks import but
from tests.theory.kernel.bench import diagonal, family, integer, matrix, positive, real, statement
from tests.theory.kernel.test_malicious import MEMORY, ended
from theory.kernel.budget import Fault, limited
from theory.kernel.certificate import BYTES, Certificate
from theory.kernel.check import RULES, check_certificate, check_folder
from theory.kernel.rules import Step
from theory.kernel.statement import Statement, declarations_of, forget

SECONDS = 5
DIMENSIONS = ["d", family("dimension", "1", "9999")]
MEMBERS = ["x", family("real", "1", "9999")]
SQUARES = ["A", family("matrix", "1", "9999", shape=["2", "2"])]
SIGNED = ["D", {**family("diagonal", "1", "9999"), "size": "3", "positive": True}]
ARROWS = [integer("n"), *(matrix(f"M{k}", "n", "n") for k in range(4))]


def plus(items: Iterable[str], width: int = 45) -> str:
    """A sum in brackets of ``width``: the parser of Python takes no chain of thousands."""
    items = list(items)
    return "+".join("(" + "+".join(items[k : k + width]) + ")" for k in range(0, len(items), width))


def members(name: str, low: int, high: int, width: int = 45) -> str:
    return plus((f"{name}[{k}]" for k in range(low, high)), width)


def product(name: str, high: int) -> str:
    return "*".join(f"{name}[{k}]" for k in range(1, high))


def trivial(letters: list, given: list | None = None, then: list | None = None, exists: list | None = None,
            rule: str = "expand", witness: object = None) -> Certificate:  # fmt: skip
    then = then or ["1 == 1"]
    return Certificate(
        statement(letters, given or [], then, exists), rule, (), [[]] * len(then) if witness is None else witness
    )


ONES = plus(["1"] * 4500, 90)
SIZES = members("d", 1, 2200)
WORD = "*".join(["(" + "*".join(["M0", "M1"] * 25) + ")"] * 38)
SHORT = members("d", 1, 130)
FEW = members("x", 1, 300)
ATTACKS: dict[str, Callable[[], Certificate]] = {
    "value: 199 sums of 4,500 ones": lambda: trivial([real(f"a{k}", value=f"{ONES}+{k}") for k in range(199)]),
    "value: 199 sums of the letters before": lambda: trivial(
        [real("a0"), *(real(f"a{k}", value=plus(f"a{j}" for j in range(k))) for k in range(1, 199))]
    ),
    "value: 39 products of 900 members": lambda: trivial(
        [["x", family("positive", "1", "9999")], *(positive(f"a{k}", value=product("x", 900)) for k in range(39))]
    ),
    "value: a junk field of 9 kB in 199 letters": lambda: trivial(
        [real(f"a{k}", value="1", junk="z" * 9000) for k in range(199)]
    ),
    "value: 9 kB of blanks in 199 letters": lambda: trivial([real(f"a{k}", value="1" + " " * 9000) for k in range(199)]),
    "shape: 25 of 1,500 members": lambda: trivial(
        [DIMENSIONS, *(matrix(f"A{k}", members("d", 1, 1500), "1") for k in range(25))]
    ),
    "shape: 190 of 130 members": lambda: trivial([DIMENSIONS, *(matrix(f"A{k}", SHORT, SHORT) for k in range(190))]),
    "over: 100 families up to a sum of 130": lambda: trivial(
        [DIMENSIONS, *([f"x{k}", family("real", "1", SHORT)] for k in range(100))], [f"x{k}[{SHORT}] == 0" for k in range(100)]
    ),
    "over: 150 ranges, each up to all before": lambda: trivial(
        [integer("n0"), *(integer(f"n{k}", "1", plus(f"n{j}" for j in range(k))) for k in range(1, 150))]
    ),
    "given: 12 sizes of 2,200 members": lambda: trivial([DIMENSIONS], [f"tr(I({SIZES})) == {k}" for k in range(12)]),
    "given: 199 traces of sizes of 130": lambda: trivial([DIMENSIONS], [f"tr(I({SHORT})) == {k}" for k in range(199)]),
    "given: 199 sums of 899": lambda: trivial([MEMBERS], [members("x", 1 + j, 900 + j) + " == 0" for j in range(199)]),
    "given: 99 sums of matrices": lambda: trivial([SQUARES], [members("A", 1, 2300) + " == 0"] * 99),
    "given: an index of 130 members, 30 times": lambda: trivial(
        [["d", family("dimension", "1", "9999")], ["x", family("real", "1", SIZES)]], [f"x[{SHORT}] == {k}" for k in range(30)]
    ),
    "given: 199 quantifiers over sums": lambda: trivial(
        [MEMBERS], [f"all(n, 1, 9000, x[n]*({FEW}) == {k})" for k in range(199)]
    ),
    "given: 190 roots": lambda: trivial([MEMBERS], [f"roots(s*({FEW})+{k}, s, simple=1)" for k in range(190)]),
    "given: a word of 1,900 letters": lambda: trivial(ARROWS, [WORD + " == 0"] * 20),
    "given: a trace of 1,900 letters": lambda: trivial(ARROWS, [f"tr({WORD}) == 0"]),
    "given: transposes of sums": lambda: trivial([SQUARES], [f"({members('A', 1, 400)})" + ".T" * 500 + " == 0"] * 30),
    "given: negations of sums": lambda: trivial([MEMBERS], ["-" * 60 + f"({members('x', 1, 2000)}) == 0"] * 60),
    "given: runs of 900 diagonals": lambda: trivial([SIGNED], ["(" + product("D", 900) + ").T.T.T == 0"] * 40),
    "given: 60 divisions by long numbers": lambda: trivial([MEMBERS], [f"({FEW})/{'9' * 4000} == 0"] * 60),
    "given: a sum of far fractions": lambda: trivial([], [plus(f"1/{10**80 + k}" for k in range(200)) + " == 0"] * 90),
    "then: ten sizes of 2,200 members": lambda: trivial(
        [DIMENSIONS], [], [f"tr(I({members('d', 1, 1100)})) == {members('d', 1, 1100)}"] * 4
    ),
    "then: traces of sums": lambda: trivial(
        [SQUARES],
        [],
        [
            f"tr(({members('A', 1, 900)}).T) == tr({members('A', 1, 900)})",
            *(f"tr({members('A', 1, 1900)}*{k}) == 0" for k in range(60)),
        ],
    ),
    "then: 100 givens among 100": lambda: trivial(
        [MEMBERS], [f"{FEW}+{k} >= 0" for k in range(100)], [f"{FEW}+{k} >= 0" for k in reversed(range(100))], rule="collect"
    ),
    "then: 100 equations among 100": lambda: trivial(
        [MEMBERS], [f"{FEW} == {k}" for k in range(100)], [f"{k} == {FEW}" for k in reversed(range(100))], rule="collect"
    ),
    "then: 100 variations": lambda: trivial(
        [
            ["W", family("matrix", "1", "9", shape=["2", "2"])],
            *(real(f"F{k}", value=plus([*(f"F{j}" for j in range(k)), "tr(W[1])"])) for k in range(150)),
        ],
        [],
        ["critical(F149, W)"] * 199,
        rule="collect",
    ),
    "then: 100 ranges, each in the last of 99": lambda: trivial(
        [MEMBERS],
        [f"all(n, 1, {k}, {members('x', 1, 110)} == x[n])" for k in range(1, 100)],
        [f"all(n, 1, 99, {members('x', 1, 110)} == x[n])"] * 100,
        rule="collect",
    ),
    "witness: 9,000 sums of one fact": lambda: trivial(
        [MEMBERS], [f"{members('x', 1, 900)} == 0"], ["x[1] == 0"], witness=[[[plus(["_"] * 9000, 90), ["given", 0]]] * 20]
    ),
    "witness: two equal facts in turn": lambda: trivial(
        [DIMENSIONS, positive("x")],
        [plus(f"{k}*x**({members('d', 1, 100)}+{k})" for k in range(1, 26)) + " == 0"] * 2,
        ["x == 0"],
        witness=[[["_", ["given", 0]], ["_", ["given", 1]]] * 9000],
    ),
    "witness: transposes of one fact": lambda: trivial(
        [SQUARES], [members("A", 1, 2000) + " == 0"], ["A[1] == 0"], witness=[[["_" + ".T" * 300, ["given", 0]]] * 90]
    ),
    "witness: traces of one fact": lambda: trivial(
        [SQUARES],
        [members("A", 1, 2000) + " == 0"],
        ["tr(A[1]) == 0"],
        witness=[[[plus(["tr(_)"] * 2000, 90), ["given", 0]]] * 40],
    ),
    "witness: squares, 100 of 300 terms": lambda: trivial(
        [MEMBERS], [], ["1 >= 0"], rule="order", witness=[{"terms": [{"square": f"{FEW}+{k}"} for k in range(100)]}]
    ),
    "witness: 20,000 texts": lambda: trivial(
        [real("x")], ["x == 0"], ["x == 0"], witness=[[["+".join(["_"] * 30) + f"-{k}*_", ["given", 0]] for k in range(20_000)]]
    ),
    "witness: 90,000 facts that say nothing": lambda: trivial(
        [], ["0 == 0"], ["1 == 1"], witness=[[["_", ["given", 0]]] * 90_000]
    ),
    "witness: 600,000 empty terms": lambda: trivial([], [], ["1 >= 0"], rule="order", witness=[{"terms": [{}] * 600_000}]),
    "witness: 100,000 matrices that are 0": lambda: trivial(
        [],
        ["0 == 0"],
        ["1 == 1"],
        rule="definite",
        witness=[{"fact": ["given", 0], "terms": [["1", "0"]] * 100_000, "matrix": 0}],
    ),
    "witness: 400,000 entries": lambda: trivial(
        [], ["0 == 0"], ["1 == 1"], rule="entry", witness=[{"fact": ["given", 0], "entries": ["x"] * 400_000}]
    ),
    "witness: a flood of brackets": lambda: trivial([], witness=[[]] * 600_000),
    "witness: a flood of objects": lambda: trivial([], witness=[{}] * 600_000),
    "witness: an instance at a sum": lambda: trivial(
        [DIMENSIONS, matrix("M", SHORT, SHORT)],
        [],
        ["M == U*S*V.T"],
        [integer("r", "0"), matrix("U", SHORT, "r"), diagonal("S", "r"), matrix("V", SHORT, "r")],
        "lemma",
        {"lemma": "thin SVD", "at": {"m": SHORT, "n": SHORT}, "fresh": {n: n for n in "rUSV"}},
    ),
    "exists: 199 letters with values": lambda: trivial(
        [MEMBERS],
        [],
        ["1 == 1"],
        [real(f"z{k}") for k in range(190)],
        "exists",
        {"terms": {f"z{k}": members("x", 1, 900) for k in range(190)}},
    ),
    "exists: 199 defined letters": lambda: trivial(
        [MEMBERS], [], ["1 == 1"], [real(f"z{k}", value=members("x", 1, 900)) for k in range(190)], "exists", {}
    ),
    "override: 100 of 50 members, each a sum": lambda: trivial(
        [
            MEMBERS,
            *(
                [
                    f"y{k}",
                    family(
                        "real",
                        "1",
                        "9999",
                        override={"of": "x", "at": {str(j): f"{plus(['x[1]'] * 60)}+{j}" for j in range(1, 51)}},
                    ),
                ]
                for k in range(100)
            ),
        ]
    ),
    "override: 90 of 50 members at sums": lambda: trivial(
        [
            *(integer(f"n{k}", "1", "9") for k in range(100)),
            MEMBERS,
            *(
                [
                    f"y{k}",
                    family(
                        "real",
                        "1",
                        "9999",
                        override={
                            "of": "x",
                            "at": {plus([*(f"n{i}" for i in range(70)), f"{1000 * j}"]): "0" for j in range(1, 9)},
                        },
                    ),
                ]
                for k in range(90)
            ),
        ]
    ),
    "root: 100 of sums": lambda: trivial(
        [["x", family("positive", "1", "9999")], *(positive(f"r{k}", root=["2", members("x", 1, 900)]) for k in range(100))]
    ),
    "root: 100 of a degree that is a sum": lambda: trivial(
        [DIMENSIONS, *(positive(f"r{k}", root=[SHORT, "2"]) for k in range(100))], [f"r{k}**({SHORT}) == 2" for k in range(100)]
    ),
}


SLOW = ("value: 199 sums of 4,500 ones", "override: 100 of 50 members, each a sum", "given: 99 sums of matrices",
        "then: 100 equations among 100", "then: traces of sums", "witness: 20,000 texts",
        "then: 100 ranges, each in the last of 99", "over: 100 families up to a sum of 130", "given: 199 sums of 899",
        "given: 199 quantifiers over sums", "given: 190 roots", "given: a word of 1,900 letters", "given: transposes of sums",
        "given: runs of 900 diagonals")  # fmt: skip


@pytest.mark.parametrize("name", but(ATTACKS, SLOW))
def test_large_certificates_end_soon(name: str, tmp_path: Path) -> None:
    attack = ATTACKS[name]()
    (tmp_path / f"{attack.id}.json").write_text(json.dumps(attack.content(), separators=(",", ":")))
    assert (tmp_path / f"{attack.id}.json").stat().st_size < BYTES
    code, output, memory = ended("theory.kernel", tmp_path, SECONDS)
    assert code in (0, 1) and len(output.splitlines()) == 1 + code and output.replace("\n", "").isprintable()
    assert memory < MEMORY, f"{memory // 2**20} MB"


@pytest.mark.parametrize(("left", "right"), [(170, 170), (1, 170), (60, 60)])
def test_a_replaced_letter_is_not_looked_through_for_every_variation(left: int, right: int, tmp_path: Path) -> None:
    """199 critical atoms, and a scalar that becomes 512 terms with exponents of so many symbols."""
    symbols = [f"n{k}" for k in range(170)]
    term = "*".join(f"({x}**({plus(symbols[:left])})+{x.lower()}**({plus(symbols[:right])}))" for x in "ABCDEGHJK")
    w, critical = ["W", family("matrix", "1", "1", shape=["2", "2"])], ["critical(F, W)"]
    source = trivial([real("c"), w, real("F", value="c*tr(W[1].T*W[1])")], critical, critical * 199, rule="collect")
    letters = [*(integer(n, "0") for n in symbols), *(positive(x) for y in "ABCDEGHJK" for x in (y, y.lower())), w]
    target = statement([*letters, real("F", value=f"({term})*tr(W[1].T*W[1])")], critical, critical)
    for one in (source, Certificate(target, "instance", (source.id,), {"at": {"c": term}})):
        one.write(tmp_path)
    code, output, memory = ended("theory.kernel", tmp_path, SECONDS)
    assert code in (0, 1) and len(output.splitlines()) == 1 + code and memory < MEMORY


def test_symbols_count_in_the_size_and_what_is_mentioned_is_charged_every_time() -> None:
    letters = declarations_of([*(integer(f"n{k}", "0") for k in range(100)), positive("x"), ["D", SIGNED[1]]])
    every = plus(f"n{k}" for k in range(100))
    for name, text in (("x", f"x**({every})"), ("D", f"D[1]**({every})"), ("D", f"tr(D[1]**({every}))")):
        value = letters.poly(text)
        assert value.size > 200 and value.mentions() == {name, *(f"n{k}" for k in range(100))}
        for _ in range(2):
            with pytest.raises(Fault, match="out of budget"), limited(10):
                value.mentions()
            with pytest.raises(Fault, match="out of budget"), limited(10):
                letters.integer(every).mentions()


@pytest.mark.full
def test_what_is_remembered_does_not_grow_with_the_folder(tmp_path: Path) -> None:
    """Each certificate has letters of its own and uses up its budget: 24 MB that nobody needs once it is refused."""
    for k in range(6):
        names = [f"z{k}q", *(f"p{i}" for i in range(199))]
        terms = [{"weight": "+".join(names[j % 190 :] + names[: j % 190 + j // 190])} for j in range(900)]
        trivial([positive(n) for n in names], [], ["p1 >= 0"], rule="order", witness=[{"terms": terms}]).write(tmp_path)
    trivial([]).write(tmp_path)
    code, output, memory = ended("theory.kernel", tmp_path)
    assert code == 1 and output.count("out of budget") == 6 and "1 accepted, 6 at fault" in output
    assert memory < 120 * 2**20, f"{memory // 2**20} MB"


def test_statements_that_nobody_cites_any_more_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain of 20: when one is checked, the statement before is there, and those before that are gone."""
    last, alive, most = trivial([real("x")], ["x >= 0"], ["x >= 0"], rule="collect"), WeakSet[Statement](), [0]

    def collect(step: Step) -> None:
        alive.add(step.statement)
        most[0] = max(most[0], len(alive))

    monkeypatch.setitem(RULES, "collect", collect)
    for k in range(20):
        last.write(tmp_path)
        last = Certificate(statement([real("x")], ["x >= 0"], [f"x >= 0*{k}"]), "collect", (last.id,))
    assert len(check_folder(tmp_path).accepted) == 20 and 1 < most[0] <= 3


@pytest.mark.parametrize(
    "claims", [{"c": ["a"] * 300_000}, {"c" * 900_000: ["a"] * 9000}, {str(k): ["a"] for k in range(20_000)}]
)
def test_a_large_manifest_is_one_fault(claims: dict, tmp_path: Path) -> None:
    one = trivial([])
    one.write(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"claims": claims}))
    code, output, memory = ended("theory.kernel", tmp_path, SECONDS)
    assert (
        code == 1 and output.startswith("manifest.json: not a manifest") and len(output.splitlines()) == 2 and memory < MEMORY
    )


def test_more_bytes_are_not_read(tmp_path: Path) -> None:
    attack = trivial([real(f"a{k}", value="1" + " " * 15_000) for k in range(199)])
    (tmp_path / f"{attack.id}.json").write_text(json.dumps(attack.content()))
    assert "bytes" in ended("theory.kernel", tmp_path, SECONDS)[1]


@pytest.mark.parametrize("prepare", ["nothing", "its letters", "its premise", "itself"])
def test_what_was_read_before_changes_no_price(prepare: str) -> None:
    """The least budget that suffices is the same when letters, texts and the whole certificate were read before."""
    letters = [real("x"), real("y", value="x*x+1"), matrix("A", "2", "2")]
    one = Certificate(statement(letters, ["x >= 0"], ["(x+1)**5 >= 0"]), "order", (), [{"terms": [
        {"weight": str(c), "facts": [["given", 0]] * k} for k, c in enumerate([1, 5, 10, 10, 5, 1])]}])  # fmt: skip

    def suffices(work: int) -> bool:
        forget()
        if prepare == "its letters":
            declarations_of(letters).poly("(x+1)**5")
        if prepare == "its premise":
            Statement(statement(letters, ["x >= 0"], ["1 == 1"]))
        if prepare == "itself":
            check_certificate(one, {})
        try:
            check_certificate(one, {}, work=work)
        except Fault:
            return False
        return True

    least = next(work for work in range(1, 3000) if suffices(work))
    assert least > 20
    with limited():
        forget()
        cold = next(work for work in range(1, 3000) if _alone(one, work))
    assert least == cold


def _alone(certificate: Certificate, work: int) -> bool:
    forget()
    try:
        check_certificate(certificate, {}, work=work)
    except Fault:
        return False
    return True
