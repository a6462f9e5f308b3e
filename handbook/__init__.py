"""What writes the generated pages of the documentation (`make docs`): from classes, certificates, claims and commands.

In order: `hooks` (called by MkDocs), `rules`, `plans`, `commands`, `papers`, `python` (one kind of page each), `docstrings`
(doctests as code blocks). A page that can be read off the program is never written by hand.
"""
