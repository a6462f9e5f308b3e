"""Formal statements as mathematics: LaTeX, MathML, and Unicode for a terminal.

A statement (the kernel's JSON) is read into trees, recursion letters are folded back into products and sums, traces into
norms and inner products, and three writers share one table of precedence. Nothing here judges anything: what a rendering
says is compared with the kernel's text by tests that read it again.

In order: `reading` (texts to trees), `tree`, `shapes`, `closed` and `orders` (what is said otherwise), `folding` (a statement),
`letters` and `items` (lines of words and mathematics), `names`, `writer` with `latex`, `mathml`, `plain`; then `statement`,
`proof`, `atoms` and `document` for callers. May come in: notation, and ways to write it. Never
a claim, nor sympy: the room is the kernel's reader and the standard library.
"""

from theory.render.atoms import latex_of, mathml_of, text_of
from theory.render.document import document
from theory.render.proof import ProofStep, latex_proof, mathml_proof, proof_steps, text_proof
from theory.render.statement import Rendered, in_context, latex, mathml, or_code, rendered, text
from theory.render.words import latex_text, plain_sentence

__all__ = [
    "ProofStep",
    "Rendered",
    "document",
    "in_context",
    "latex",
    "latex_of",
    "latex_proof",
    "latex_text",
    "mathml",
    "mathml_of",
    "mathml_proof",
    "or_code",
    "plain_sentence",
    "proof_steps",
    "rendered",
    "text",
    "text_of",
    "text_proof",
]
