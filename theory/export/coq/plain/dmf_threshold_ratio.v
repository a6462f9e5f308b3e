(* dmf-threshold-ratio: Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $Y_\ast =
   (2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$ and $Y_g = (L-1)^{2L-2}(L-2)^{2-L}\lambda$. Then $2^{2L-2}\,Y_g = L^L\,Y_\ast$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_threshold_ratio.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem threshold_ratio (R : rcfType) (L : nat) (lam : nat -> R) : (2 < L)%N -> (forall l, (l < L)%N -> 0 < lam l) ->
  let lambda := \prod_(l < L) lam l in
  let Ys := (2%:R * L%:R - 2%:R) ^+ (2 * L - 2) / L%:R ^+ L * (L%:R - 2%:R) ^ (2%:Z - L%:Z) * lambda in
  let Yg := (L%:R - 1) ^+ (2 * L - 2) * (L%:R - 2%:R) ^ (2%:Z - L%:Z) * lambda in
  2%:R ^+ (2 * L - 2) * Yg = L%:R ^+ L * Ys.
Proof.
move=> hL hlam lambda Ys Yg; have K := @dmf_threshold_ratio_1 R 0; have L1 := ltnW hL.
have m0 : 0 < zr (Z.of_nat L) - zr 2 :> R by rewrite zr_nat zr_pos subr_gt0 ltr_nat.
have j0 : 0 < zr (Z.of_nat L) - zr 1 :> R by rewrite zr_nat zr_pos subr_gt0 ltr_nat.
have p0 : 0 < zr 2 * zr (Z.of_nat L) - zr 2 :> R by rewrite zr_nat zr_pos -natrM subr_gt0 ltr_nat mul2n -addnn (leq_trans hL) // leq_addr.
have L0 : 0 < zr (Z.of_nat L) :> R by rewrite zr_nat ltr0n (leq_trans _ L1).
have lam0 : 0 < \prod_(l < Z.to_nat (Z.of_nat L)) lam l by rewrite Nat2Z.id; apply: prod_gt0.
lay K (Z.of_nat L). lay K (fun z => lam (Z.to_nat z).-1). lay K (fun z => \prod_(l < Z.to_nat z) lam l).
- apply: up0 => j hj; rewrite Nat2Z.id /rlt zr0; apply: prodr_gt0 => i _; apply: hlam; exact: leq_trans (ltn_ord i) hj.
- by layers; rewrite big_ord_recr /= mulrC.
- by rewrite /rlt /rmul zr0 ?mulr_gt0 ?zpow_gt0 // zr1 ltr01.
- by rewrite /rlt /rmul zr0 ?mulr_gt0 ?zpow_gt0 // zr1 ltr01.
rewrite !zpow_LL2 // !zpow_2L !zpow_opp in K; plain K; rewrite !expr1n !divr1 ?mulr1 in K; exact: K.
Qed.
Print Assumptions threshold_ratio.
