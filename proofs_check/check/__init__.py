"""Answers to a statement that somebody typed: proved with certificates, refuted with a matrix, or neither.

What may come in: the search for exact counterexamples, models for certificates, and the two sides put together. The
language and the provers are in `theory.statements`; what is accepted, the kernel says in a process of its own.
"""
