"""What every room keeps its files with: one writer of whole files, one opening of SQLite files.

The only room of `theory` that `numerics` may import: it holds no mathematics. May come in: the standard library (and pandas,
where it is installed, for tables: `frames`). What is
kept, and in which tables, stays with those who keep it.
"""
