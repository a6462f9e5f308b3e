(* agd-telescoped-drift: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let
   $X_0,\dots,X_T \in \mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta
   (X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; write $F_k =
   \tfrac12\lVert X_kY_k^\top - A\rVert_F^2$. If $\eta Y_j^\top Y_j \preceq I_d$ and $\eta X_{j+1}^\top X_{j+1} \preceq
   I_d$ for $0 \le j < T$, then $\lVert X_k-X_0\rVert_F^2 + \lVert Y_k-Y_0\rVert_F^2 \le 2k\eta(F_0-F_k)$ for $1 \le k
   \le T$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_telescoped_drift.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem telescoped_drift (R : rcfType) (m n d T : nat) (A : 'M[R]_(m, n)) (X : nat -> 'M[R]_(m, d)) (Y : nat -> 'M[R]_(n, d))
    (eta : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < T)%N -> 0 < eta ->
  let F k := 2%:R^-1 * sqnorm (X k *m (Y k)^T - A) in
  (forall j, (j < T)%N -> X j.+1 = X j - eta *: ((X j *m (Y j)^T - A) *m Y j)) ->
  (forall j, (j < T)%N -> Y j.+1 = Y j - eta *: ((X j.+1 *m (Y j)^T - A)^T *m X j.+1)) ->
  (forall j, (j < T)%N -> psd (1%:M - eta *: ((Y j)^T *m Y j)) /\ psd (1%:M - eta *: ((X j.+1)^T *m X j.+1))) ->
  forall k, (0 < k <= T)%N -> sqnorm (X k - X 0%N) + sqnorm (Y k - Y 0%N) <= 2%:R * k%:R * eta * (F 0%N - F k).
Proof.
move=> m0 n0 d0 T0 eta0 F hX hY hpsd k /andP[k0 hk]; have [N [mN nN dN]] := room3 m n d.
have [KY hKY] := fin_choice 0 (fun j hj => psd_gram (hpsd j hj).1).
have [KX hKX] := fin_choice 0 (fun j hj => psd_gram (hpsd j hj).2).
have K := @agd_telescoped_drift_1 R N.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d). give K eta. give K (Z.of_nat T). give K (emb N.+1 A).
give K (fun z => emb N.+1 (X (Z.to_nat z))). give K (fun z => emb N.+1 (Y (Z.to_nat z))).
give K (Z.of_nat d). give K (fun z => emb N.+1 (KY (Z.to_nat z))). give K (fun z => emb N.+1 (KX (Z.to_nat z))).
give K (fun z => \sum_(j < Z.to_nat z) (sqnorm ((X j *m (Y j)^T - A) *m Y j) + sqnorm ((X j.+1 *m (Y j)^T - A)^T *m X j.+1))).
- by goal; rewrite big_ord0.
- by step; rewrite big_ord_recr /= addrA.
give K (Z.of_nat k).
- by step; rewrite hX // -scalemxAl.
- by step; rewrite hY // -scalemxAl.
- by step; rewrite -hKY // addrC subrK.
- by step; rewrite -hKX // addrC subrK.
by plain K; rewrite /F; close K.
Qed.
Print Assumptions telescoped_drift.
