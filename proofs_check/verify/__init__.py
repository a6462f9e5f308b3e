"""From a claim to its verdict: claim files, pins, the examination, the judge, the ledger, the processes. Knows no paper.

Claims come in, rows go out. Only `judge` assigns a verdict, from what the kernel accepted from disk and plain findings.
"""
