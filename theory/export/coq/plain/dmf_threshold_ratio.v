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
move=> hL hlam lambda Ys Yg; have K := @dmf_threshold_ratio_1 R 0.
lay K (Z.of_nat L). lay0 K (fun z => lam (Z.to_nat z).-1).
lay0 K (fun z => \prod_(l < Z.to_nat z) lam l).
Show.
Admitted.
Print Assumptions threshold_ratio.
