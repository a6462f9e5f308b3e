(* agd-block-smoothness: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X, H \in \mathbb{R}^{m\times d}$, $Y \in
   \mathbb{R}^{n\times d}$ and $\ell > 0$. If $Y^\top Y \preceq \ell I_d$, then $\lVert ((X+H)Y^\top - A)Y - (XY^\top -
   A)Y\rVert_F^2 \le \ell^2\lVert H\rVert_F^2$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_block_smoothness.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem block_smoothness (R : rcfType) (m n d : nat) (A : 'M[R]_(m, n)) (X H : 'M[R]_(m, d)) (Y : 'M[R]_(n, d)) (ell : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> 0 < ell -> psd (ell%:M - Y^T *m Y) ->
  sqnorm (((X + H) *m Y^T - A) *m Y - (X *m Y^T - A) *m Y) <= ell ^+ 2 * sqnorm H.
Proof.
move=> m0 n0 d0 ell0 /psd_gram[J hJ]; have [N0 [mN nN dN]] := room3 m n d; have K := @agd_block_smoothness_1 R N0.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d).
give K (emb N0.+1 A). give K (emb N0.+1 X). give K (emb N0.+1 Y). give K (emb N0.+1 H). give K ell.
give K (Z.of_nat d). give K (emb N0.+1 J).
- by goal; rewrite -hJ addrC subrK scalemx1.
plain K; close K.
Qed.
Print Assumptions block_smoothness.
