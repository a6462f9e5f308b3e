"""The command line: one file a command. Nothing heavy is imported before a command runs.

`main` registers the commands; each file reads its options, calls the rooms below and hands the result to
`proofs_check.report`. Bad input ends in one sentence. May come in: options and commands. Nothing imports this package.
"""

from proofs_check.cli.main import installed_version, main

__all__ = ["installed_version", "main"]
