"""Experiments that see the same statement as the proof; each shows first that it can see a planted error."""
