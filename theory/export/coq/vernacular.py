"""What a lemma is made of: sentences of these forms only, whatever a certificate says in its names and witnesses.

A certificate is somebody else's text. Were a part of it put into a proof as it stands, it could end the proof and go on with
sentences of its own (an axiom, a notation that changes what a statement says). So every text is read again before it is
handed on: ASCII, no comment, no string; definitions and lemmas under the certificate's own name, and in a proof nothing but
tactics, whose names begin with a small letter.
"""

from __future__ import annotations

import re

from theory.export.coq.faults import NotExported

FOREIGN = re.compile(r'[^\n\x20-\x7e]|"|\(\*|\*\)|\.\.(?! \])|\.\.\.')
END = re.compile(r"\.(?=\s|$)(?<!\.\.)")


def guarded(text: str, name: str) -> str:
    """The text, if it consists of definitions and proved lemmas that are called ``name`` or ``name_…``; NotExported otherwise.

    >>> guarded("Lemma c_1 : True.\\nProof.\\n{ exact I. }\\nQed.\\n", "c_1").count("\\n")
    4
    >>> guarded("Lemma c_1 : False.\\nProof.\\nexact I. Axiom c_2 : False.\\nQed.\\n", "c_1")
    Traceback (most recent call last):
    ...
    theory.export.coq.faults.NotExported: a sentence of no proof: Axiom c_2 : False
    """
    if found := FOREIGN.search(text):
        raise NotExported(f"a character that no proof has: {found.group(0)!a}")
    own = re.compile(rf"(Definition|Lemma) {re.escape(name)}(_[A-Za-z0-9]+)? : ")
    *sentences, rest = (s.strip("{}() \n") for s in END.split(text))
    inside = False
    for sentence in sentences:
        start = own.match(sentence)
        if not inside and start:
            inside = start.group(1) == "Lemma"
        elif inside and sentence == "Qed":
            inside = False
        elif not inside or not (sentence == "Proof" or re.match(r"[a-z]", sentence)):
            raise NotExported(f"a sentence of no proof: {' '.join(sentence.split())[:80]}")
    if inside or rest:
        raise NotExported("a proof that does not end")
    return text
