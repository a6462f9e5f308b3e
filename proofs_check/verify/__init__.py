"""From a claim to its verdict: claim files, pins, the examination, the judge, the ledger, the processes. Knows no paper.

Claims come in, rows go out. Only `judge` assigns a verdict, from what the kernel accepted from disk and plain findings.
`examine` runs the stages (`mutants`, `plant`, `sharpness`), in a process of the claim's own (`process`, `workers`).
May come in: what every claim needs. Imports `probes` and `planted`; text for people is made in `proofs_check.report`.
"""
