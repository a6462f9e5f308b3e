"""Every command with its arguments and options, read off the command line itself."""

from __future__ import annotations

import re
from typing import Any

KINDS = {"int": "N", "float": "X", "str": "TEXT", "Path": "FILE"}
"""What stands for a value of which nothing more is said."""


def pages() -> dict[str, str]:
    """The one page."""
    return {"options.md": page()}


def commands() -> dict[str, Any]:
    """The commands by name."""
    from proofs_check.cli.main import parser

    return dict(parser().commands)


def flat(found: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Commands and those inside groups, by what is typed."""
    every: dict[str, Any] = {}
    for name, command in found.items():
        inner = getattr(command, "commands", None)
        every |= flat(inner, f"{prefix}{name} ") if inner else {prefix + name: command}
    return every


def page() -> str:
    """All commands."""
    parts = "\n".join(command(name, what) for name, what in flat(commands()).items())
    return f"""# Every option

Generated from the commands; `saddleproof COMMAND -h` prints the same. What each is for: [commands](commands.md).

{parts}"""


def command(name: str, what: Any) -> str:
    """One command: its words, and a table of arguments and options."""
    rows = [row(p) for p in what.params if p.name != "help" and not getattr(p, "hidden", False)]
    words = "\n\n".join(" ".join(part.split()) for part in re.sub(r"``([^`]*)``", r"`\1`", what.help or "").split("\n\n"))
    table = "\n".join(rows) if rows else "| – | – | – |"
    return f"## {name}\n\n{cell(words)}\n\n| | means | default |\n|---|---|---|\n{table}\n"


def row(parameter: Any) -> str:
    """One argument or option."""
    option = parameter.param_type_name == "option"
    kind = getattr(parameter.type_descriptor.annotation, "__name__", "")
    shown = parameter.metavar or ("" if getattr(parameter, "is_flag", False) else KINDS.get(kind, kind))
    names = "`, `".join([*parameter.opts, *parameter.secondary_opts]) if option else ""
    typed = f"`{names} {cell(shown)}`" if option and shown else f"`{names or cell(shown)}`"
    default = parameter.default
    silent = default is None or default is False or default == () or callable(default)
    said = "required" if parameter.required else "" if silent else f"`{default}`"
    return f"| {typed.replace(' `', '`')} | {cell(getattr(parameter, 'help', None) or '')} | {said} |"


def cell(text: str) -> str:
    """A text inside a table."""
    return text.replace("|", "\\|").replace("<", "‹").replace(">", "›").replace("*", "\\*")
