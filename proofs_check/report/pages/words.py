"""What the words of a report mean, for readers who meet them there first."""

from __future__ import annotations

from proofs_check.verify.verdict import Verdict

VERDICTS: dict[Verdict, str] = {
    Verdict.PROVED: "One formal statement for the whole stated range; the kernel accepted every step, read from disk. Textbook "
    "lemmas that it cites stand beside it.",
    Verdict.STEPS_PROVED: "The kernel accepted every step; how they make up the claim is said in words, which are printed.",
    Verdict.INSTANCES_PROVED: "Proved for each case of a list that is printed, not for the whole range.",
    Verdict.SUPPORTED: "No proof here: experiments agree within an error budget computed beforehand, and would have seen a "
    "planted error.",
    Verdict.REFUTED: "Fails: exact (a counterexample in rational or algebraic numbers), statistical (at a level of at most "
    "1e-6), or asymptotic (an exact statement about a limit).",
    Verdict.INCONCLUSIVE: "Neither proved nor refuted; the reason is printed.",
    Verdict.CONTRADICTION: "The kernel accepted what numbers, or Coq, refute: the toolkit itself is broken. Believe nothing of "
    "this report until it is mended.",
}

TONES: dict[Verdict, str] = {
    Verdict.PROVED: "good",
    Verdict.STEPS_PROVED: "good",
    Verdict.INSTANCES_PROVED: "fair",
    Verdict.SUPPORTED: "seen",
    Verdict.REFUTED: "fall",
    Verdict.INCONCLUSIVE: "open",
    Verdict.CONTRADICTION: "alarm",
}
"""The colour of a verdict; its word stands beside it always."""

STANDING = {
    "stated": "stated: the source's own text was read",
    "reconstructed": "reconstructed: the source's own text was not read, the wording is ours",
}

SUBJECTS = {
    "dmf": "regularized deep matrix factorization: the loss landscape",
    "agd": "alternating gradient descent for matrix factorization",
    "udu": "UDU factorization with projected factors",
    "dmd": "direction–magnitude decomposition of a symmetric matrix",
    "own": "claims without a source elsewhere",
}

FATES = {
    "killed": "fails in an exact model of its own hypotheses, as a neighbour of a sharp theorem should",
    "weaker": "follows from the claim by its form",
    "open": "held in every exact model tried: the theorem may be improved to it",
    "unjudged": "no exact model decided it: nobody knows",
}
"""What became of a neighbour of a goal that was made automatically."""

DECLARED = {
    "false": "declared false: a witness must be found by search",
    "weaker": "declared weaker: the kernel shows that it follows",
    "open": "declared open: if it survives the search, it is slack",
}
"""The fate that a claim file declares for a neighbouring statement."""

EDITS = {
    "same": "the statement is unchanged, proved another way",
    "true": "another statement, and a true one",
    "false": "another statement, and a FALSE one",
    "unjudged": "another statement that too few exact models decide",
}
"""What an edited certificate amounts to that the kernel accepted."""

NEEDED = {
    "needed": "needed: without it the claim fails",
    "not needed": "not needed",
    "undecided": "undecided: no failing instance was found without it",
}
