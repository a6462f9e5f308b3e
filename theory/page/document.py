"""One HTML file: head, style, script, body; with a policy that lets the browser load nothing and run only this script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def page(title: str, body: str, styles: Sequence[str] = (), scripts: Sequence[str] = ()) -> str:
    """The document. ``body`` is HTML that its maker has escaped; styles and scripts are ours.

    The content security policy names the hash of the script, so a script that slipped in with foreign text would not run, and
    forbids every request.

    >>> text = page("A & B", "<p>x</p>", scripts=("let a = 1",))
    >>> "<title>A &amp; B</title>" in text, "default-src 'none'" in text, text.count("<script")
    (True, True, 1)
    """
    style, script = "\n".join([shared("base.css"), *styles]), "\n".join([shared("base.js"), *scripts])
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}\n</style>\n</head>\n"
        f"<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"
    )


def data_block(name: str, data: Any) -> str:
    """Data for the script, as JSON that no text in it can end: every ``<``, ``>`` and ``&`` is an escape.

    >>> data_block("rows", {"a": "</script>"})
    '<script type="application/json" id="rows">{"a":"\\\\u003c/script\\\\u003e"}</script>'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/json" id="{escape(name, quote=True)}">{text}</script>'


def html_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; columns and cells are plain text.

    >>> html_table(["x"], [["1 < 2"]])
    '<table><tr><th>x</th></tr><tr><td>1 &lt; 2</td></tr></table>'
    """
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def shared(name: str) -> str:
    """A style or script file of this folder, as text."""
    return (_HERE / name).read_text(encoding="utf-8")


THEME_SWITCH = (
    '<fieldset class="theme unprinted"><legend class="unseen">Colours</legend>'
    '<button type="button" data-theme="">auto</button><button type="button" data-theme="light">light</button>'
    '<button type="button" data-theme="dark">dark</button></fieldset>'
)
"""Three buttons: as the system says, light, dark; the script of every page serves them."""
