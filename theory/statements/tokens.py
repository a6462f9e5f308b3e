"""Text to tokens: LaTeX, Unicode and Python spellings become one alphabet, and products without a sign are made explicit.

Runs of letters. A declared name is itself. A single letter (with digits or an index: X1, X_1) is a name, a Greek word too.
Another run is a product of single letters, ``ABAB``, if each is an upper-case letter, is declared, or stands alone
somewhere; T must be declared for it, since ``AT`` is likelier a transpose. Everything else is an unknown name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from theory.statements.tree import StatementError

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
WORDS = set(GREEK.values())
FUNCTIONS = {"tr": "TR", "Tr": "TR", "trace": "TR", "norm": "NORM", "inner": "INNER", "dot": "INNER", "inv": "INV"}
UNKNOWN = {"det", "rank", "exp", "log", "sqrt", "max", "min", "sum", "diag", "vec", "kron", "abs", "sup", "inf", "span",
           "sin", "cos", "prod", "argmin", "forall", "exists", "null", "rk", "eig", "sign", "if", "then", "not", "or",
           "for", "int", "lim", "grad", "vectorize"}  # fmt: skip
SYMBOLS = [
    ("TURN", ("⊢", "⟹", "⇒", "==>", "=>", r"\vdash", r"\Rightarrow", r"\implies", r"\Longrightarrow")),
    ("⪰", ("⪰", "≽", ">>", r"\succeq", r"\succcurlyeq")), ("⪯", ("⪯", "≼", "<<", r"\preceq", r"\preccurlyeq")),
    ("≻", ("≻", r"\succ")), ("≺", ("≺", r"\prec")),
    (">=", ("≥", "⩾", ">=", r"\geqslant", r"\geq", r"\ge")), ("<=", ("≤", "⩽", "<=", r"\leqslant", r"\leq", r"\le")),
    ("=", ("==", "=")),
    ("LANG", ("⟨", "〈", r"\langle")), ("RANG", ("⟩", "〉", r"\rangle")),
    ("BARS", ("‖", "∥", "||", r"\|", r"\Vert", r"\lVert", r"\rVert")), ("BAR", ("|", r"\vert", r"\lvert", r"\rvert")),
    ("POW", ("**", "^")), ("TIMES", ("*", "·", "⋅", "@", r"\cdot", r"\times", "×")), ("DIV", ("/", "÷")),
    ("PLUS", ("+",)), ("MINUS", ("-", "−", "–")), ("COMMA", (",", "，")), ("SEMI", (";", r"\land", r"\wedge", "∧", "&")),
    ("LBLOCK", ("⟦",)), ("RBLOCK", ("⟧",)),
    ("LPAR", ("(", "[", "{", r"\{")), ("RPAR", (")", "]", "}", r"\}")), ("PRIME", ("'", "′", "’")),
]  # fmt: skip
FIXED = sorted(((text, kind) for kind, texts in SYMBOLS for text in texts), key=lambda pair: -len(pair[0]))
PARTS = {sign: unicodedata.normalize("NFKC", sign).replace("⁄", "/") for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"}
"""Signs of fractions: ½ is 1/2."""
SUPERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ", "0123456789-T")
SUBS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
RELATIONS = ("⪰", "⪯", "≻", "≺", ">=", "<=", "=", ">", "<")
DECLARATION = "\x00"
"""Stands where a declaration stood."""
QUANTIFIER, WITH = "\x01", "\x02"
"""Stand where a quantifier with its letters stood, and the word with."""
ENDS = {"DECL", "NUMBER", "NAME", "IDENT", "RPAR", "RBAR", "RANG", "RBLOCK", "TRANSPOSE", "INVERSE"}
STARTS = {"NAME", "IDENT", "LPAR", "LBAR", "LANG", "LBLOCK", "TR", "NORM", "INNER", "INV"}
FONT = re.compile(
    r"\\(?:mathbf|mathrm|mathsf|mathit|boldsymbol|bm|operatorname|text|textrm|mathcal|mathbb)\s*"
    r"\{([A-Za-z]+|\\[A-Za-z]+)\}"
)
DROPPED = re.compile(
    r"\\(?:left|right|big|Big|bigg|Bigg|bigl|bigr|Bigl|Bigr|"
    r",|;|!|:|quad|qquad|displaystyle)(?![A-Za-z])|\$|~|\\ "
)
TIGHT_INNER = re.compile(r"<(?=\S)[^<>,=|]+,[^<>,=|]+>\s*(?![A-Za-z0-9(\\.‖])")
"""An inner product right behind a factor, 2<A,B>; before an operand it would be two comparisons, 2<a, b>0."""
INDEX = re.compile(r"[0-9₀-₉]+|_(?:\{[A-Za-z0-9]+\}|[A-Za-z0-9])")
LATEX = re.compile(r"\\([A-Za-z]+)(?:[₀-₉]+|_(?:\{[A-Za-z0-9]+\}|[A-Za-z0-9]))?")
TWINS = [("ε", "ϵ"), ("φ", "ϕ"), *((rf"\{x}", rf"\var{x}") for x in ("epsilon", "phi", "theta", "rho", "sigma", "pi"))]
"""Two shapes of one Greek letter: in one text they would be one name."""
NUMBERED = re.compile(r"(?<![A-Za-z0-9_\\])[A-Za-z](?:[₀-₉]+|_(?:[0-9](?![0-9])|\{[0-9]+\}))")
"""A Latin letter with a number below it: x₁ is the name x1, which x_1 is not."""
RUN = re.compile(r"[A-Za-z]+[0-9₀-₉]*(?:_(?:\{[A-Za-z0-9]+\}|[A-Za-z0-9]))?")


@dataclass
class Token:
    """kind, text, place; ``space``: whether a blank stands before it; ``sub``: the index of a closing norm bar."""

    type: str
    value: str
    at: int
    space: bool = False
    sub: str = ""


def unfont(text: str) -> str:
    """Fonts, spaces and ``\\left`` of LaTeX replaced by blanks, so that places stay.

    >>> unfont(r"\\mathbf{A}\\left(B\\right)").split()
    ['A', '(B', ')']
    """
    text = FONT.sub(lambda m: m[1].rjust(m.end(1) - m.start()).ljust(m.end() - m.start()), text)
    return DROPPED.sub(lambda m: " " * len(m[0]), text)


class Tokenizer:
    """``names``: declared ones. The tokens of a text, products without a sign as JUXT.

    >>> [t.value for t in Tokenizer({"A", "B"}).read("2AB^TA")]
    ['2', '', 'A', '', 'B', 'ᵀ', '', 'A']
    """

    def __init__(self, names: set[str], integers: set[str] | None = None, sizes: set[str] | None = None):
        self.names, self.integers, self.sizes = names, integers or set(), sizes or set()

    def read(self, text: str, alone: set[str] | None = None, shown: str = "") -> list[Token]:
        """All tokens; ``alone``: letters that stand alone somewhere else; ``shown``: the text for errors."""
        self.text, self.plain, self.role = shown or text, unfont(text), ""
        self.tokens: list[Token] = []
        self.bars: list[tuple[str, int, str]] = []
        self.alone = standing_alone(self.plain) | (alone or set())
        at = 0
        while at < len(self.plain):
            if self.plain[at].isspace():
                at += 1
                continue
            at = self._next(at)
        if self.bars:
            raise self.error("this bar or bracket is not closed", self.bars[-1][1])
        return self.tokens

    def error(self, message: str, at: int) -> StatementError:
        """An error at a place of the text."""
        return StatementError(message, self.text, at)

    def _put(self, kind: str, value: str, at: int) -> None:
        space = at > 0 and self.plain[at - 1].isspace()
        if self.tokens and kind in STARTS | {"NUMBER"} and self.tokens[-1].type in ENDS:
            if kind == "NUMBER":
                raise self.error(f"a number right after an operand: write * or ^ before {value}", at)
            if "\n" in self.plain[len(self.plain[:at].rstrip()) : at]:
                raise self.error("a line ends between two operands: write * for a product, a comma between relations", at)
            self.tokens.append(Token("JUXT", "", at, space))
        self.tokens.append(Token(kind, value, at, space))

    @property
    def _operand(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].type in ENDS

    def _next(self, at: int) -> int:
        plain = self.plain
        if plain[at] == QUANTIFIER:
            self.tokens.append(Token("QUANT", str(sum(t.type == "QUANT" for t in self.tokens)), at))
            return at + 1
        if plain[at] == WITH:
            self.tokens.append(Token("WITH", "with", at))
            return at + 1
        if plain[at] == DECLARATION:
            self.tokens.append(Token("DECL", "a declaration", at))
            return at + 1
        if found := re.compile(r"([0-9]+\.[0-9]+|[0-9]+|\.[0-9]+)(?![0-9])").match(plain, at):
            if re.match(r"[eE][+-]?\d", plain[found.end() :]):
                raise self.error("numbers are integers, fractions and decimals: no exponent notation", at)
            self._put("NUMBER", found[0], at)
            return found.end()
        if plain[at] in PARTS:
            self._put("NUMBER", PARTS[plain[at]], at)
            return at + 1
        if found := re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ]+").match(plain, at):
            for part in re.findall(r"-?\d+|-?T|.", found[0].translate(SUPERS)):
                self._super(part, at, found.end())
            return found.end()
        if plain[at] in "⊤":
            return self._super("T", at, at + 1)
        if found := re.compile(r"\.([A-Za-z]+)(?:\(\))?").match(plain, at):
            if found[1] not in ("T", "t", "transpose"):
                raise self.error(f"unknown attribute .{found[1]}: only .T is known", at)
            return self._super("T", at, found.end())
        if plain[at] in GREEK:
            return self._greek(at)
        if found := RUN.match(plain, at):
            return self._run(found, at)
        if found := re.compile(r"\\[td]?frac\s*(?=\{)").match(plain, at):
            self._put("LPAR", "(", at)
            self.role = "num"
            return found.end()
        if found := re.compile(r"\\(tr|Tr|trace)\b").match(plain, at):
            self._put("TR", found[0], at)
            return found.end()
        if (found := LATEX.match(plain, at)) and found[1].removeprefix("var") in WORDS:
            return self._named(*self._indexed(at, found.end()))
        return self._symbol(at)

    def _greek(self, at: int) -> int:
        found = INDEX.match(self.plain, at + 1)
        return self._named(*self._indexed(at, found.end() if found else at + 1))

    def _named(self, name: str, at: int, end: int) -> int:
        self._put("NAME", name, at)
        return end

    def _indexed(self, at: int, end: int) -> tuple[str, int, int]:
        """A name with its index, its place and its end; an index of several characters is in braces, or declared."""
        name = plain_name(self.plain[at:end])
        more = re.compile(r"[A-Za-z0-9]*").match(self.plain, end)
        if self.plain[end - 2 : end - 1] != "_" or more is None or not more[0]:
            return name, at, end
        if name + more[0] in self.names:
            return name + more[0], at, more.end()
        last, first = self.plain[end - 1], more[0][0]
        if first.isdigit() or (last.isalpha() and first.islower()):
            whole = self.plain[at : end - 1] + "{" + last + more[0] + "}"
            raise self.error(f"an index of several characters is written in braces, such as {whole}, and a product with *", at)
        return name, at, end

    def _super(self, power: str, at: int, end: int) -> int:
        if not self._operand:
            raise self.error("nothing stands before this exponent", at)
        if power in ("T", "-T", "-1T", "T-1"):
            if len(power) > 1:
                self.tokens.append(Token("INVERSE", "⁻¹", at))
            self.tokens.append(Token("TRANSPOSE", "ᵀ", at))
        elif power == "-1":
            self.tokens.append(Token("INVERSE", "⁻¹", at))
        elif re.fullmatch(r"-?\d+", power):
            self.tokens += [Token("POW", "^", at), Token("LPAR", "(", at)]
            self.tokens += [Token("MINUS", "-", at)] * power.startswith("-")
            self.tokens += [Token("NUMBER", power.lstrip("-"), at), Token("RPAR", ")", at)]
        else:
            raise self.error("cannot read this exponent", at)
        return end

    def _run(self, found: re.Match, at: int) -> int:
        run, end = found[0], found.end()
        letters = re.match("[A-Za-z]+", run)
        assert letters is not None
        name, _, end = self._indexed(at, end)
        bare = self.plain[at : at + len(letters[0])]
        if name in self.names:
            if len(name) > 1 and name.isalpha() and all(c in self.names for c in name):
                raise self.error(f"{name} is a letter, and so is each of {', '.join(name)}: rename one, or write *", at)
            return self._named(name, at, end)
        if bare in FUNCTIONS and len(bare) > 1:
            self._put(FUNCTIONS[bare], bare, at)
            return at + len(bare)
        if bare == "I" or bare == "eye" or (run.startswith("I_") and name not in self.names):
            return self._identity(name.removeprefix("eye").removeprefix("I").removeprefix("_"), at, end)
        if bare == "and":
            self.tokens.append(Token("SEMI", bare, at))
            return at + len(bare)
        if bare in ("implies", "entails"):
            self.tokens.append(Token("TURN", bare, at))
            return at + len(bare)
        if len(bare) == 1 or bare in WORDS:
            return self._named(name, at, end)
        if bare in UNKNOWN:
            raise self.error(f"{bare} is not in the language: there are tr, norms, <A,B>, transposes, inverses and powers", at)
        return self._split(bare, name, at, end)

    def _identity(self, size: str, at: int, end: int) -> int:
        """I, I_n, and I(n) where n is a size; I(A + B) is a product, and I(x) of a number x could be either."""
        found = re.compile(r"\s*\(\s*([A-Za-z][A-Za-z0-9_]*|\d+)\s*\)").match(self.plain, end)
        if not size and found:
            inside = found[1]
            if inside.isdigit() or inside in self.sizes or (inside not in self.names and inside[0].islower()):
                size, end = inside, found.end()
            elif inside[0].islower():
                raise self.error(f"I({inside}) could be a size or a product: write {inside}*I", at)
        self._put("IDENT", size, at)
        return end

    def _split(self, bare: str, name: str, at: int, end: int) -> int:
        if bare != name:
            raise self.error(f"unknown name {name}: declare it, or write * between letters", at)
        for k, c in enumerate(bare):
            known = c in self.names or c in self.alone or (c.isupper() and c != "T")
            if c == "T" and not known:
                raise self.error(f"unknown name {bare}: a transpose is written {bare[0]}^T; or declare T", at)
            if not known:
                raise self.error(f"unknown name {bare}: declare it, or write * between letters", at)
            identity = c == "I" and "I" not in self.names
            self._put("IDENT" if identity else "NAME", "" if identity else c, at + k)
        return end

    def _symbol(self, at: int) -> int:
        text, kind = next(((t, k) for t, k in FIXED if self.plain.startswith(t, at) and not (
            t[0] == "\\" and t[-1].isalpha() and self.plain[at + len(t) : at + len(t) + 1].isalpha())), ("", ""))  # fmt: skip
        if self.plain.startswith("|-", at) and self._operand and not self.bars:
            self.tokens.append(Token("TURN", "|-", at))
            return at + 2
        if self.plain[at] in "<>" and (text in ("", ">>", "<<", "<=", ">=")):
            if self._angle(at):
                return at + 1
            if not text:
                text = kind = self.plain[at]
        if not kind:
            raise self.error(f"cannot read {self.plain[at]!r}", at)
        end = at + len(text)
        if kind in ("BARS", "BAR"):
            return self._bar(text, kind, at, end)
        if kind in ("LANG", "LPAR", "LBLOCK"):
            self._not_a_call(text, at)
            self._put(kind, text, at)
            self.bars.append((kind, at, self.role))
            self.role = ""
        elif kind in ("RANG", "RPAR", "RBLOCK"):
            role = self._close({"RANG": "LANG", "RPAR": "LPAR", "RBLOCK": "LBLOCK"}[kind], text, at)
            self.tokens.append(Token(kind, text, at))
            if role == "num":
                self._denominator(end)
            elif role == "den":
                self.tokens.append(Token(kind, text, at))
        elif kind == "PRIME":
            return self._super("T", at, end)
        elif kind == "POW":
            return self._power(text, at, end)
        else:
            space = at > 0 and self.plain[at - 1].isspace()
            self.tokens.append(Token("REL" if kind in RELATIONS else kind, kind if kind in RELATIONS else text, at, space))
        return end

    def _denominator(self, end: int) -> None:
        if not re.match(r"\s*\{", self.plain[end:]):
            raise self.error("a fraction needs two groups in braces", end)
        self.tokens.append(Token("DIV", "/", end))
        self.role = "den"

    def _not_a_call(self, text: str, at: int) -> None:
        """A[1] would be an entry and f(x) a function: neither is in the language, and neither is read as a product."""
        if not self.tokens or self.tokens[-1].type != "NAME" or self.plain[at - 1 : at].isspace():
            return
        name = self.tokens[-1].value
        if text in ("[", "⟦"):
            raise self.error(f"{name}[…] could be an entry: there are none; a product is written {name}*[…]", at)
        if found := re.compile(r"\(\s*(\\?\w+)\s*\)").match(self.plain, at):
            raise self.error(f"{name}({found[1]}) could be a function: a product is written {name}*{found[1]}", at)

    def _close(self, opening: str, text: str, at: int) -> str:
        if not self.bars or self.bars[-1][0] != opening:
            raise self.error(f"nothing is open that {text} could close", at)
        _, start, role = self.bars.pop()
        pairs = {"(": ")", "[": "]", "{": "}", "\\": "\\"}
        if opening == "LPAR" and pairs.get(self.plain[start], "") != text[0]:
            raise self.error(f"{text} closes {self.plain[start]}: brackets do not match", at)
        return role

    def _angle(self, at: int) -> bool:
        """Whether < or > is a bracket of an inner product here, and then its token."""
        if self.plain[at] == "<" and (not self._operand or TIGHT_INNER.match(self.plain, at)):
            self._put("LANG", "<", at)
            self.bars.append(("LANG", at, ""))
            return True
        if self.plain[at] == ">" and self._operand and self.bars and self.bars[-1][0] == "LANG":
            self.bars.pop()
            self.tokens.append(Token("RANG", ">", at))
            return True
        return False

    def _bar(self, text: str, kind: str, at: int, end: int) -> int:
        if self._operand and self.bars and self.bars[-1][0] == kind:
            self.bars.pop()
            token = Token("RBAR", kind, at)
            self.tokens.append(token)
            return self._index(token, end)
        self._put("LBAR", kind, at)
        self.bars.append((kind, at, ""))
        return end

    def _index(self, token: Token, end: int) -> int:
        """The index of a norm, before or after its power: ``‖A‖_F²``, ``‖A‖^2_F``."""
        found = re.compile(
            r"\s*((?:\^\s*\{?\s*\d+\s*\}?|\*\*\s*\d+|[²³⁴])?)\s*_\s*"
            r"(?:\{\s*(\w+|\\\w+)\s*\}|(\w)|\s(F)\s)"
        ).match(self.plain, end)
        if not found:
            return end
        token.sub = (found[2] or found[3] or found[4]).replace("rm", "").strip()
        if token.sub not in ("F", "2", "Fro", "fro"):
            raise self.error(f"the norm {token.sub} is not in the language: norms are Frobenius norms", found.start(2) if
                             found[2] else found.start(3))  # fmt: skip
        if found[1]:
            digits = re.sub(r"\D", "", found[1].translate(SUPERS))
            self._super(digits, end, found.end())
        return found.end()

    def _power(self, text: str, at: int, end: int) -> int:
        if not self._operand:
            raise self.error("nothing stands before this exponent", at)
        found = re.compile(r"\s*(\{\s*)?([-−])?\s*(T|⊤|\\top|\\intercal)(?![0-9_])\s*(\})?").match(self.plain, end)
        if found and bool(found[1]) == bool(found[4]):
            if found[3] == "T" and "T" in self.integers:
                raise self.error("^T is the transpose, and T is declared as an integer: rename it", at)
            return self._super("-T" if found[2] else "T", at, found.end())
        if found := re.compile(r"\s*(?:\{\s*[-−]\s*1\s*\}|\(\s*[-−]\s*1\s*\)|[-−]\s*1(?![\d.]))").match(self.plain, end):
            return self._super("-1", at, found.end())
        if (found := re.compile(r"\s*(\*|\\ast|\\dagger|H|†)(?![A-Za-z*])").match(self.plain, end)) and not (
                found[1] == "H" and "H" in self.names):  # fmt: skip
            raise self.error("matrices are real: write ^T for the adjoint", at)
        self.tokens.append(Token("POW", text, at))
        if found := re.compile(r"\s*([A-Za-z])([A-Za-z])").match(self.plain, end):
            raise self.error("put an exponent of several letters into braces or parentheses", found.start(1))
        return end


def standing_alone(text: str) -> set[str]:
    """Single letters that stand alone somewhere.

    >>> sorted(standing_alone("x + 2y - xy + tr(AB)"))
    ['x', 'y']
    """
    return set(re.findall(r"(?<![A-Za-z_\\])([A-Za-z])(?![A-Za-z_0-9])", text))


def plain_name(text: str) -> str:
    """λ₁, \\lambda_1 and lambda_1 are one name, and so are \\varepsilon and ε.

    >>> plain_name("λ₁"), plain_name(r"\\lambda_1"), plain_name("X_{1}"), plain_name(r"\\varepsilon")
    ('lambda_1', 'lambda_1', 'X_1', 'epsilon')
    """
    if text.startswith("\\") and text.startswith("var", 1):
        text = text[4:]
    text = text.removeprefix("\\")
    head = re.match(r"[A-Za-z]+|.", text)
    assert head is not None
    rest = _suffix(text[head.end() :])
    name = GREEK.get(head[0], head[0])
    return name + "_" * (name in WORDS and bool(rest) and rest[0] != "_") + rest


def one_shape(*texts: str) -> None:
    """Refuse ϕ beside φ, \\epsilon beside \\varepsilon: they would be one name.

    >>> one_shape("ε > 0", "ε: real")
    """
    for pair in TWINS:
        found = [[(text, m.start()) for text in texts for m in re.finditer(re.escape(shape) + "(?![A-Za-z])", text)]
                 for shape in pair]  # fmt: skip
        if all(found):
            raise StatementError(f"{pair[0]} and {pair[1]} are one letter here: write one of them", *found[1][0])


def one_index(*texts: str) -> None:
    """Refuse x₁ beside x_1: they would be two names.

    >>> one_index("x₁ > 0", "x1: real")
    """
    spelled: dict[str, str] = {}
    for text in texts:
        for match in NUMBERED.finditer(text):
            name = plain_name(match[0])
            other = spelled.setdefault(name.replace("_", ""), match[0])
            if plain_name(other) != name:
                raise StatementError(f"{other} and {match[0]} look alike: write one of them", text, match.start())


def _suffix(text: str) -> str:
    return text.translate(SUBS).replace("{", "").replace("}", "")
