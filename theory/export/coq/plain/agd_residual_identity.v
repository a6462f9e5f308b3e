(* agd-residual-identity: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in
   \mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and for $\eta > 0$ let
   $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top - A)^\top X_+$. Then $X_+Y_+^\top - A = (I_m - \eta
   X_+X_+^\top)\,R\,(I_n - \eta YY^\top)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_residual_identity.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem residual_identity (R : rcfType) (m n d : nat) (A : 'M[R]_(m, n)) (X : 'M[R]_(m, d)) (Y : 'M[R]_(n, d)) (eta : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> 0 < eta ->
  let X1 := X - eta *: ((X *m Y^T - A) *m Y) in
  let Y1 := Y - eta *: ((X1 *m Y^T - A)^T *m X1) in
  X1 *m Y1^T - A = (1%:M - eta *: (X1 *m X1^T)) *m (X *m Y^T - A) *m (1%:M - eta *: (Y *m Y^T)).
Proof.
move=> m0 n0 d0 eta0; have [N0 [mN nN dN]] := room3 m n d; have K := @agd_residual_identity_1 R N0.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d).
give K (emb N0.+1 A). give K (emb N0.+1 X). give K (emb N0.+1 Y). give K eta.
plain K; exact: K.
Qed.
Print Assumptions residual_identity.
