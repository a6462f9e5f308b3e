"""What stops the exporter at one certificate."""

from __future__ import annotations


class NotExported(Exception):
    """This certificate cannot be read, or its proof cannot be written; the text says why in one line."""
