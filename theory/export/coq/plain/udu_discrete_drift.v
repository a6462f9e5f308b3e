(* udu-discrete-drift: Let $n \ge 1$, $\eta > 0$, $\lambda \in \mathbb{R}$, $G \in \mathbb{R}^{n\times n}$ symmetric, $u
   \in \mathbb{R}^n$, $u_+ = u - 2\eta\lambda Gu$ and $\lambda_+ = \lambda - \eta u^\top Gu$. Then $\lVert u_+\rVert^2 -
   2\lambda_+^2 = \lVert u\rVert^2 - 2\lambda^2 + 4\eta^2\lambda^2\lVert Gu\rVert^2 - 2\eta^2(u^\top Gu)^2$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import udu_discrete_drift.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem discrete_drift (R : rcfType) (n : nat) (G : 'M[R]_n) (u : 'cV[R]_n) (eta lam : R) :
  (0 < n)%N -> 0 < eta -> G^T = G ->
  let u1 := u - (2%:R * eta * lam) *: (G *m u) in
  let lam1 := lam - eta * \tr (u^T *m G *m u) in
  sqnorm u1 - 2%:R * lam1 ^+ 2 =
    sqnorm u - 2%:R * lam ^+ 2 + 4%:R * eta ^+ 2 * lam ^+ 2 * sqnorm (G *m u) - 2%:R * eta ^+ 2 * \tr (u^T *m G *m u) ^+ 2.
Proof.
move=> n0 eta0 hG u1 lam1; have [N [nN oN _]] := room3 n 1 0; have K := @udu_discrete_drift_1 R N.
give K (Z.of_nat n). give K eta. give K lam. give K (emb N.+1 (2%:R^-1 *: G)). give K (emb N.+1 u).
plain K; rewrite (halfsym hG) in K; rewrite /lam1 /u1; apply: (eq_conv K).
by rewrite /sqnorm [(G *m u)^T]trmx_mul hG !mulmxA.
Qed.
Print Assumptions discrete_drift.
