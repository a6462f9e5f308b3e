"""What every question of the benchmarks is measured with: processes, limits, checks, spreads, the page, the comparison.

A question (`question`) names its cases and contenders. `measure` runs them in processes of their own (`worker`), in turn, each
call within a limit, and takes no time of an answer that is wrong. `results` turns seconds into ratios and exponents, `profile`
says where the time of a missed goal goes, `page` makes a page of the JSON, `compare` a verdict on every ratio of two runs. May
come in: what knows no question.
"""
