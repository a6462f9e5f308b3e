"""Experiments, one file each, found by looking: ``saddleproof experiment NAME``."""
