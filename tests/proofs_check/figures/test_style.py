"""One style: what every figure function promises, whoever calls it and under whatever settings."""

from __future__ import annotations

