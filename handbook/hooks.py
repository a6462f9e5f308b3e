"""MkDocs calls these: generated pages join those of ``docs/``, and pages of the repository are shown as they stand."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from handbook import commands, experiments, papers, plans, python, rules  # noqa: E402

SHOWN = {"findings.md": "FINDINGS.md", "changes.md": "CHANGELOG.md", "contributing.md": "CONTRIBUTING.md",
         "rules/semantics.md": "theory/kernel/SEMANTICS.md"}  # fmt: skip
"""Pages of the site → files of the repository that they show."""


def pages() -> dict[str, str]:
    """Every generated page: its address in the site, and its Markdown."""
    shown = {address: (ROOT / name).read_text(encoding="utf-8") for address, name in SHOWN.items()}
    return shown | rules.pages() | plans.pages() | commands.pages() | papers.pages() | experiments.pages() | python.pages()


def on_config(config: Any) -> Any:
    """Pages of rules and of modules join the navigation behind their index."""
    listed = {name: entry for section in config.nav for name, entry in section.items()}
    listed["Rules of the kernel"] += [f"rules/{rule}.md" for rule in rules.RULES]
    listed["Python"] += [address for address in python.pages() if not address.endswith("index.md")]
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages."""
    from mkdocs.structure.files import File

    for address, content in pages().items():
        files.append(File.generated(config, address, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Names of Markdown files in the repository that are pages of the site become links: `docs/check.md`. A bar in code in a
    table loses the backslash that other readers of Markdown need."""
    known = {f"docs/{f.src_uri}": f.src_uri for f in files.documentation_pages()} | {v: k for k, v in SHOWN.items()}

    def linked(found: re.Match[str]) -> str:
        target = known.get(found[1])
        if target is None or target == page.file.src_uri:
            return found[0]
        return f"[{found[1].removeprefix('docs/').removesuffix('.md')}]({'../' * page.file.src_uri.count('/')}{target})"

    whole = re.sub(r"(?<!\[)`([\w/-]+\.md)`(?!\])", linked, markdown)
    rows = re.compile(r"^\|.*\|$", re.MULTILINE)
    return rows.sub(lambda row: re.sub(r"`[^`]*`", lambda code: code[0].replace(r"\|", "|"), row[0]), whole)
