"""What people read: tables, pages, plots, the premise graph, the live view of a running verification.

Rows, landscapes and traces come in; text, Markdown, LaTeX, HTML and figures go out. Nothing is judged or computed here.
Imports `bridge` and `verify`. May come in: formats and views.
"""
