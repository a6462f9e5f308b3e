"""One page a kernel rule: what is checked, why it may be believed, the witness, and certificates that are accepted and refused.

The certificates are those of the kernel's own tests (`tests.theory.kernel.examples`); each block is a doctest.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from pprint import pformat
from textwrap import dedent

from tests.theory.kernel.bench import Trial
from tests.theory.kernel.examples import FALSE, TRUE
from theory.kernel.check import RULES
from theory.kernel.lemmas import LEMMAS
from theory.render import text as in_words
from theory.render.proof import WHY

ROOT = Path(__file__).parents[1]
_SETUP = """\
>>> from theory.kernel.certificate import Certificate
>>> from theory.kernel.check import check_certificate
>>> from theory.kernel.statement import Statement
"""
_CHECK = 'accepted = check_certificate(Certificate(statement, "{rule}", tuple(known), witness), known)'


def pages() -> dict[str, str]:
    """A page for every rule, their list, and the page of the textbook facts."""
    return {"rules/index.md": index(), "rules/lemmas.md": lemmas()} | {f"rules/{rule}.md": page(rule) for rule in RULES}


def page(rule: str) -> str:
    """The page of one rule."""
    names = [name for name, trial in TRUE.items() if trial.rule == rule]
    shown = "\n".join(example(name) for name in names)
    return f"""# {rule}

*{WHY[rule][0].upper()}{WHY[rule][1:]}.*

**What is proved.** {_row("docs/own-theorem.md", rule)[1]}

**The witness.** {_row("docs/own-theorem.md", rule)[2]}

**Why it may be believed.** {_row("theory/kernel/SEMANTICS.md", rule)[1]}

**What the checker says of itself** (`{RULES[rule].__module__}`):

```text
{dedent(inspect.getdoc(RULES[rule]) or "")}
```

{shown}
Facts are named by where they stand: `["given", 0]` is the first hypothesis, `["premise", 0, 1]` the second conclusion of the
first premise. In a derivation `book.add("{rule}", …)` writes such a certificate: [a theorem of your own](../own-theorem.md).
"""


def example(name: str) -> str:
    """One certificate as mathematics and as code, and a neighbour that the kernel refuses, with its reason."""
    trial = TRUE[name]
    certificate, _ = trial.certificate()
    above = "".join(f"premise {k}\n{in_words(premise)}\n\n" for k, premise in enumerate(trial.premises))
    whole = above + "conclusion\n" * bool(above)
    lines = [("premises", list(trial.premises)), ("statement", certificate.statement), ("witness", certificate.witness)]
    code = _SETUP + "".join(_assigned(key, value) for key, value in lines)
    code += '>>> known = {f"premise {k}": Statement(premise) for k, premise in enumerate(premises)}\n'
    code += f">>> {_CHECK.format(rule=trial.rule)}    # no Fault\n"
    return f"""## {"Example" if name == trial.rule else name[0].upper() + name[1:]}

```text
{whole}{in_words(certificate.statement)}
```

```python
{code}
```

{refused(name, trial)}
"""


def refused(name: str, trial: Trial) -> str:
    """The first neighbour with the same letters and premises that differs in one place, and why it is refused."""
    for other in FALSE[name]:
        if any(getattr(other, same) != getattr(trial, same) for same in ("letters", "premises", "exists", "rule")):
            continue
        certificate, _ = other.certificate()
        changes = [(f'{{**statement, "{k}": {getattr(other, k)!r}}}', "statement") for k in ("given", "then")
                   if getattr(other, k) != getattr(trial, k)]  # fmt: skip
        if other.witness != trial.witness:
            changes.append((pformat(certificate.witness, width=84, sort_dicts=False), "witness"))
        if len(changes) != 1:
            continue
        code = _continued(f">>> {changes[0][1]} = {changes[0][0]}") + (
            f">>> {_CHECK.format(rule=trial.rule)}\n"
            f"Traceback (most recent call last):\n...\ntheory.kernel.budget.Fault: {other.check()}\n"
        )
        return f"A neighbour that is refused, and why:\n\n```python\n{code}\n```\n"
    return ""


def index() -> str:
    """The list of the rules."""
    rows = "\n".join(f"| [{rule}]({rule}.md) | {_row('docs/own-theorem.md', rule)[1]} |" for rule in RULES)
    return f"""# The rules of the kernel

The kernel accepts a certificate when one of {len(RULES)} rules says that its conclusion follows. It never searches: the
witness in the certificate says how, and the rule multiplies out and compares. Whoever doubts a rule reads its page, and the
argument in [what a certificate means](semantics.md). What may be cited besides is on one page:
[the textbook facts](lemmas.md).

| rule | proves |
|---|---|
{rows}

Every block of these pages is run by the tests, the refused neighbours too.
"""


def lemmas() -> str:
    """The page of the facts that may be cited."""
    parts = "\n".join(
        f"## {name}\n\n```text\n{in_words(lemma.statement)}\n```\n\n{lemma.reference}.\n" for name, lemma in LEMMAS.items()
    )
    return f"""# The textbook facts that may be cited

This list is closed: {len(LEMMAS)} facts, none of which mentions an objective, an algorithm or a paper. A claim that cites
one names it in its verdict; `saddleproof recheck DIR --allow-lemmas A,B` refuses the others. All of them are proved in Coq
as well (`theory/export/coq/lib`), so that a citation adds no axiom there.

{parts}"""


def _row(file: str, rule: str) -> list[str]:
    """The cells of the rule's row in the table of a page."""
    table = re.split(r"^## (?:The r|R)ules$", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE)[1]
    row = re.search(rf"^\| `?{rule}`? \| (.*) \|$", table, re.MULTILINE)
    if row is None:
        raise ValueError(f"{file} must have a row for the rule {rule}")
    return [rule, *row[1].split(" | ")]


def _assigned(name: str, value: object) -> str:
    return _continued(f">>> {name} = {pformat(value, width=84, sort_dicts=False)}")


def _continued(code: str) -> str:
    first, *rest = code.splitlines()
    return "\n".join([first, *("... " + line for line in rest)]) + "\n"
