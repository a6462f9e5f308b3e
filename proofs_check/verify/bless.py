"""``verify --bless``: write down what the goals of claims say now, after somebody has read them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from proofs_check.verify.discovery import Found
from proofs_check.verify.headline import headline_pin, needed
from proofs_check.verify.pins import Pin, drift, pins_file, read_pins, write_pins
from proofs_check.verify.process import Ended, each
from proofs_check.verify.workers import derive


def bless(claims: dict[str, Found], jobs: int = 1, found: dict[str, Found] | None = None) -> tuple[list[str], bool]:
    """Derive every claim that has a derivation, and pin title, sentence, prose and goals beside its file; of a headline the
    goals that its clauses name, as they are pinned then.

    Returns what to print (a line a claim, both texts where a pin changes) and whether some claim could not be pinned:
    its derivation fails, the kernel rejects it, or it has no sentence. Nothing else is examined, and the pins of other
    claims stay; of those, with ``found`` (every claim there is), the ones go that belong to no claim any more.
    """
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, got {jobs}")
    chosen = {name: item for name, item in claims.items() if item.claim.pinned and not item.ended}
    others = needed(chosen, found)
    lines = [f"{name}: cannot be pinned: {item.ended}" for name, item in claims.items() if item.ended]
    failed = bool(lines)
    changes: dict[Path, dict[str, Pin]] = defaultdict(dict)
    derived = {name: item for name, item in chosen.items() if not item.claim.parts}
    now: dict[str, Pin | str] = dict(zip(derived, each(_pin, derived.values(), jobs), strict=True))
    before = {name: item.pin for name, item in {**others, **chosen}.items()}
    pinned = {name: pin for name, pin in {**before, **now}.items() if isinstance(pin, Pin)}
    now |= {name: _headline(item, pinned) for name, item in chosen.items() if item.claim.parts}
    for name, item in chosen.items():
        pin = now[name]
        if isinstance(pin, str):
            lines.append(f"{name}: cannot be pinned: {pin}")
            failed = True
            continue
        changes[pins_file(item.path)][name] = pin
        lines += _told(name, item.pin, pin)
    there = {name for name, item in (found or {}).items() if item.claim.pinned or item.ended}
    for file, pins in changes.items():
        kept = {name: pin for name, pin in read_pins(file).items() if found is None or name in there}
        lines += [f"{name}: pin dropped, no such claim" for name in read_pins(file) if name not in kept]
        write_pins(file, {**kept, **pins})
    told = ("pinned", "unchanged", "cannot be pinned", "pin dropped")
    counts = [sum(f": {word}" in line for line in lines if line[:1] != " ") for word in told]
    words = zip(counts, ("pinned", "unchanged", "refused", "dropped"), strict=True)
    return [*lines, "pins: " + ", ".join(f"{count} {word}" for count, word in words)], failed


def _pin(item: Found) -> Pin | str:
    try:
        evidence = derive(item)
    except (Ended, ValueError) as error:
        return str(error)
    if not evidence.complete:
        return evidence.fault()
    if not item.claim.sentence.strip():
        return "it has no `sentence`: say in standard notation what the goals say"
    return evidence.as_pin(item.claim)


def _headline(item: Found, pins: dict[str, Pin]) -> Pin | str:
    try:
        return headline_pin(item.claim, pins)
    except ValueError as error:
        return str(error)


def _told(name: str, before: Pin | None, now: Pin) -> list[str]:
    goals = f"{len(now.goals)} goal{'s' * (len(now.goals) != 1)}"
    if before is None:
        return [f"{name}: pinned, {goals}"]
    moved = drift(before, now)
    if moved is None:
        return [f"{name}: unchanged, {goals}"]
    return [f"{name}: pinned anew, {goals}", *(f"  {line}" for line in moved.lines())]
