"""What a letter looks like: Greek words, subscripts, perturbed families; no two letters of a statement alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ",
}  # fmt: skip
SHORT = {"lam": "lambda", "Lam": "Lambda", "Sig": "Sigma", "sg": "sigma", "al": "alpha", "be": "beta",
         "ep": "epsilon", "th": "theta"}  # fmt: skip
"""Abbreviations that the derivations write for Greek letters."""

LATEX = {sign: "\\" + word for word, sign in GREEK.items()} | {"ε": r"\varepsilon", "φ": r"\varphi", "∗": r"\ast"}
WORD = re.compile(r"[A-Za-z]+|\d+")


@dataclass(frozen=True)
class Symbol:
    """A base (one sign, or a word), subscript parts, a superscript mark (primes or a number in brackets), a dot for a
    velocity."""

    base: str
    sub: tuple[str, ...] = ()
    mark: str = ""
    dot: bool = False


def symbol(name: str, family: bool = False) -> Symbol:
    """The look of one letter by itself.

    >>> symbol("lam"), symbol("GY1").sub, symbol("W1", family=True).mark, symbol("dlam").dot, symbol("ystar").sub
    (Symbol(base='λ', sub=(), mark='', dot=False), ('Y', '1'), '(1)', True, ('∗',))
    """
    parts = [part for part in name.split("_") if part]
    if not parts:
        return Symbol(name)
    found = _head(parts[0], family)
    rest = tuple(_sign(piece) for part in parts[1:] for piece in WORD.findall(part))
    return replace(found, sub=found.sub + rest)


def _head(word: str, family: bool) -> Symbol:
    word, digits = re.fullmatch(r"(.*?)(\d*)", word).groups()  # type: ignore[union-attr]
    found = _letters(word) if word else Symbol(digits)
    if not digits or not word:
        return found
    if found.base == "I":  # I_n is the identity
        return Symbol(word + digits)
    return replace(found, mark=f"({digits})") if family else replace(found, sub=(*found.sub, digits))


def _letters(word: str) -> Symbol:
    plain = _sign(word)
    if len(plain) == 1:
        return Symbol(plain)
    if word.endswith("star") and len(word) > 4:
        return Symbol(_sign(word[:-4]), ("∗",))
    if word in ("sp", "sm"):
        return Symbol("s", ("+" if word == "sp" else "−",))
    inner = _sign(word[1:])
    if word[0] == "d" and (word[1].isupper() or (len(inner) == 1 and (len(word) > 2 or inner in "uvwxyz"))):
        return replace(_letters(word[1:]), dot=True)
    if len(word) == 2 or (len(word) <= 4 and len(inner) == 1):
        return Symbol(word[0], (inner,))
    if len(word) <= 3 and word[1:].isupper():
        return Symbol(word[0], (word[1:],))
    return Symbol(word)


def _sign(word: str) -> str:
    return GREEK.get(SHORT.get(word, word), word)


def symbols(letters: Iterable[str], families: Collection[str]) -> dict[str, Symbol]:
    """The look of all letters of a statement, no two alike: a subscript that a member of a family might have moves up, and
    what still collides is written out as a word.

    >>> symbols(["F", "F1"], {"F"})["F1"].mark
    '(1)'
    >>> symbols(["cX", "c_X"], ())["c_X"]
    Symbol(base='c_X', sub=(), mark='', dot=False)
    >>> [look.base for look in symbols(["l_", "l"], ()).values()]
    ['l_', 'l']
    """
    names = list(letters)
    bases = {symbol(name).base for name in families if not symbol(name).sub}
    own = set(map(Symbol, names))
    found: dict[str, Symbol] = {}
    for name in names:
        look = symbol(name, name in families)
        if look.sub and look.base in bases and not look.dot and name not in families and look.sub[-1].isdigit():
            look = replace(look, sub=look.sub[:-1], mark=f"({look.sub[-1]})")
        elif look.sub and look.base in bases and name not in families and len(look.sub) == 1 and not look.dot:
            look = replace(look, sub=(), mark=f"({look.sub[0]})")
        if look in found.values() or (look in own and look != Symbol(name)):
            look = Symbol(name)
        found[name] = look
    return found


def latex_symbol(look: Symbol, index: str = "") -> str:
    """
    >>> latex_symbol(Symbol("λ"), "l"), latex_symbol(Symbol("G", ("Y", "1")))
    ('\\\\lambda_{l}', 'G_{Y,1}')
    """
    base = _latex_sign(look.base)
    if look.dot:
        base = rf"\dot{{{base}}}"
    sub = ",".join([*map(_latex_sign, look.sub), *([index] if index else [])])
    mark = rf"^{{{look.mark}}}" if look.mark else ""
    return base + mark + (f"_{{{sub}}}" if sub else "")


def _latex_sign(sign: str) -> str:
    if len(sign) == 1:
        return LATEX.get(sign, {"−": "-"}.get(sign, sign))
    return sign if sign.isdigit() or (sign.isupper() and len(sign) == 2) else r"\mathrm{" + sign.replace("_", r"\_") + "}"


def latex_name(name: str) -> str:
    """A letter in LaTeX by itself: Greek words, and an index.

    >>> latex_name("lambda_1"), latex_name("W2"), latex_name("H_X")
    ('\\\\lambda_{1}', 'W_{2}', 'H_{X}')
    """
    return latex_symbol(symbol(name))
