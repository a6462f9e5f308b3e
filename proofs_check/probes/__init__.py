"""Experiments that see the same statement as the proof; each shows first that it can see a planted error.

Formal statements (`statement`) come in, a `ProbeResult` goes out: trials, a counterexample, power. `evaluator`, with
`expressions` and `paths`, reads a statement by itself, in exact numbers of its own; `edits` plants the small errors that show
power. Imports `theory.kernel` for declarations and `theory.models` for numbers. May come in: another kind of experiment. Never
a claim or a verdict.
"""
