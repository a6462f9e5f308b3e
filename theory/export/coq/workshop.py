"""Compile certificates, keep what was accepted.

A workshop is a pair of folders: the library, compiled once for a version of Coq, and the lemmas, which belong to one
library and one exporter; their names are hashes of what they depend on. ``index.json`` says which module holds the lemma
of which certificate: a lemma that is there was accepted, since Coq wrote the module.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from theory.export.coq.faults import NotExported
from theory.export.coq.fingerprint import HERE, fingerprints
from theory.export.coq.judging import PATIENCE, Outcome, Trial, judged, reason
from theory.export.coq.lemma import declaration_lists, declaration_name, declarations, lemma
from theory.export.coq.statements import Certificate, in_order
from theory.export.coq.toolchain import CLOSED, LATE, Coq, compile_file, distrust
from theory.storage.files import write_text

try:
    import fcntl
except ImportError:  # no such locks here
    fcntl = None  # type: ignore[assignment]

LIBRARY = ("Base", "Norm", "Sound", "Rules", "Struct", "Mono", "Deriv", "Shape", "Tac", "Typed", "Named", "Weyl", "SVD",
           "Frames", "Sorted", "VonNeumann", "SchattenHolder", "Cited", "Readable", "Plain",
           "Layers")  # fmt: skip
CHUNK = 40
"""Lemmas in a module."""
LIMIT = 1800.0
"""Seconds for a module; the lemma that Coq is at then has no answer, and the others are tried without it."""

HEAD = """From Coq Require Import ZArith NArith QArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Cited Mono Shape.
{requires}Unset Printing Notations.
Set Default Proof Using "All".
Delimit Scope Z_scope with ZZ.
Open Scope Z_scope.
Section Lemmas.
Variables (RR : rcfType) (NN0 : nat).
Notation NN := (S NN0).
Notation MAT := 'M[RR]_NN.
Notation zr := (@Base.zr RR).
"""


@dataclass
class Module:
    """Lemmas that are compiled together."""

    name: str
    lemmas: list[str]
    needs: set[str] = field(default_factory=set)


class LibraryBroke(Exception):
    """The hand-written library does not compile here."""


Sign = Callable[[str], str]
"""Gives a text a mark that only the user's key can give; what is kept without its mark is not used."""


def unsigned(text: str) -> str:
    """No mark: whoever may write to the folder is believed."""
    return ""


class Workshop:
    """Compiles certificates in a folder of its own below ``root``; what lies there is used where it carries the mark that
    ``sign`` gives it."""

    def __init__(self, root: Path, coq: Coq, sign: Sign = unsigned):
        library, lemmas = fingerprints(coq.version)
        root = Path(root).resolve()
        self.coq, self.sign, self.folder = coq, sign, root / f"lemmas-{lemmas}"
        self.library, self.modules = root / f"library-{library}", self.folder / "modules"
        self.index: dict[str, list] = {}
        self.fair: set[str] = set()  # names of lists of declarations that are shown to be fair
        self.digests: dict[str, str] = {}  # of the compiled modules
        self.outcomes: dict[str, Outcome] = {}

    @property
    def paths(self) -> list[tuple[Path, str]]:
        """Where the compiler looks for the library and the lemmas."""
        return [(self.library, "Saddleproof"), (self.modules, "Claims")]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process at a time works here (where the system has such locks)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder.parent / "lock", "w") as file:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def prepare(self, tell: Callable[[str], None] = lambda line: None) -> None:
        """The library, compiled; LibraryBroke if Coq refuses it."""
        with self.alone():
            self._prepare(tell)

    def _prepare(self, tell: Callable[[str], None]) -> None:
        self.library.mkdir(parents=True, exist_ok=True)
        self.modules.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as trials:
            if doubt := distrust(self.coq, Path(trials)):
                raise LibraryBroke(doubt)
        for name in LIBRARY:
            mark = self.library / f"{name}.done"
            if mark.is_file() and mark.read_text(encoding="utf-8") == self._mark_of(name):
                continue
            tell(f"compiling the library: {name}")
            file = self.library / f"{name}.v"
            file.write_bytes((HERE / "lib" / f"{name}.v").read_bytes())
            run = compile_file(self.coq, file, self.paths[:1])
            if run.returncode:
                raise LibraryBroke(f"Coq refuses {name}.v: {' '.join(run.stderr.split())[:400]}")
            mark.write_text(self._mark_of(name), encoding="utf-8")

    def _mark_of(self, name: str) -> str:
        return self.sign(f"{self.library.name} {name} {digest(self.library / f'{name}.vo')}")

    def _load(self) -> None:
        """What was accepted before, if the mark is right and the compiled files are those of then."""
        try:
            kept = json.loads(self._index_file.read_text(encoding="utf-8"))
            mark = kept.pop("mark")
            known = hmac.compare_digest(mark, self._mark_of_index(kept))
            if known and all(digest(self.modules / f"{m}.vo") == d for m, d in kept["modules"].items()):
                self.index, self.fair, self.digests = kept["certificates"], set(kept["declarations"]), kept["modules"]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return

    def _keep(self) -> None:
        kept = {"certificates": self.index, "declarations": sorted(self.fair), "modules": self.digests}
        text = json.dumps({**kept, "mark": self._mark_of_index(kept)})
        write_text(self._index_file, text, "index")

    def _mark_of_index(self, kept: dict) -> str:
        library = [digest(self.library / f"{name}.vo") for name in LIBRARY]
        return self.sign(json.dumps([self.folder.name, library, kept], sort_keys=True))

    @property
    def _index_file(self) -> Path:
        return self.folder / "index.json"

    def check(self, certificates: dict[str, Certificate], roots: Iterable[str], jobs: int = 1,
              tell: Callable[[str], None] = lambda line: None) -> dict[str, Outcome]:  # fmt: skip
        """What Coq says of the roots and everything below them."""
        with self.alone():
            self._load()
            return self._check(certificates, in_order(certificates, roots), jobs, tell)

    def _check(self, certificates: dict[str, Certificate], order: list[str], jobs: int,
               tell: Callable[[str], None]) -> dict[str, Outcome]:  # fmt: skip
        for i in order:
            if i in self.index:
                self.outcomes[i] = Outcome("accepted", "", self.index[i][1])
        modules = self._modules(certificates, [i for i in order if i not in self.index])
        done: set[str] = set()
        with ThreadPoolExecutor(max(1, jobs)) as pool:
            running: dict[Future, Module] = {}
            while modules or running:
                for m in [m for m in modules if m.needs <= done][: max(1, jobs) - len(running)]:
                    modules.remove(m)
                    running[pool.submit(self._compile, certificates, m)] = m
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    m = running.pop(future)
                    self.outcomes.update(future.result())
                    done.add(m.name)
                    for i in m.lemmas:
                        if self.outcomes[i].accepted:
                            self.index[i] = [m.name, self.outcomes[i].seconds]
                            own = certificates[i].statement.own
                            self.fair |= {declaration_name(own[: k + 1]) for k in range(len(own))}
                    self.digests[m.name] = digest(self.modules / f"{m.name}.vo")
                    self._keep()
                    tell(f"{sum(i in self.outcomes for i in order)} of {len(order)} certificates")
        return {i: self.outcomes[i] for i in order}

    def _modules(self, certificates: dict[str, Certificate], pending: list[str]) -> list[Module]:
        """Consecutive certificates, premises first."""
        result, home = [], {}
        for k in range(0, len(pending), CHUNK):
            part = pending[k : k + CHUNK]
            module = Module(f"M{hashlib.sha256(''.join(part).encode()).hexdigest()[:16]}", part)
            home.update(dict.fromkeys(part, module.name))
            module.needs = {home[q] for i in part for q in certificates[i].premises if q in home} - {module.name}
            result.append(module)
        return result

    def _compile(self, certificates: dict[str, Certificate], module: Module) -> dict[str, Outcome]:
        """Compile the module; a lemma that is refused is taken out with what rests on it, and the rest tried again."""
        results: dict[str, Outcome] = {}
        texts: dict[str, str] = {}
        for i in module.lemmas:
            c = certificates[i]
            try:
                declarations(c, "tried")
                texts[i] = lemma(c, [certificates[q] for q in c.premises], lambda q: self.refer(q, module))
            except NotExported as error:
                results[i] = Outcome("not exported", str(error))
        while True:
            self._drop_dependents(certificates, texts, results)
            kept = [i for i in module.lemmas if i not in results]
            file, starts = self._write(certificates, module, kept, texts)
            run = compile_file(self.coq, file, self.paths, timing=True, limit=LIMIT)
            if run.returncode == LATE and kept:
                results[kept[_reached(run.stdout, starts)]] = Outcome("no answer", run.stderr)
                continue
            if run.returncode == 0:
                seconds = _seconds(run.stdout, starts)
                return {**results, **{i: Outcome("accepted", "", round(s, 3)) for i, s in zip(kept, seconds, strict=True)}}
            place = re.search(r"line (\d+), characters", run.stderr)
            lines = file.read_bytes().split(b"\n")
            byte = sum(len(line) + 1 for line in lines[: int(place.group(1)) - 1]) if place else 0
            at = bisect_right(starts, byte) - 1
            if not place or at < 0:
                raise LibraryBroke(f"Coq stops outside the lemmas: {' '.join(run.stderr.split())[:400]}")
            results[kept[at]] = Outcome("refused", reason(run.stderr))

    def _drop_dependents(
        self, certificates: dict[str, Certificate], texts: dict[str, str], results: dict[str, Outcome]
    ) -> None:
        for i in texts:
            bad = [q for q in certificates[i].premises if not (results.get(q) or self.outcomes.get(q) or _FINE).accepted]
            if bad and i not in results:
                results[i] = Outcome("blocked", f"its premise {bad[0][:12]} is not accepted")

    def refer(self, certificate: Certificate, here: Module | None = None) -> str:
        """The lemma of a certificate, in Coq."""
        if here is not None and certificate.id in here.lemmas:
            return f"@{certificate.lemma}"
        home = self.index.get(certificate.id, ["Missing"])[0]
        return f"@Claims.{home}.{certificate.lemma} RR NN0"

    def _write(self, certificates: dict[str, Certificate], module: Module, kept: list[str],
               texts: dict[str, str]) -> tuple[Path, list[int]]:  # fmt: skip
        homes = {self.index[q][0] for i in kept for q in certificates[i].premises if q in self.index and q not in kept}
        parts = [HEAD.format(requires="".join(f"From Claims Require {m}.\n" for m in sorted(homes - {module.name})))]
        starts = []
        own = declaration_lists([certificates[i] for i in kept], self.fair)
        for i in kept:
            starts.append(sum(len(p.encode()) for p in parts))
            fair = declarations(certificates[i], own[i]) if i in own else ""
            parts.append(f"(* {i} {certificates[i].rule} *)\n{fair}{texts[i]}\n")
        file = self.modules / f"{module.name}.v"
        file.write_text("".join([*parts, "End Lemmas.\n"]), encoding="utf-8")
        return file, starts

    def judged(self, trials: list[Trial], jobs: int = 1, patience: float = PATIENCE) -> Iterator[tuple[int, Outcome]]:
        """What Coq says of certificates whose premises are granted, as the answers come; nothing is kept."""
        return judged(self.coq, self.paths, HEAD.format(requires=""), trials, jobs, patience)

    def judge(self, trials: list[Trial], jobs: int = 1, patience: float = PATIENCE) -> list[Outcome]:
        """The same, all together and in order."""
        found = dict(self.judged(trials, jobs, patience))
        return [found[k] for k in range(len(trials))]

    def assumptions(self, goals: Iterable[str]) -> list[str]:
        """What `Print Assumptions` names below the goals: [] if they are closed under the global context."""
        homes = {g: self.index[g][0] for g in goals}
        name = hashlib.sha256("".join(sorted(homes)).encode()).hexdigest()[:16]
        kept = self.folder / f"assumptions-{name}.json"

        def mark(found: list[str]) -> str:
            return self.sign(json.dumps([self.folder.name, name, {m: self.digests[m] for m in homes.values()}, found]))

        with suppress(OSError, ValueError, LookupError, TypeError):
            known = json.loads(kept.read_text(encoding="utf-8"))
            if hmac.compare_digest(known["mark"], mark(known["axioms"])):
                return list(known["axioms"])
        file = self.modules / f"A{name}.v"
        terms = ", ".join(f"@{home}.c_{g[:16]}" for g, home in homes.items())
        requires = "".join(f"From Claims Require {m}.\n" for m in sorted(set(homes.values())))
        file.write_text(f"{requires}Definition all := ({terms}, tt).\nPrint Assumptions all.\n", encoding="utf-8")
        run = compile_file(self.coq, file, self.paths)
        if run.returncode:
            raise LibraryBroke(f"Print Assumptions fails: {' '.join(run.stderr.split())[:400]}")
        found = read_assumptions(run.stdout)
        write_text(kept, json.dumps({"axioms": found, "mark": mark(found)}), "assumptions")
        return found

    def assumptions_apart(self, claims: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
        """The same for each of several claims, given by their goals: asked of all together, and of each half where something is
        assumed, for every question goes through the whole of Mathematical Components."""
        if not claims:
            return {}
        found = self.assumptions(dict.fromkeys(g for goals in claims.values() for g in goals))
        if not found or len(claims) == 1:
            return dict.fromkeys(claims, found)
        names = list(claims)
        halves = names[: len(names) // 2], names[len(names) // 2 :]
        return {k: v for half in halves for k, v in self.assumptions_apart({n: claims[n] for n in half}).items()}


_FINE = Outcome("accepted")
HEADINGS = ("Axioms:", "Section Variables:", "Opaque constants:", "Transparent constants:", "Theory:")
"""Lines of `Print Assumptions` that name nothing."""


def digest(file: Path) -> str:
    """SHA-256 of a file; empty where there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def read_assumptions(output: str) -> list[str]:
    """The names in what `Print Assumptions` prints, and whatever else it says: [] for one sentence alone.

    >>> read_assumptions("Axioms:\\nlemma_A : forall x,\\n  x = x\\nlemma_B\\n  : True\\n")
    ['lemma_A', 'lemma_B']
    >>> read_assumptions("Axioms:\\nboom is assumed to be guarded.\\n"), read_assumptions("")
    (['boom is assumed to be guarded'], ['(nothing that can be read)'])
    >>> read_assumptions("Closed under the global context\\n")
    []
    """
    if output.strip() == CLOSED:
        return []
    lines = [line.rstrip() for line in output.splitlines() if line.strip() and line[0] not in " \t:"]
    found = [line.split(" :")[0].rstrip(".") for line in lines if line not in HEADINGS]
    return found or ["(nothing that can be read)"]


def _reached(output: str, starts: list[int]) -> int:
    """The number of the lemma that Coq was at: the one after the last sentence that it finished."""
    ends = [int(end) for end in re.findall(r"^Chars \d+ - (\d+) ", output, re.MULTILINE)]
    return max(0, bisect_right(starts, max(ends, default=0) + 2) - 1)


def _seconds(output: str, starts: list[int]) -> list[float]:
    total: dict[int, float] = defaultdict(float)
    for m in re.finditer(r"^Chars (\d+) - \d+ .* ([\d.]+) secs", output, re.MULTILINE):
        total[bisect_right(starts, int(m.group(1))) - 1] += float(m.group(2))
    return [total[k] for k in range(len(starts))]
