(* dmf-changed-objective: Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in
   \mathbb{R}^{d_L\times d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \tfrac12\lVert
   W_L\cdots W_1 - Y\rVert_F^2 + 3\sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $q = \prod_{l=1}^L (6\lambda_l)^{1/2}$;
   let $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal
   $r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix; let $u_l \in \mathbb{R}^{d_l}$
   with $\lVert u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le L$, $s > 0$, $y \in \mathbb{R}$, and suppose $W_l
   = (6\lambda_l)^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $1 \le l \le L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$,
   $Yu_0 = y\,u_L$, $Y^\top u_L = y\,u_0$ and $q\,y = q^2\,s^{2-L} + s^L$; let $W^\circ_l = W_l -
   s(6\lambda_l)^{-1/2}u_lu_{l-1}^\top$ for $1 \le l \le L$. Then $F(W^\circ) = \tfrac12\bigl(q^{-2}\mathrm{tr}(S^{2L}) -
   2q^{-1}\mathrm{tr}(S^LM) + L\,\mathrm{tr}(S^2) + \lVert Y\rVert_F^2\bigr)$ and $F(W^\circ) - F(W) =
   \tfrac12s^2\bigl(\tfrac{s^{2L-2}}{q^2} - (L-2)\bigr)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_changed_objective.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem changed_objective (R : rcfType) (L : nat) (d : nat -> nat) (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors R d)
    (r : nat) (U : forall l, 'M[R]_(d l, r)) (x m : 'rV[R]_r) (u : forall l, 'cV[R]_(d l)) (s y : R) :
  (1 < L)%N -> (forall l, (l <= L)%N -> (0 < d l)%N) -> (forall l, (l < L)%N -> 0 < lam l) ->
  (forall l, (l <= L)%N -> (U l)^T *m U l = 1%:M) -> (forall i, 0 < x 0 i) ->
  (forall l, (l <= L)%N -> sqnorm (u l) = 1) -> (forall l, (l <= L)%N -> (U l)^T *m u l = 0) -> 0 < s ->
  (forall l, (l < L)%N -> W l = (Num.sqrt (6%:R * lam l))^-1 *: (U l.+1 *m diag_mx x *m (U l)^T + s *: (u l.+1 *m (u l)^T))) ->
  Y *m U 0%N = U L *m diag_mx m -> Y^T *m U L = U 0%N *m diag_mx m ->
  Y *m u 0%N = y *: u L -> Y^T *m u L = y *: u 0%N ->
  let q := \prod_(l < L) Num.sqrt (6%:R * lam l) in q * y = q ^+ 2 * s ^ (2%:Z - L%:Z) + s ^+ L ->
  let F := objective 2%:R^-1 3%:R lam Y in let Wo : factors R d := fun l => W l - (s / Num.sqrt (6%:R * lam l)) *: (u l.+1 *m (u l)^T) in
  F Wo = 2%:R^-1 * (q ^- 2 * (\sum_i x 0 i ^+ (2 * L)) - 2%:R / q * (\sum_i x 0 i ^+ L * m 0 i)
    + L%:R * (\sum_i x 0 i ^+ 2) + sqnorm Y) /\
  F Wo - F W = 2%:R^-1 * s ^+ 2 * (s ^+ (2 * L - 2) / q ^+ 2 - (L%:R - 2%:R)).
Proof.
move=> hL hd hlam hU hx hu hUu s0 hW hY1 hY2 hy1 hy2 q hs F Wo;
pose lam6 l := 6%:R * lam l; have h6 l : (l < L)%N -> 0 < lam6 l by move=> hl; rewrite mulr_gt0 ?ltr0n ?hlam.
 have [N0 [hN rN oN]] := room_layers d L r 1.
have K := @dmf_changed_objective_1 R N0; begin K N0.+1 L d W Y lam (3%:R : R).
roots K lam6. lay K (Z.of_nat r). lay K (fun z => emb N0.+1 (U (Z.to_nat z))). lay K (emb N0.+1 (diag_mx x)).
lay K (emb N0.+1 (diag_mx m)). lay K (fun z => emb N0.+1 (u (Z.to_nat z))). lay K s. lay0 K y.
lay0 K (fun z => emb N0.+1 (Wo (Z.to_nat z).-1)).
- by layers; rewrite -?scalemxAl expr1.
lay K (fun z => emb N0.+1 (product Wo (Z.to_nat z))). lay K (fun z => \sum_(l < Z.to_nat z) 3%:R * lam l * sqnorm (Wo l)).
- by layers; rewrite sqr_sqrtr ?ltW ?h6 // /lam6; field.
- by layers; exact: hu.
- by layers; rewrite hUu // emb0.
- by layers; rewrite hW // -!scalemxAl expr1.
- by near; goal; rewrite hY1.
- by near; goal; rewrite hY2.
- by near; goal; rewrite hy1.
- by near; goal; rewrite hy2.
- by near; goal; rewrite zpow_2L; exact: hs.
case: K => K1 K2; rewrite tr_dpow_2n // tr_dpowM // tr_dpow_2 // in K1; rewrite zpow_LL2 // in K2; plain K1; plain K2.
have q0: q != 0 by rewrite gt_eqF // prodr_gt0 // => i _; rewrite sqrtr_gt0 h6.
rewrite -/q in K1 K2; rewrite /F /objective; by split; [close K1 | close K2].
Qed.
Print Assumptions changed_objective.
