"""Finds certificates. May be wrong without making a false verdict: only the kernel, reading from disk, accepts."""
