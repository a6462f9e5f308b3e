"""Exact models: values for the letters of a statement, and its truth in them. A second reading of the same words."""
