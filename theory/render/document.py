"""A whole LaTeX document around what this room writes, to be compiled as it stands."""

from __future__ import annotations

PACKAGES = ("amsmath", "amssymb", "booktabs", "array", "tabularx")
_HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[margin=25mm]{geometry}
"""
_BODY = r"""\setlength{\emergencystretch}{3em}
\raggedright
\begin{document}
"""


def document(body: str, title: str = "") -> str:
    """The body in an article with the packages that rendered statements and tables need.

    >>> document("$x$").splitlines()[-2]
    '$x$'
    """
    packages = "".join(rf"\usepackage{{{name}}}" + "\n" for name in PACKAGES)
    head = rf"\section*{{{title}}}" + "\n" if title else ""
    return f"{_HEAD}{packages}{_BODY}{head}{body}\n\\end{{document}}\n"
