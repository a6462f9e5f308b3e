"""A landscape for people and programs: exact numbers as text, JSON, summary.

A landscape comes in; text and plain data go out, and nothing is computed that a theorem speaks about. May come in:
formats. Tables and pages are made in `proofs_check.report`.
"""
