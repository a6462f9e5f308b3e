(* dmf-root-order: Let $L \ge 3$, $q > 0$ and $e, f, v, w > 0$ with $qv = e^L + q^2e^{2-L}$ and $qw = f^L + q^2f^{2-L}$.
   [1] If $Le^{2L-2} \ge (L-2)q^2$ and $f \ge e$, then $w \ge v$. [2] If $Lf^{2L-2} \le (L-2)q^2$ and $f \ge e$, then $v
   \ge w$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_root_order.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Roots.
Variables (R : rcfType) (L : nat) (q : R).
(* s > 0 solves q y = s^L + q^2 s^(2-L) *)
Definition is_root (y s : R) : Prop := 0 < s /\ q * y = s ^+ L + q ^+ 2 * s ^ (2%:Z - L%:Z).
(* the turn: L s^(2L-2) = (L-2) q^2 *)
Definition at_or_right_of_the_turn (s : R) : Prop := (L%:R - 2%:R) * q ^+ 2 <= L%:R * s ^+ (2 * L - 2).
Definition at_or_left_of_the_turn (s : R) : Prop := L%:R * s ^+ (2 * L - 2) <= (L%:R - 2%:R) * q ^+ 2.
End Roots.

Section Goals.
Variables (R : rcfType) (L : nat) (q e f v w : R).
Variables (hL : (2 < L)%N) (q0 : 0 < q) (v0 : 0 < v) (w0 : 0 < w) (he : is_root L q v e) (hf : is_root L q w f).
(* the letter q of the claim is a product: of q and ones *)
Let mu (z : Z) : R := if Z.eqb z 1 then q else 1.
Let qs (z : Z) : R := if Z.leb z 0 then 1 else q.
Let mu0 z : 0 < mu z. Proof. by rewrite /mu; case: Z.eqb; rewrite ?ltr01. Qed.
Let qs0 z : 0 < qs z. Proof. by rewrite /qs; case: Z.leb; rewrite ?ltr01. Qed.
Let qsS z : (0 <= z <= Z.of_nat L - 1)%ZZ -> qs (z + 1)%ZZ = rmul (mu (z + 1)%ZZ) (qs z).
Proof.
move=> [h _]; rewrite /qs /mu /rmul (_ : Z.leb (z + 1) 0 = false); last by apply/Z.leb_gt; lia.
case: Z.eqb_spec => [e1|ne]; first by rewrite (_ : Z.leb z 0 = true) ?mulr1 //; apply/Z.leb_le; lia.
by rewrite (_ : Z.leb z 0 = false) ?mul1r //; apply/Z.leb_gt; lia.
Qed.
Let qsL : qs (Z.of_nat L) = q. Proof. by rewrite /qs (_ : Z.leb _ _ = false) //; apply/Z.leb_gt; move/ssrnat.ltP: hL; lia. Qed.
Let m0 : 0 < zr (Z.of_nat L) - zr 2 :> R. Proof. by rewrite zr_nat zr_pos subr_gt0 ltr_nat. Qed.
Let j0 : 0 < zr (Z.of_nat L) - zr 1 :> R. Proof. by rewrite zr_nat zr_pos subr_gt0 ltr_nat (ltn_trans _ hL). Qed.
Let p0 : 0 < zr 2 * zr (Z.of_nat L) - zr 2 :> R.
Proof. by rewrite zr_nat zr_pos -natrM subr_gt0 ltr_nat mul2n -addnn (leq_trans hL) // leq_addr. Qed.
Lemma upper : at_or_right_of_the_turn L q e -> e <= f -> v <= w.
Proof.
case: he hf => e0 e1 [f0 f1] ht hef; have L1 := ltnW hL; have K := @dmf_root_order_1 R 0.
give K (Z.of_nat L). give K (fun _ : Z => 1 : R).
- by move=> *; exact: ltr01.
give K (fun _ : Z => 1 : R).
- by move=> *; exact: ltr01.
- by move=> z _; rewrite /rmul mulr1.
give K mu.
- by move=> z _; rewrite /rlt zr0; exact: mu0.
give K qs.
- by move=> z _; rewrite /rlt zr0; exact: qs0.
give K e. give K f. give K v. give K w; rewrite ?qsL.
- by rewrite zpow_2L; goal.
- by rewrite zpow_2L; goal.
- by rewrite zpow_LL2 //; goal; rewrite subr_ge0.
exact: K.
Qed.
Lemma lower : at_or_left_of_the_turn L q f -> e <= f -> w <= v.
Proof.
case: he hf => e0 e1 [f0 f1] ht hef; have L1 := ltnW hL; have K := @dmf_root_order_2 R 0.
give K (Z.of_nat L). give K (fun _ : Z => 1 : R).
- by move=> *; exact: ltr01.
give K (fun _ : Z => 1 : R).
- by move=> *; exact: ltr01.
- by move=> z _; rewrite /rmul mulr1.
give K mu.
- by move=> z _; rewrite /rlt zr0; exact: mu0.
give K qs.
- by move=> z _; rewrite /rlt zr0; exact: qs0.
give K e. give K f. give K v. give K w; rewrite ?qsL.
- by rewrite zpow_2L; goal.
- by rewrite zpow_2L; goal.
- by rewrite zpow_LL2 //; goal; rewrite opprB subr_ge0.
exact: K.
Qed.
End Goals.

(* [1], [2] and their contrapositions: a larger y has the larger root at or right of the turn, and the smaller root at or left of it *)
Theorem root_order (R : rcfType) (L : nat) (q e f v w : R) : (2 < L)%N -> 0 < q -> 0 < v -> 0 < w -> is_root L q v e -> is_root L q w f ->
  (at_or_right_of_the_turn L q e -> at_or_right_of_the_turn L q f -> (v < w -> e < f) /\ (e <= f -> v <= w)) /\
  (at_or_left_of_the_turn L q e -> at_or_left_of_the_turn L q f -> (v < w -> f < e) /\ (e <= f -> w <= v)).
Proof.
move=> hL q0 v0 w0 he hf; split=> te tf; split=> h.
- by rewrite ltNge; apply/negP => h'; have := upper hL q0 w0 v0 hf he tf h'; rewrite leNgt h.
- exact: (upper hL q0 v0 w0 he hf te h).
- by rewrite ltNge; apply/negP => h'; have := lower hL q0 v0 w0 he hf tf h'; rewrite leNgt h.
- exact: (lower hL q0 v0 w0 he hf tf h).
Qed.
Print Assumptions root_order.
