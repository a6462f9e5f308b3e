(* Readable.v: how the final theorems are written. Nothing is defined here; these are ways to write Base.v's functions. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base.
Delimit Scope Z_scope with ZZ.
Declare Scope paper_scope.
Delimit Scope paper_scope with P.

(* real numbers; `num n` is the integer n as a real number *)
Notation num := (@zr _).
Notation "x + y" := (radd x y) : paper_scope.
Notation "x - y" := (rsub x y) : paper_scope.
Notation "x * y" := (rmul x y) : paper_scope.
Notation "- x" := (ropp x) : paper_scope.
Notation "x / p" := (rdiv x p%positive) : paper_scope.
Notation "x ^ n" := (zpow x n%ZZ) : paper_scope.
Notation "x <= y" := (rle x y) : paper_scope.
Notation "x < y" := (rlt x y) : paper_scope.

(* matrices; `Id n` is the identity of size n *)
Notation Id := (@Imx _ _).
Notation "A +m B" := (madd A B) (at level 50, left associativity) : paper_scope.
Notation "A -m B" := (msub A B) (at level 50, left associativity) : paper_scope.
Notation "A *m B" := (mmul A B) : paper_scope.
Notation "-m A" := (mopp A) (at level 35, right associativity) : paper_scope.
Notation "c *: A" := (msc c A) : paper_scope.
Notation "A ^T" := (mT A) : paper_scope.
Notation "A ^d n" := (dpow A n%ZZ) (at level 30, right associativity) : paper_scope.
Notation "\tr A" := (mtr A) : paper_scope.
