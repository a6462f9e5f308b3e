"""The formal statement as everything here reads it: plain JSON, never an object of the prover."""

from __future__ import annotations

from typing import Any

Statement = dict[str, Any]
"""A formal statement as plain JSON: letters, given, then, exists."""
