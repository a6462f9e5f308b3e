"""Execute the notebooks: ``python notebooks/execute.py [NAME …]`` writes each .ipynb with outputs beside its .py.

A notebook is named by its name or by the path of one of its two files; what names none of them is refused.

``--check`` executes without writing, and fails if a stored .ipynb has other cells than its .py, or tells something else
than the cells do now; decimals may differ. Needs the extra ``notebooks``. Prints one line a notebook: name, pictures,
CPU seconds of the kernel.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DECIMAL = re.compile(r"-?\d+(\.\d+(e[-+]?\d+)?|e[-+]?\d+)")
# A value, not a print: one execute_result, where a print may reach the client in pieces.
CLOCK = "import time as _clock; _clock.process_time()"


def chosen(names: list[str]) -> list[Path]:
    """The notebooks that ``names`` stand for, all where there are none.

    >>> [path.stem for path in chosen(["02_saddle_escape", str(HERE / "01_first_landscape.ipynb")])]
    ['01_first_landscape', '02_saddle_escape']
    """
    every = sorted(HERE.glob("[0-9]*.py"))
    spelled = {spelling: path for path in every for spelling in (path.stem, path.name, f"{path.stem}.ipynb")}
    found = set()
    for name in names:
        path = spelled.get(Path(name).name)
        if path is None or (Path(name).name != name and Path(name).resolve().parent != HERE.resolve()):
            print(f"no notebook is {name}: there are {', '.join(path.stem for path in every)}", file=sys.stderr)
            raise SystemExit(2)
        found.add(path)
    return [path for path in every if path in found or not names]


def execute(source: Path, check: bool) -> str:
    """Run one notebook; the summary line."""
    import jupytext
    import nbformat
    from nbclient import NotebookClient

    notebook = jupytext.read(source)
    target = source.with_suffix(".ipynb")
    if check:
        stored = nbformat.read(target, as_version=4)
        if [cell.source for cell in stored.cells] != [cell.source for cell in notebook.cells]:
            raise SystemExit(f"{target.name} has other cells than {source.name}: run python notebooks/execute.py")
    notebook.cells.append(nbformat.v4.new_code_cell(CLOCK))
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(HERE.parent)}})
    client.execute()
    results = [output for output in notebook.cells.pop().outputs if output.output_type == "execute_result"]
    seconds = float(results[0]["data"]["text/plain"])
    if check and (changed := [k for k, (old, new) in enumerate(zip(told(stored), told(notebook), strict=True)) if old != new]):
        raise SystemExit(f"{target.name} tells something else than cell {changed[0]} does now: run python notebooks/execute.py")
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    if not check:
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
        notebook.metadata["language_info"] = {"name": "python"}
        nbformat.write(notebook, target)
    return f"{source.stem} {pictures} pictures {seconds:.1f} seconds"


def told(notebook: Any) -> list[str]:
    """What each cell printed and showed as text, decimals as #.

    >>> DECIMAL.sub("#", "9 orbits, loss 10.09, error -1e-07, 1.5e-3 of 1+2-")
    '9 orbits, loss #, error #, # of 1+2-'
    """
    outputs = [cell.get("outputs", []) for cell in notebook.cells]
    kept = [[o for o in shown if o.get("name") != "stderr"] for shown in outputs]  # notes and progress
    texts = [[o.get("text") or o.get("data", {}).get("text/plain", "") for o in shown] for shown in kept]
    return [" ".join(DECIMAL.sub("#", "".join(text)).split()) for text in texts]


if __name__ == "__main__":
    for path in chosen([name for name in sys.argv[1:] if name != "--check"]):
        print(execute(path, "--check" in sys.argv), flush=True)
