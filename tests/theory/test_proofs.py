"""Derivations read like proofs: facts by name, formulas moved and not cut, functions and files that fit."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FUNCTION, FILE = 100, 500
"""Lines of a derivation, and of a file with derivations, at most."""
PROOFS = sorted((Path(__file__).parents[2] / "theory").glob("*/proofs/*.py"))


def numbered(tree: ast.AST) -> list[int]:
    """Lines with a fact by number: a list or tuple that starts with "given" or "premise", or "given": a number."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Tuple) and node.elts and isinstance(node.elts[0], ast.Constant):
            found += [node.lineno] if node.elts[0].value in ("given", "premise") and len(node.elts) > 1 else []
        if isinstance(node, ast.Dict):
            found += [value.lineno for key, value in zip(node.keys, node.values, strict=True)
                      if isinstance(key, ast.Constant) and key.value == "given" and isinstance(value, ast.Constant | ast.BinOp)
                      and not (isinstance(value, ast.Constant) and isinstance(value.value, str))]  # fmt: skip
    return found


def cut(tree: ast.AST) -> list[int]:
    """Lines where a text is cut: calls of ``replace``, or of ``sub`` of regular expressions."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return [call.lineno for call in calls if call.func.attr in ("replace", "sub", "translate", "partition")]  # type: ignore[attr-defined]


def long(tree: ast.AST) -> list[str]:
    """Functions of more lines than a derivation may have."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return [f.name for f in functions if f.end_lineno is not None and f.end_lineno - f.lineno + 1 > FUNCTION]


def test_every_paper_has_its_proofs_here():
    assert {path.parents[1].name for path in PROOFS} == {"agd", "dmd", "dmf", "udu"} and len(PROOFS) > 30


@pytest.mark.parametrize("path", PROOFS, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def test_a_derivation_reads_like_a_proof(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert not numbered(tree), "premises and hypotheses by name, see theory.prove.facts"
    assert not cut(tree), "formulas are moved by at, renamed and redeclared, see theory.prove.formulas"
    assert not long(tree), f"a derivation has at most {FUNCTION} lines"
    assert text.count("\n") <= FILE


@pytest.mark.parametrize(("check", "planted"), [
    (numbered, 'rules = [(["given", 1], "P")]'), (numbered, 'facts = [["premise", k, 0]]'),
    (numbered, 'f("given", ("given", len(given) - 1))'), (numbered, 'add({"given": 3})'),
    (numbered, 'add({"given": len(given) - 1})'),
    (cut, 'then.replace("[n]", "[0]")'), (cut, 're.sub("n", "0", then)'),
    (long, "def f():\n" + "    pass\n" * FUNCTION),
])  # fmt: skip
def test_what_does_not_read_like_a_proof_is_found(check, planted):
    assert check(ast.parse(planted))


@pytest.mark.parametrize(("check", "fine"), [
    (numbered, 'rules = [("sign", "P"), (("frames.1", "L"), "W[L]")]'), (numbered, 'add({"given": given[-1]})'),
    (numbered, 'for word in ("given",): pass'), (cut, 'at(then, n="0")'), (long, "def f():\n" + "    pass\n" * (FUNCTION - 1)),
])  # fmt: skip
def test_what_does_is_not(check, fine):
    assert not check(ast.parse(fine))
