"""The checker: reads certificates from disk and accepts them, or names the fault. Small, trusted, knows no paper.

Here live the words and declarations of statements, the rules and the named lemmas; what they mean stands in
SEMANTICS.md. Nothing may come in but the standard library and what every statement can be made of: no objective, no
algorithm, no search. Run it alone over a folder with ``python -P -m theory.kernel DIR``; ``-P`` keeps a package ``theory`` of
the working directory out.
"""
