"""What people read: tables, pages, plots, the premise graph, the live view of a running verification.

Rows, landscapes and traces come in; text, Markdown, LaTeX, HTML and figures go out. Nothing is judged or computed here.
The report as a page is made in `pages`.
Imports `bridge` and `verify`. May come in: formats and views.
"""
