"""Execute the notebooks: ``python notebooks/execute.py [NAME …]`` writes each .ipynb with outputs beside its .py.

``--check`` executes without writing, and fails if a stored .ipynb has other cells than its .py. Needs the extra
``notebooks``. Prints one line a notebook: name, pictures, CPU seconds of the kernel.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
# A value, not a print: one execute_result, where a print may reach the client in pieces.
CLOCK = "import time as _clock; _clock.process_time()"


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
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    if not check:
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
        notebook.metadata["language_info"] = {"name": "python"}
        nbformat.write(notebook, target)
    return f"{source.stem} {pictures} pictures {seconds:.1f} seconds"


if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "--check"]
    for path in sorted(HERE.glob("[0-9]*.py")):
        if not names or path.stem in names:
            print(execute(path, "--check" in sys.argv), flush=True)
