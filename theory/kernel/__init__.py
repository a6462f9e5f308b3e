"""The checker: reads certificates from disk and accepts them, or names the fault. Small, trusted, knows no paper.

Run it alone over a folder with ``python -m theory.kernel DIR``.
"""
