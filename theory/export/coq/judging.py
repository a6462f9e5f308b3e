"""Certificates whose premises are granted, before Coq: nothing is kept, and each has a limit of time.

The sentences of a proof are given to the toplevel one by one, and the first error ends the trial: what follows an error costs
time and says nothing. A certificate is accepted if no sentence is refused and its lemmas are there in the end.
"""

from __future__ import annotations

import queue
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from theory.export.coq import text
from theory.export.coq.faults import NotExported
from theory.export.coq.lemma import declarations, lemma
from theory.export.coq.statements import Certificate
from theory.export.coq.toolchain import Coq, NoAnswer, Toplevel

PATIENCE = 120.0
"""Seconds for a certificate that is only judged."""

Trial = tuple[Certificate, list[Certificate]]


@dataclass(frozen=True)
class Outcome:
    """What became of one certificate: "accepted", "refused" by Coq, "not exported", "blocked" by a premise, or "no answer"
    within the time."""

    state: str
    reason: str = ""
    seconds: float = 0.0

    @property
    def accepted(self) -> bool:
        """Whether Coq accepted it."""
        return self.state == "accepted"


def judged(coq: Coq, paths: list[tuple[Path, str]], head: str, trials: list[Trial], jobs: int,
           patience: float) -> Iterator[tuple[int, Outcome]]:  # fmt: skip
    """(number of the trial, its outcome), in the order in which they are settled; ``jobs`` toplevels at a time."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    settled: queue.SimpleQueue[tuple[int, Outcome] | BaseException] = queue.SimpleQueue()
    for k in range(len(trials)):
        waiting.put(k)

    def work() -> None:
        bench = Bench(coq, paths, head, patience)
        try:
            while True:
                k = waiting.get_nowait()
                settled.put((k, bench.judge(*trials[k])))
        except queue.Empty:
            pass
        except BaseException as error:
            settled.put(error)
        finally:
            bench.close()

    with ThreadPoolExecutor(max(1, jobs)) as pool:
        for _ in range(max(1, jobs)):
            pool.submit(work)
        try:
            for _ in trials:
                found = settled.get()
                if isinstance(found, BaseException):
                    raise found
                yield found
        finally:
            while not waiting.empty():
                waiting.get_nowait()


class Bench:
    """One toplevel with the library loaded, where certificates are tried and forgotten."""

    def __init__(self, coq: Coq, paths: list[tuple[Path, str]], head: str, patience: float):
        self.coq, self.paths, self.head, self.patience = coq, paths, head, patience
        self._toplevel: Toplevel | None = None
        self._used = 0

    def close(self) -> None:
        """End the toplevel, if there is one."""
        if self._toplevel is not None:
            self._toplevel.close()
        self._toplevel, self._used = None, 0

    def judge(self, c: Certificate, premises: list[Certificate]) -> Outcome:
        """What Coq says of one certificate; at most ``patience`` seconds of it."""
        begun = time.perf_counter()
        try:
            granted = {q.lemma: f"Hypothesis {q.lemma} : {text.statement(q.statement)}.\n" for q in premises}
            fair, proof = declarations(c, "d_fair"), lemma(c, premises, lambda q: f"@{q.lemma}")
        except NotExported as error:
            return Outcome("not exported", str(error), time.perf_counter() - begun)
        asked = f"Check @{c.lemma}.\n" + ("Check @d_fair.\n" if fair else "")
        try:
            toplevel = self._ready()
            until = time.monotonic() + self.patience
            fault = refusal(toplevel, sentences(f"Section Trial.\n{''.join(granted.values())}{fair}{proof}{asked}"), until)
            toplevel.ask("Abort All.\n", until)
            toplevel.ask("Reset Trial.\n", until)
        except NoAnswer as silence:
            self.close()
            return Outcome("no answer", str(silence), time.perf_counter() - begun)
        return Outcome("refused" if fault else "accepted", fault, time.perf_counter() - begun)

    def _ready(self) -> Toplevel:
        if self._used >= RENEWED:
            self.close()
        if self._toplevel is None:
            self._toplevel = Toplevel(self.coq, self.paths)
            fault = refusal(self._toplevel, [self.head, "Set Silent.\n"], time.monotonic() + self.patience)
            if fault:
                raise RuntimeError(f"Coq refuses the head of the lemmas: {fault}")
        self._used += 1
        return self._toplevel


RENEWED = 40
"""Trials before a new toplevel: it remembers what it was told."""


def refusal(toplevel: Toplevel, said: list[str], until: float) -> str:
    """Why Coq refuses one of the sentences; the first ends it. Empty if it refuses none."""
    for sentence in said:
        answer = toplevel.ask(sentence, until)
        if "Error:" in answer or "Anomaly" in answer:
            return reason(answer) or "refused"
        if sentence.startswith("Check ") and not re.search(r"^\s*:", answer, re.MULTILINE):
            return f"no answer to {sentence.strip()}"
    return ""


def sentences(script: str) -> list[str]:
    """The script in pieces that end where a line ends with a sentence, or opens or closes a goal.

    >>> sentences("Lemma a :\\n  True.\\nProof.\\n{ exact I. }\\nQed.")
    ['Lemma a :\\n  True.\\n', 'Proof.\\n', '{ exact I. }\\n', 'Qed.\\n']
    """
    pieces, open_ = [], ""
    for line in script.splitlines():
        open_ += f"{line}\n"
        if line.rstrip().endswith((".", "{", "}")):
            pieces.append(open_)
            open_ = ""
    return [*pieces, open_] if open_.strip() else pieces


def reason(errors: str) -> str:
    """The end of an error message on one line, without the hypotheses that come first.

    >>> reason("File a.v\\nError:\\nIn environment\\nx : nat\\nThe term I is of another type.")
    'Error: … x : nat The term I is of another type.'
    """
    words = " ".join(errors.split())
    words = words[words.rfind("Error:") :]
    start = "Error: In environment"
    return words[:300] if not words.startswith(start) else "Error: … " + words[len(start) :].strip()[-250:]
