(* dmf-every-critical-point: Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in
   \mathbb{R}^{d_L\times d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert
   W_L\cdots W_1 - Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$. If
   $\nabla F(W) = 0$, then there are an integer $r \ge 0$, matrices $U_l \in \mathbb{R}^{d_l\times r}$ for $0 \le l \le
   L$ and a diagonal $r\times r$ matrix $S$ with positive diagonal such that $U_l^\top U_l = I_r$ for $0 \le l \le L$,
   $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$, $YU_0 = U_L(\lambda^{1/2}S^{2-L} + \lambda^{-1/2}S^L)$
   and $Y^\top U_L = U_0(\lambda^{1/2}S^{2-L} + \lambda^{-1/2}S^L)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_every_critical_point.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem every_critical_point (R : rcfType) (L : nat) (d : nat -> nat) (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors R d) :
  (1 < L)%N -> (forall l, (l <= L)%N -> (0 < d l)%N) -> (forall l, (l < L)%N -> 0 < lam l) ->
  critical_point lam Y W ->
  let lambda := \prod_(l < L) lam l in
  exists (r : nat) (U : forall l, 'M[R]_(d l, r)) (s : 'rV[R]_r),
  let M := diag_mx (\row_i (Num.sqrt lambda * s 0 i ^ (2%:Z - L%:Z) + s 0 i ^+ L / Num.sqrt lambda)) in
  [/\ forall i, 0 < s 0 i, forall l, (l <= L)%N -> (U l)^T *m U l = 1%:M,
      forall l, (l < L)%N -> W l = (Num.sqrt (lam l))^-1 *: (U l.+1 *m diag_mx s *m (U l)^T)
    & Y *m U 0%N = U L *m M /\ Y^T *m U L = U 0%N *m M].
Proof.
move=> hL hd hlam hcrit lambda; have [N0 [hN _ _]] := room_layers d L 0 0.
have K := @dmf_every_critical_point_1 R N0; begin K N0.+1 L d W Y lam (1 : R). roots K lam.
- exact: layer_critical.
have [c [c0 cn e1 e2 e3]] := root_lambda hlam.
case: K => z [z0 [zN [_ [_ [S [hS [pS [_ [_ [U [hU [_ [_ [_ [_ [_ [_ [K1 [K2 [K3 K4]]]]]]]]]]]]]]]]]]]].
have [r ez] : exists r, z = Z.of_nat r by exists (Z.to_nat z); lia.
rewrite {z}ez in z0 zN hS pS hU K1 K2 K3 K4; have rN: (r <= N0.+1)%N by apply/ssrnat.leP; lia.
have [s s0 eS] := pdia_emb rN hS pS.
have [V eU]: exists V : forall l, 'M[R]_(d l, r), forall l, (l <= L)%N -> emb N0.+1 (V l) = U (Z.of_nat l).
  exists (fun l => unemb (d l) r (U (Z.of_nat l))) => l hl; apply: unembK.
  by have := hU (Z.of_nat l) ltac:(split; [lia | exact: le_z]); rewrite Nat2Z.id.
exists r, V, s => M.
have eM: emb N0.+1 M = madd (msc (\prod_(l < Z.to_nat (Z.of_nat L)) Num.sqrt (lam l)) (dpow S (2 - Z.of_nat L)))
    (msc (zpow (\prod_(l < Z.to_nat (Z.of_nat L)) Num.sqrt (lam l)) (-1)) (dpow S (Z.of_nat L))).
  rewrite Nat2Z.id e1 eS !emb_dpow // /madd /msc zpow_neg expr1 -!embZ -embD /M /lambda e2; congr emb.
  apply/matrixP=> i j; rewrite !mxE; case: eqP => _; last by rewrite !mulr0n !mulr0 addr0.
  by rewrite !mulr1n zpow_2L zpow_nat [_ / c]mulrC.
split=> //.
- move=> l hl; apply: (@emb_inj R N0.+1) => //; rewrite embM ?hN // embT eU // emb1.
  by apply: K1; split; [lia | exact: le_z].
- move=> l hl; apply: (@emb_inj R N0.+1); rewrite ?hN ?(ltnW hl) //.
  have := K2 (Z.of_nat l.+1) ltac:(split; [lia | exact: le_z]); rewrite predz Nat2Z.id; change (predn l.+1) with l; move=> ->.
  by rewrite embZ !embM // embT !eU ?(ltnW hl) // -eS /mmul /msc /mT zpow_neg expr1 -!scalemxAl.
split; apply: (@emb_inj R N0.+1); rewrite ?hN // !embM ?hN // ?embT !eU // eM; [exact: K3 | exact: K4].
Qed.
Print Assumptions every_critical_point.
