"""A concrete run meets theory: certificates of convergence, and why a run is stuck.

A point or a run of somebody comes in; what can be proved about it in enclosures goes out, or the reason why nothing
can. One file a paper. May come in: audits of single runs.
"""
