"""A landscape for people and programs: exact numbers as text, JSON, summary, table."""
