"""The notebooks run from their text form, match the stored .ipynb, show their pictures and stay quick."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.marks import but

ROOT = Path(__file__).parents[2]
MISSING = [name for name in ("jupytext", "nbclient", "ipykernel", "sklearn") if importlib.util.find_spec(name) is None]
PICTURES = {
    "01_first_landscape": 3,
    "02_saddle_escape": 4,
    "03_certify_your_run": 2,
    "04_truly_low_rank": 2,
    "05_saddle_timetable": 3,
    "06_add_a_theorem": 0,
    "07_from_a_matrix_to_a_table": 2,
}
CHOSEN = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


LONG = ("02_saddle_escape", "03_certify_your_run", "04_truly_low_rank", "05_saddle_timetable", "07_from_a_matrix_to_a_table")
"""The longer ones run with `-m full`, and in `.ci/run`."""


@pytest.mark.skipif(bool(MISSING), reason=f"the notebooks extra is not installed: {', '.join(MISSING)} missing")
@pytest.mark.parametrize("name", but(PICTURES, LONG))
def test_notebook_runs(name: str) -> None:
    """In a process of its own, where nobody chose a number of threads; seconds are CPU time of the kernel, which threads that
    wait for each other would multiply."""
    environment = {key: value for key, value in os.environ.items() if key not in CHOSEN}
    environment |= {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    command = [sys.executable, str(ROOT / "notebooks" / "execute.py"), name, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    _, pictures, _, seconds, _ = done.stdout.split()
    assert int(pictures) == PICTURES[name] and float(seconds) < 25


def test_a_notebook_has_a_name_and_two_paths(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(ROOT / "notebooks")
    chosen = importlib.import_module("execute").chosen
    assert [path.stem for path in chosen([])] == list(PICTURES)
    for name in PICTURES:
        path = ROOT / "notebooks" / f"{name}.py"
        for spelling in (name, path.name, f"notebooks/{name}.py", f"./notebooks/{name}.ipynb", str(path)):
            assert chosen([spelling]) == [path]
    for strange in ("06", "06_add", "notebooks", "execute.py", "docs/06_add_a_theorem.py", "--chekc", ""):
        with pytest.raises(SystemExit) as ended:
            chosen(["06_add_a_theorem", strange])
        said = capsys.readouterr().err
        assert ended.value.code == 2 and said.startswith(f"no notebook is {strange}: there are 01_first_landscape, ")


@pytest.mark.parametrize("name", PICTURES)
def test_stored_notebook_has_its_outputs(name: str) -> None:
    """No error, a picture for every figure, and no path of the machine that ran it."""
    document = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in document["cells"] for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == PICTURES[name]
    assert not any(output["output_type"] == "error" for output in outputs)
    texts = json.dumps([o for o in outputs if "image/png" not in o.get("data", {})])
    assert "/tmp/" not in texts and "/home/" not in texts and "/work/" not in texts
