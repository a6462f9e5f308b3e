(* Readable.v: how the final theorems are written. Nothing is defined here; these are ways to write Base.v's functions. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base.
Delimit Scope Z_scope with ZZ.
Declare Scope paper_scope.
Delimit Scope paper_scope with P.

(* inside a real number or a matrix the notations above go on *)
Arguments radd {R} (x y)%P.
Arguments rsub {R} (x y)%P.
Arguments rmul {R} (x y)%P.
Arguments ropp {R} x%P.
Arguments rdiv {R} x%P p%positive.
Arguments rle {R} (x y)%P.
Arguments rlt {R} (x y)%P.
Arguments zpow {R} x%P z%ZZ.
Arguments madd {R N} (A B)%P.
Arguments msub {R N} (A B)%P.
Arguments mmul {R N} (A B)%P.
Arguments mopp {R N} A%P.
Arguments msc {R N} x%P A%P.
Arguments mT {R N} A%P.
Arguments mtr {R N} A%P.
Arguments dpow {R N} A%P z%ZZ.
Arguments shp {R N} (m n)%ZZ A%P.

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
Notation "A ^D n" := (dpow A n%ZZ) (at level 30, right associativity) : paper_scope.
Notation "\tr A" := (mtr A) : paper_scope.
