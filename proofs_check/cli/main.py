"""The command line: ``saddleproof``. Every command imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from functools import cache
from typing import Annotated, Any

import typer.main

from proofs_check.cli.terminal import adapt_output

_PURPOSE = "Verify theorems about matrix factorization: mathematics goes in, a verdict with evidence comes out."

_ROOMS = (
    "proofs_check.cli.verify",
    "proofs_check.cli.claims",
    "proofs_check.cli.show",
    "proofs_check.cli.recheck",
    "proofs_check.cli.new",
    "proofs_check.cli.check",
    "proofs_check.cli.derive",
    "proofs_check.cli.export",
    "proofs_check.cli.landscape",
    "proofs_check.cli.geometry",
    "proofs_check.cli.locate",
    "proofs_check.cli.run",
    "proofs_check.cli.sweep",
    "proofs_check.cli.bound",
    "proofs_check.cli.fixedpoints",
    "proofs_check.cli.experiment",
)
"""Modules with a ``register(app)``: each adds its own commands."""

_INSTALLED_BY = {"torch": "torch", "matplotlib": "matplotlib", "scipy": "scipy", "joblib": "joblib",
                 "safetensors": "safetensors"}
"""What single commands need and others do without: module → what to install."""

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""The matrices are small: beside other work, pools of threads wait for one another ten times as long as they compute."""

_INTERRUPTED = 130
_OUR_FAULT = 70
_UNREAD = 141
"""As of a program that the signal of a closed pipe ends: 1 would say that a claim did not come out as expected."""


def build() -> typer.Typer:
    """The application with every room's commands.

    >>> "saddleproof" in build().info.name
    True
    """
    app = typer.Typer(
        name="saddleproof",
        help=_PURPOSE,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def saddleproof(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
    ) -> None:
        if version:
            print(f"saddleproof {installed_version()}")
        elif context.invoked_subcommand is None:
            print(context.get_help())

    for room in _ROOMS:
        if importlib.util.find_spec(room) is not None:
            importlib.import_module(room).register(app)
    return app


@cache
def parser() -> Any:
    """The parser of every command and option, put together once in a process.

    >>> "verify" in parser().commands
    True
    """
    return typer.main.get_command(build())


def installed_version() -> str:
    """The version of the installed distribution; pyproject.toml is its only source, and read where nothing is installed.

    >>> installed_version().count(".")
    2
    """
    from importlib import metadata

    try:
        return metadata.version("saddleproof")
    except metadata.PackageNotFoundError:
        import tomllib
        from pathlib import Path

        source = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(source)["project"]["version"])


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 not as expected, 2 unusable input, 3 contradiction.

    Unusable input, whether the option parser or a command finds it, is one line on standard error; so is a library that
    the command needs and that is not installed, a file that cannot be used, and a size that the memory cannot hold. Whatever
    else goes wrong is our fault and no verdict: exit code 70, one line, and the way to see more.
    """
    adapt_output()
    if os.environ.keys().isdisjoint(_THREADS):  # before a library that has threads is loaded
        os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        code = parser()(args=arguments, prog_name="saddleproof", standalone_mode=False)
    except typer.Exit as leaving:
        code = leaving.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except SystemExit as leaving:  # so the option parser leaves, with 1, where nobody reads the output any more
        if not isinstance(leaving.__context__, BrokenPipeError):
            raise
        code = _UNREAD
    except Exception as error:
        if (message := _explained(error)) is not None:
            return _unusable(message)
        if os.environ.get("SADDLEPROOF_TRACEBACK"):
            raise
        return _our_fault(error)
    if code == _INTERRUPTED:  # some releases of the option parser turn an interrupt into this exit code
        return _interrupted()
    return code if isinstance(code, int) else 0


def _explained(error: Exception) -> str | None:
    """What the user can do about ``error``, or None if nothing: then it is a fault of the program."""
    if isinstance(error, UnicodeEncodeError | UnicodeDecodeError):
        return f"text must be valid Unicode: {error.reason}"
    if isinstance(error, ValueError):
        return str(error)
    if isinstance(error, OSError):
        name = f"{error.filename} cannot be used" if error.filename is not None else "a file or the output cannot be used"
        return f"{name}: {error.strerror or error or type(error).__name__}"
    if isinstance(error, ImportError):
        if "which is not installed: pip install" in str(error):  # said by who asked for it: data, with their extra
            return str(error)
        missing = (error.name or "").partition(".")[0]
        if missing in _INSTALLED_BY:
            return f"this command needs {missing}, which is not installed: pip install {_INSTALLED_BY[missing]}"
    if isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "allocate memory" in str(error)):
        return "the memory of this machine does not hold it: ask for a smaller size, a limit, or fewer at a time"
    if isinstance(error, RecursionError):
        return "input must be less deeply nested"
    if type(error).__module__ == "sqlite3":
        return f"a stored file cannot be used: {error}"
    # usage errors of the option parser: their class moved between releases
    return error.format_message() if hasattr(error, "format_message") else None


def _our_fault(error: Exception) -> int:
    from proofs_check.verify.foreign import one_line

    what = one_line(" ".join(f"{type(error).__name__}: {error}".split()))
    where = "SADDLEPROOF_TRACEBACK=1 shows where"
    print(f"saddleproof: a fault of saddleproof, not of the input: {what} ({where})", file=sys.stderr)
    return _OUR_FAULT


def _interrupted() -> int:
    print("saddleproof: interrupted; verdicts, sweep tasks and trials that had ended are kept", file=sys.stderr)
    return _INTERRUPTED


def _unusable(message: str) -> int:
    from proofs_check.verify.foreign import one_line

    print("saddleproof: " + one_line(" ".join(message.split())), file=sys.stderr)  # it may quote a foreign file
    return 2


if __name__ == "__main__":
    sys.exit(main())
