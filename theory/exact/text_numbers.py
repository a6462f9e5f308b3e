"""A matrix as it stands in a text file: floats for every entry, and the exact numbers while they are short."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
RATIONAL = re.compile(r"[+-]?\d+/\d+", re.ASCII)
MISSING = {"", "na", "n/a", "nan", "null", "none", "inf", "infinity"}
KEPT = 10**5  # entries up to which exact numbers are kept
DIGITS = 15  # of a decimal; with more it is a printed float64, which is a rounded number


def is_number(text: str) -> bool:
    """A decimal number or a fraction of integers, as a whole token.

    >>> [is_number(text) for text in ("1.5e2", " -3 ", "2/3", "0x1F", "1_000", "3,5", "")]
    [True, True, True, False, False, False, False]
    """
    plain = text.strip()
    return bool(DECIMAL.fullmatch(plain) or RATIONAL.fullmatch(plain))


def is_missing(text: str) -> bool:
    """Whether the token says that there is no finite number.

    >>> is_missing("NaN"), is_missing("-inf"), is_missing("0")
    (True, True, False)
    """
    return text.strip().lower().lstrip("+-") in MISSING


@dataclass(eq=False)
class TextMatrix:
    """Entries are put in one by one, as tokens that ``is_number`` accepts; what is not put is 0.

    >>> matrix = TextMatrix(1, 2)
    >>> matrix.put(0, 1, "1/3")
    >>> matrix.entries.tolist(), matrix.exact
    ([[0.0, 0.3333333333333333]], [[Fraction(0, 1), Fraction(1, 3)]])
    """

    rows: int
    columns: int
    _tokens: dict[tuple[int, int], str] = field(default_factory=dict, repr=False)
    _kept: bool = field(default=True, repr=False)

    @cached_property
    def entries(self) -> np.ndarray:
        """float64, each correctly rounded."""
        return np.zeros((self.rows, self.columns))

    def put(self, row: int, column: int, token: str) -> None:
        """Set one entry."""
        token = token.strip()
        try:
            self.entries[row, column] = float(token) if "/" not in token else float(Fraction(token))
        except (OverflowError, ZeroDivisionError):
            raise ValueError(f"matrix must be finite, got {token[:20]} in row {row + 1}, column {column + 1}") from None
        self._kept = self._kept and _at_its_word(token) and self.rows * self.columns <= KEPT
        if self._kept:
            self._tokens[row, column] = token

    @property
    def exact(self) -> list[list[Fraction]] | None:
        """The numbers themselves; None where there are too many, or some are too long."""
        if not self._kept:
            return None
        return [[Fraction(self._tokens.get((i, j), "0")) for j in range(self.columns)] for i in range(self.rows)]


def _at_its_word(token: str) -> bool:
    mantissa = re.split("[eE]", token)[0]
    return sum(letter.isdigit() for letter in mantissa.lstrip("+-0.")) <= (2 * DIGITS if "/" in token else DIGITS)
