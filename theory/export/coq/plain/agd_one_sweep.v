(* agd-one-sweep: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X, E \in \mathbb{R}^{m\times d}$, $Y \in
   \mathbb{R}^{n\times d}$, $R = XY^\top - A$, and for $\eta > 0$ let $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top
   - A)^\top X_+$. If $E^\top E = I_d$, $EE^\top A = A$, $X = sE$ with $s > 0$, $\eta s^2 = 1$, and $RY = 0$, then
   $X_+Y_+^\top = A$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_one_sweep.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem one_sweep (R : rcfType) (m n d : nat) (A : 'M[R]_(m, n)) (X E : 'M[R]_(m, d)) (Y : 'M[R]_(n, d)) (eta s : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> 0 < eta ->
  let X1 := X - eta *: ((X *m Y^T - A) *m Y) in
  let Y1 := Y - eta *: ((X1 *m Y^T - A)^T *m X1) in
  E^T *m E = 1%:M -> E *m E^T *m A = A -> X = s *: E -> 0 < s -> eta * s ^+ 2 = 1 -> (X *m Y^T - A) *m Y = 0 ->
  X1 *m Y1^T = A.
Proof.
move=> m0 n0 d0 eta0 X1 Y1 hE hA hX s0 hs hR; have [N0 [mN nN dN]] := room3 m n d; have K := @agd_one_sweep_1 R N0.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d).
give K (emb N0.+1 A). give K (emb N0.+1 X). give K (emb N0.+1 Y). give K eta. give K (emb N0.+1 E). give K s.
- by goal; rewrite hE.
- by goal; rewrite hA.
- by goal; rewrite hs.
- by goal; rewrite hX.
- by goal; rewrite hR emb0.
by plain K; apply/eqP; rewrite -subr_eq0; apply/eqP; exact: K.
Qed.
Print Assumptions one_sweep.
