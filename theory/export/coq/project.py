"""A project that compiles with `make` alone: the library, the lemmas, and one file of final theorems a claim.

Where there is a file of the claim in ``plain``, it goes with it: the theorem once more, in matrices of Mathematical
Components and without the words of the library. Some of these files use the theorem of another claim (``needs``); such a file
goes with the project only where that claim does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from theory.export.coq.faults import NotExported
from theory.export.coq.fingerprint import HERE
from theory.export.coq.lemma import declaration_lists, declarations, lemma
from theory.export.coq.readable import final, stem
from theory.export.coq.statements import Certificate, in_order
from theory.export.coq.toolchain import APT, VERSION
from theory.export.coq.workshop import CHUNK, HEAD, LIBRARY

MAKEFILE = """# Compiles everything; `Print Assumptions` prints below each claim what its theorems rest on.
# Coq {version} and Mathematical Components 1.15 are needed: {apt}
all: Makefile.coq
\t$(MAKE) -f Makefile.coq
Makefile.coq: _CoqProject
\tcoq_makefile -f _CoqProject -o Makefile.coq
clean:
\trm -f Makefile.coq* .Makefile.coq.d */*.vo* */*.glob */.*.aux
.PHONY: all clean
"""


@dataclass(frozen=True)
class Goals:
    """A claim: its goals, and the sentence that is pinned beside them."""

    claim: str
    goals: tuple[str, ...]
    sentence: str = ""


def needs(claim: str) -> set[str]:
    """The other claims whose theorems the file of ``claim`` in ``plain`` uses; none where there is no such file.

    >>> needs("agd-larger-step"), needs("agd-sharpened"), needs("no-such-claim")
    ({'agd-sharpened'}, set(), set())
    """
    file = HERE / "plain" / f"{claim.replace('-', '_')}.v"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return {name.replace("_", "-") for name in re.findall(r"^From Plain Require Import (\w+)\.", text, re.MULTILINE)}


def write_project(folder: Path, certificates: dict[str, Certificate], claims: Iterable[Goals]) -> dict[str, str]:
    """Write the project into ``folder``; the certificates that could not be exported, with the reason."""
    claims = list(claims)
    there = {c.claim for c in claims}
    (folder / "lib").mkdir(parents=True, exist_ok=True)
    for part in ("steps", "theorems"):
        (folder / part).mkdir(exist_ok=True)
    for name in LIBRARY:
        (folder / "lib" / f"{name}.v").write_bytes((HERE / "lib" / f"{name}.v").read_bytes())
    order = in_order(certificates, [g for c in claims for g in c.goals])
    home, failed, files = dict[str, str](), dict[str, str](), []
    for k in range(0, len(order), CHUNK):
        module = f"Steps{k // CHUNK + 1}"
        files.append(f"steps/{module}.v")
        texts = _steps(certificates, order[k : k + CHUNK], module, home, failed)
        needed = sorted({home[q] for i in order[k : k + CHUNK] for q in certificates[i].premises if q in home} - {module})
        head = HEAD.format(requires="".join(f"From Claims Require {m}.\n" for m in needed))
        (folder / f"steps/{module}.v").write_text("".join([head, *texts, "End Lemmas.\n"]), encoding="utf-8")
    for c in claims:
        whole = [certificates[g] for g in c.goals if g in home]
        modules = sorted({home[g.id] for g in whole})
        refer = {g.id: f"@Claims.{home[g.id]}.{g.lemma} RR NN0" for g in whole}
        name = f"{stem(c.claim)}.v"
        file = f"theorems/{name}"
        said = final(c.claim, c.sentence, whole, refer, [f"From Claims Require {m}.\n" for m in modules])
        (folder / file).write_text(said, encoding="utf-8")
        files.append(file)
        plain = HERE / "plain" / name
        if plain.exists() and len(whole) == len(c.goals) and needs(c.claim) <= there:
            (folder / "plain").mkdir(exist_ok=True)
            (folder / "plain" / name).write_bytes(plain.read_bytes())
            files.append(f"plain/{name}")
    listed = [f"lib/{name}.v" for name in LIBRARY] + files
    options = ["-Q lib Saddleproof", "-Q steps Claims", "-Q theorems Final", "-Q plain Plain", "-arg -w -arg none"]
    (folder / "_CoqProject").write_text("\n".join([*options, *listed, ""]))
    (folder / "Makefile").write_text(MAKEFILE.format(version=VERSION, apt=APT))
    return failed


def _steps(certificates: dict[str, Certificate], part: list[str], module: str, home: dict[str, str],
           failed: dict[str, str]) -> list[str]:  # fmt: skip
    """The lemmas of one module; those that cannot be written, and what rests on them, go to ``failed``. Which lists of
    declarations have a lemma is decided among those that can: a list that begins another one has none of its own."""
    texts: dict[str, str] = {}

    def refer(q: Certificate) -> str:
        return f"@{q.lemma}" if home[q.id] == module else f"@Claims.{home[q.id]}.{q.lemma} RR NN0"

    for i in part:
        c = certificates[i]
        missing = next((q for q in c.premises if q in failed), None)
        try:
            if missing:
                raise NotExported(f"its premise {missing[:12]} is not exported")
            declarations(c, "tried")
            texts[i] = lemma(c, [certificates[q] for q in c.premises], refer)
            home[i] = module
        except NotExported as error:
            failed[i] = str(error)
    own = declaration_lists([certificates[i] for i in texts])
    fair = {i: declarations(certificates[i], name) for i, name in own.items()}
    return [f"(* {i} {certificates[i].rule} *)\n{fair.get(i, '')}{text}\n" for i, text in texts.items()]
