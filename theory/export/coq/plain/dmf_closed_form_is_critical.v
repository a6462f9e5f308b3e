(* dmf-closed-form-is-critical: Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in
   \mathbb{R}^{d_L\times d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert
   W_L\cdots W_1 - Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let
   $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal $r\times
   r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix. If $W_l =
   \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$ and $\sqrt\lambda\,M =
   \lambda S^{2-L} + S^L$, then $\nabla F(W) = 0$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_closed_form_is_critical.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem closed_form_is_critical (R : rcfType) (L : nat) (d : nat -> nat) (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors R d)
    (r : nat) (U : forall l, 'M[R]_(d l, r)) (s y : 'rV[R]_r) :
  (1 < L)%N -> (forall l, (l <= L)%N -> (0 < d l)%N) -> (forall l, (l < L)%N -> 0 < lam l) ->
  (forall l, (l <= L)%N -> (U l)^T *m U l = 1%:M) -> (forall i, 0 < s 0 i) ->
  (forall l, (l < L)%N -> W l = (Num.sqrt (lam l))^-1 *: (U l.+1 *m diag_mx s *m (U l)^T)) ->
  Y *m U 0%N = U L *m diag_mx y -> Y^T *m U L = U 0%N *m diag_mx y ->
  let lambda := \prod_(l < L) lam l in
  (forall i, Num.sqrt lambda * y 0 i = lambda * s 0 i ^ (2%:Z - L%:Z) + s 0 i ^+ L) ->
  critical_point lam Y W.
Proof.
move=> hL hd hlam hU hs hW hY1 hY2 lambda hs2; have [N0 [hN rN _]] := room_layers d L r 0.
have [A [A0 A1]] := ex_upper hN W.
have K := @dmf_closed_form_is_critical_1 R N0; begin K N0.+1 L d W Y lam (1 : R).
lay K (fun z => emb N0.+1 (A (Z.to_nat z))). roots K lam.
lay K (Z.of_nat r). lay K (fun z => emb N0.+1 (U (Z.to_nat z))). lay K (emb N0.+1 (diag_mx s)). lay K (emb N0.+1 (diag_mx y)).
- by layers; rewrite hW // -!scalemxAl expr1.
- by near; goal; rewrite hY1.
- by near; goal; rewrite hY2.
- have [e1 e2] := root_prod hlam; near; rewrite !emb_dpow //; goal; rewrite e1 e2; congr emb; apply/matrixP=> i j.
  rewrite !mxE; case: eqP => _; last by rewrite !mulr0n !mulr0 addr0.
  by rewrite !mulr1n hs2 zpow_2L zpow_nat.
exact: (layer_critical_of hN K).
Qed.
Print Assumptions closed_form_is_critical.
