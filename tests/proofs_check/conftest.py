"""The reader's folder holds claims, not tests: it is loaded by ``verify --claims``."""

collect_ignore = ["reader"]
