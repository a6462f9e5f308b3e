(* udu-suppression: Let $n, r, T \ge 1$, $\eta > 0$, let $U_0,\dots,U_T \in \mathbb{R}^{n\times r}$, let $D_0,\dots,D_T$,
   $Q_0,\dots,Q_{T-1}$, $N_0,\dots,N_{T-1}$ be real diagonal $r\times r$ matrices, $G_0,\dots,G_{T-1} \in
   \mathbb{R}^{n\times n}$ symmetric and $c_0,\dots,c_{T-1} > 0$, such that for $0 \le j < T$: $c_jU_{j+1} = U_j - 2\eta
   G_jU_jD_j$, $D_{j+1} = D_j - \eta Q_j + N_j$, $\mathrm{tr}(D_jQ_j) = \mathrm{tr}(D_jU_j^\top G_jU_j)$ and
   $\mathrm{tr}(D_{j+1}N_j) = 0$. Then for $0 \le k \le T$: $\sum_{j=0}^{k-1}\bigl((c_j^2-1)\lVert U_{j+1}\rVert_F^2 -
   4\eta^2\lVert G_jU_jD_j\rVert_F^2 + 2\eta^2\lVert Q_j\rVert_F^2 - 2\lVert N_j\rVert_F^2\bigr) = 2(\lVert D_k\rVert_F^2
   - \lVert D_0\rVert_F^2) - (\lVert U_k\rVert_F^2 - \lVert U_0\rVert_F^2)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import udu_suppression.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem suppression (R : rcfType) (n r T : nat) (eta : R) (U : nat -> 'M[R]_(n, r)) (dd qq nn : nat -> 'rV[R]_r)
    (G : nat -> 'M[R]_n) (c : nat -> R) :
  (0 < n)%N -> (0 < r)%N -> (0 < T)%N -> 0 < eta ->
  let D j := diag_mx (dd j) in let Q j := diag_mx (qq j) in let N j := diag_mx (nn j) in
  (forall j, (j < T)%N -> (G j)^T = G j) -> (forall j, (j < T)%N -> 0 < c j) ->
  (forall j, (j < T)%N -> c j *: U j.+1 = U j - (2%:R * eta) *: (G j *m U j *m D j)) ->
  (forall j, (j < T)%N -> D j.+1 = D j - eta *: Q j + N j) ->
  (forall j, (j < T)%N -> \tr (D j *m Q j) = \tr (D j *m (U j)^T *m G j *m U j)) ->
  (forall j, (j < T)%N -> \tr (D j.+1 *m N j) = 0) ->
  forall k, (k <= T)%N ->
  \sum_(j < k) ((c j ^+ 2 - 1) * sqnorm (U j.+1) - 4%:R * eta ^+ 2 * sqnorm (G j *m U j *m D j)
      + 2%:R * eta ^+ 2 * sqnorm (Q j) - 2%:R * sqnorm (N j))
    = 2%:R * (sqnorm (D k) - sqnorm (D 0%N)) - (sqnorm (U k) - sqnorm (U 0%N)).
Proof.
move=> n0 r0 T0 eta0 D Q N hG hc hU hD hQ hN k hk; have [N0 [nN rN _]] := room3 n r 0.
have K := @udu_suppression_1 R N0.
pose S k := \sum_(j < k) ((c j ^+ 2 - 1) * sqnorm (U j.+1) - 4%:R * eta ^+ 2 * sqnorm (G j *m U j *m D j)
      + 2%:R * eta ^+ 2 * sqnorm (Q j) - 2%:R * sqnorm (N j)).
have sq (v : 'rV[R]_r) : sqnorm (diag_mx v) = \tr (diag_mx v *m diag_mx v) by rewrite /sqnorm tr_diag_mx.
have di (v : nat -> 'rV[R]_r) a b z : (a <= z <= b)%ZZ -> dia (emb N0.+1 (diag_mx (v (Z.to_nat z)))) by move=> _; exact: emb_dia.
give K (Z.of_nat n). give K (Z.of_nat r). give K eta. give K (Z.of_nat T). give K (fun z => emb N0.+1 (U (Z.to_nat z))).
give K (fun z => emb N0.+1 (D (Z.to_nat z))). give K (fun z => emb N0.+1 (2%:R^-1 *: G (Z.to_nat z))).
give K (fun z => emb N0.+1 (Q (Z.to_nat z))). give K (fun z => emb N0.+1 (N (Z.to_nat z))). give K (fun z => c (Z.to_nat z)).
- by step; exact: hc.
give K (fun z => S (Z.to_nat z)).
- by rewrite /S big_ord0.
- by step; rewrite (halfsym (hG _ _)) // {1}/S big_ord_recr /= -/(S _) !sq /sqnorm !addrA.
give K (Z.of_nat k).
- by step; rewrite (halfsym (hG _ _)) // hU // -!scalemxAl.
- by step; rewrite hD.
- by step; rewrite (halfsym (hG _ _)) // hQ.
- by step; rewrite hN.
plain K; rewrite -/(S k) K !sq; reflexivity.
Qed.
Print Assumptions suppression.
