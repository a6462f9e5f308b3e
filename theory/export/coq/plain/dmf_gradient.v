(* dmf-gradient: Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times
   d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 +
   \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $A_l = W_L\cdots W_{l+1}$, $B_l = W_{l-1}\cdots W_1$ (so $A_L = I_{d_L}$,
   $B_1 = I_{d_0}$). Then $F(W_1,\dots,W_l+tH,\dots,W_L) = F(W) + t\,\mathrm{tr}\bigl(H^\top(2A_l^\top(W_L\cdots
   W_1-Y)B_l^\top + 2\lambda_lW_l)\bigr) + t^2\bigl(\lVert A_lHB_l\rVert_F^2 + \lambda_l\lVert H\rVert_F^2\bigr)$ for $1
   \le l \le L$, all $H \in \mathbb{R}^{d_l\times d_{l-1}}$ and real $t$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_gradient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem gradient (R : rcfType) (L : nat) (d : nat -> nat) (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors R d)
    (A : forall l, 'M[R]_(d L, d l)) :
  (1 < L)%N -> (forall l, (l <= L)%N -> (0 < d l)%N) -> (forall l, (l < L)%N -> 0 < lam l) ->
  (* A l is W_L ... W_(l+1), product W l is W_l ... W_1 *)
  A L = 1%:M -> (forall l, (l < L)%N -> A l = A l.+1 *m W l) ->
  let F := objective 1 1 lam Y in
  forall l, (l < L)%N -> forall (H : 'M[R]_(d l.+1, d l)) (t : R),
  F (fun k => W k + t *: only H k) = F W
    + t * \tr (H^T *m (2%:R *: ((A l.+1)^T *m (product W L - Y) *m (product W l)^T) + (2%:R * lam l) *: W l))
    + t ^+ 2 * (sqnorm (A l.+1 *m H *m product W l) + lam l * sqnorm H).
Proof.
move=> hL hd hlam A0 A1 F l hl H t; have [N0 [hN _ _]] := room_layers d L 0 0.
pose V : factors R d := fun k => W k + t *: only H k; have [B [B0 B1]] := ex_upper hN V.
have K := @dmf_gradient_1 R N0; begin K N0.+1 L d W Y lam (1 : R).
lay K (Z.of_nat l.+1). lay K (emb N0.+1 H).
- by near; apply: emb_shp; rewrite hN // ltnW.
lay K t. lay K (fun z => emb N0.+1 (V (Z.to_nat z).-1)).
- by near; goal; rewrite /V only_same.
- by apply: up1 => j hj ne; near; rewrite /V only_other ?scaler0 ?addr0 // => e; apply: ne; rewrite e.
lay K (fun z => emb N0.+1 (product V (Z.to_nat z))). lay K (fun z => \sum_(l < Z.to_nat z) 1 * lam l * sqnorm (V l)).
lay K (fun z => emb N0.+1 (A (Z.to_nat z))). lay K (fun z => emb N0.+1 (B (Z.to_nat z))).
rewrite ?predz ?Nat2Z.id in K; change (predn l.+1) with l in K; plain K; rewrite mulr1 in K.
rewrite /F /objective -/V; close K.
Qed.
Print Assumptions gradient.
