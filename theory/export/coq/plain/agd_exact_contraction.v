(* agd-exact-contraction: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in
   \mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and for $\eta > 0$ let
   $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top - A)^\top X_+$. Let $r \ge 1$, $U \in \mathbb{R}^{m\times r}$ with
   $U^\top U = I_r$, $UU^\top A = A$, $UU^\top X = X$, and let $p > 0$. If $(1-p)UU^\top \preceq \eta X_+X_+^\top \preceq
   (1+p)UU^\top$ and $\eta Y^\top Y \preceq 2I_d$, then $F(X_+,Y_+) \le p^2F(X,Y)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_exact_contraction.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition F (R : rcfType) m n d (A : 'M[R]_(m, n)) (X : 'M_(m, d)) (Y : 'M_(n, d)) : R := 2%:R^-1 * sqnorm (X *m Y^T - A).

Theorem exact_contraction (R : rcfType) (m n d r : nat) (A : 'M[R]_(m, n)) (X : 'M[R]_(m, d)) (Y : 'M[R]_(n, d))
    (U : 'M[R]_(m, r)) (eta p : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < r)%N -> 0 < eta -> 0 < p ->
  let X1 := X - eta *: ((X *m Y^T - A) *m Y) in
  let Y1 := Y - eta *: ((X1 *m Y^T - A)^T *m X1) in
  U^T *m U = 1%:M -> U *m U^T *m A = A -> U *m U^T *m X = X ->
  psd (eta *: (X1 *m X1^T) - (1 - p) *: (U *m U^T)) -> psd ((1 + p) *: (U *m U^T) - eta *: (X1 *m X1^T)) ->
  psd (2%:R%:M - eta *: (Y^T *m Y)) ->
  F A X1 Y1 <= p ^+ 2 * F A X Y.
Proof.
move=> m0 n0 d0 r0 eta0 p0 X1 Y1 hU hA hX /psd_gram[B hB] /psd_gram[J hJ] /psd_gram[E hE].
have [N0 [mN nN dN rN]] := room4 m n d r; have K := @agd_exact_contraction_1 R N0.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d).
give K (emb N0.+1 A). give K (emb N0.+1 X). give K (emb N0.+1 Y). give K eta.
give K (Z.of_nat r). give K (emb N0.+1 U). give K p. give K (Z.of_nat m). give K (emb N0.+1 B).
give K (Z.of_nat m). give K (emb N0.+1 J). give K (Z.of_nat d). give K (emb N0.+1 E).
- by goal; rewrite hU.
- by goal; rewrite hA.
- by goal; rewrite hX.
- by goal; rewrite -hB subrK.
- by goal; rewrite -hJ addrC subrK.
- by goal; rewrite -hE addrC subrK scalemx1.
plain K; rewrite /F; close K.
Qed.
Print Assumptions exact_contraction.
