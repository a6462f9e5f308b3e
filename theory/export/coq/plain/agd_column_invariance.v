(* agd-column-invariance: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let
   $X_0,\dots,X_T \in \mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta
   (X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$. Let $\Phi_0 \in
   \mathbb{R}^{n\times d}$ and $\Phi_{k+1} = \Phi_k - \eta(\Phi_kY_k^\top - I_n)Y_k$ for $0 \le k < T$. If $X_0 =
   A\Phi_0$, then $X_k = A\Phi_k$ and $X_kY_k^\top - A = A(\Phi_kY_k^\top - I_n)$ for $0 \le k \le T$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_column_invariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem column_invariance (R : rcfType) (m n d T : nat) (A : 'M[R]_(m, n)) (X : nat -> 'M[R]_(m, d)) (Y : nat -> 'M[R]_(n, d))
    (Phi : nat -> 'M[R]_(n, d)) (eta : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < T)%N -> 0 < eta ->
  (forall j, (j < T)%N -> X j.+1 = X j - eta *: ((X j *m (Y j)^T - A) *m Y j)) ->
  (forall j, (j < T)%N -> Y j.+1 = Y j - eta *: ((X j.+1 *m (Y j)^T - A)^T *m X j.+1)) ->
  (forall j, (j < T)%N -> Phi j.+1 = Phi j - eta *: ((Phi j *m (Y j)^T - 1%:M) *m Y j)) ->
  X 0%N = A *m Phi 0%N ->
  forall k, (k <= T)%N -> X k = A *m Phi k /\ X k *m (Y k)^T - A = A *m (Phi k *m (Y k)^T - 1%:M).
Proof.
move=> m0 n0 d0 T0 eta0 hX hY hP h0 k hk; have [N [mN nN dN]] := room3 m n d; have K := @agd_column_invariance_1 R N.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d). give K eta. give K (Z.of_nat T). give K (emb N.+1 A).
give K (fun z => emb N.+1 (X (Z.to_nat z))). give K (fun z => emb N.+1 (Y (Z.to_nat z))).
give K (emb N.+1 (Phi 0%N)). give K (fun z => emb N.+1 (Phi (Z.to_nat z))).
- by step; rewrite hP // -scalemxAl.
give K (Z.of_nat k).
- by goal; rewrite h0.
- by step; rewrite hX // -scalemxAl.
- by step; rewrite hY // -scalemxAl.
by case: K => K1 K2; plain K1; plain K2.
Qed.
Print Assumptions column_invariance.
