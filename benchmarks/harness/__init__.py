"""What every question of the benchmarks is measured with: processes, limits, checks, spreads, the page, the comparison.

A question (`question`) names its cases and contenders. `measure` runs them in processes of their own (`worker`), in turn, each
call within a limit, and takes no time of an answer that is wrong. `results` turns seconds into ratios and exponents, `page` the
JSON into a page, `compare` two runs into a verdict on every ratio. May come in: what knows no question.
"""
