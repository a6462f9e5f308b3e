(* agd-half-step-decrease: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in
   \mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and for $\eta > 0$ let
   $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top - A)^\top X_+$. With $G = RY$ and $G_+ = (X_+Y^\top - A)^\top X_+$:
   $F(X,Y) - F(X_+,Y) = \eta\lVert G\rVert_F^2 - \tfrac{\eta^2}{2}\lVert GY^\top\rVert_F^2$ and $F(X_+,Y) - F(X_+,Y_+) =
   \eta\lVert G_+\rVert_F^2 - \tfrac{\eta^2}{2}\lVert X_+G_+^\top\rVert_F^2$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_half_step_decrease.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition F (R : rcfType) m n d (A : 'M[R]_(m, n)) (X : 'M_(m, d)) (Y : 'M_(n, d)) : R := 2%:R^-1 * sqnorm (X *m Y^T - A).

Theorem half_step_decrease (R : rcfType) (m n d : nat) (A : 'M[R]_(m, n)) (X : 'M[R]_(m, d)) (Y : 'M[R]_(n, d)) (eta : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> 0 < eta ->
  let X1 := X - eta *: ((X *m Y^T - A) *m Y) in
  let Y1 := Y - eta *: ((X1 *m Y^T - A)^T *m X1) in
  let G := (X *m Y^T - A) *m Y in
  let G1 := (X1 *m Y^T - A)^T *m X1 in
  F A X Y - F A X1 Y = eta * sqnorm G - eta ^+ 2 / 2%:R * sqnorm (G *m Y^T) /\
  F A X1 Y - F A X1 Y1 = eta * sqnorm G1 - eta ^+ 2 / 2%:R * sqnorm (X1 *m G1^T).
Proof.
move=> m0 n0 d0 eta0 X1 Y1 G G1; have [N0 [mN nN dN]] := room3 m n d; have K := @agd_half_step_decrease_1 R N0.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d).
give K (emb N0.+1 A). give K (emb N0.+1 X). give K (emb N0.+1 Y). give K eta.
plain K; case: K => K1 K2; split; rewrite /F; [close K1 | close K2].
Qed.
Print Assumptions half_step_decrease.
