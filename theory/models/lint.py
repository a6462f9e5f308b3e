"""The lint of the judge: every certificate carries a model that satisfies its hypotheses, so nothing is vacuous.

The kernel does not look at models: a statement whose hypotheses contradict each other is true, and says nothing. Here each
certificate must show a generic model in which every hypothesis, and every conclusion that can be evaluated, holds.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from theory.kernel.budget import Fault, limited
from theory.kernel.certificate import Certificate
from theory.kernel.check import MANIFEST, printable
from theory.kernel.statement import Statement
from theory.models.model import check_model

STEPS = 400_000
"""Steps that one model may take: products of numbers, which cost less than those of monomials."""


def model_fault(certificate: Certificate) -> str:
    """'' if the certificate's model is one, else why not.

    >>> model_fault(Certificate({"letters": [["x", {"kind": "real"}]], "given": ["0 > x*x"], "then": ["0 == 1"]},
    ...                         "order", (), [], {"x": "1"}))
    'given 0 fails in the model'
    """
    try:
        with limited():
            statement = Statement(certificate.statement)
        with limited(STEPS):
            check_model(statement, certificate.model)
    except Fault as fault:
        return str(fault)
    except Exception as error:  # an unreadable model is a fault, not a crash
        return f"malformed model: {type(error).__name__}: {error}"
    return ""


def lint_folder(folder: Path | str, known: Container[str] = ()) -> dict[str, str]:
    """Fault by certificate, for those that cannot be read or whose model is none; not asked of those whose names are
    ``known`` to be fit, a name being the hash of the content.
    """
    found = {}
    for path in sorted(Path(folder).glob("*.json")):
        if path.name == MANIFEST or path.stem in known:
            continue
        try:
            reason = model_fault(Certificate.read(path))
        except Fault as fault:
            reason = str(fault)
        if reason:
            found[path.stem] = printable(reason)
    return found
