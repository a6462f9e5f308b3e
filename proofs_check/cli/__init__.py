"""The command line: one file a command. Nothing heavy is imported before a command runs."""

from proofs_check.cli.main import installed_version, main

__all__ = ["installed_version", "main"]
