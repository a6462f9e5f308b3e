(* agd-length-lemma: [1] Let $a, b$ be real and $0 < q < 1$. If $0 \le b \le qa$, then $(a^2-b^2)(1-q) \le (a-b)^2(1+q)$.
   [2] Let $0 < q < 1$, $T \ge 1$, $M > 0$ with $M^2 = \tfrac{1+q}{1-q}$, and let $w_0,\dots,w_T \ge 0$ and real
   $l_0,\dots,l_{T-1}$ satisfy $w_{j+1} \le qw_j$ and $l_j^2 = w_j^2 - w_{j+1}^2$ for $0 \le j < T$. Then $l_0 + \dots +
   l_{k-1} \le Mw_0$ for $0 \le k \le T$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_length_lemma.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* [1] with a = sqrt f_j, b = sqrt f_(j+1): one step *)
Theorem one_step (R : rcfType) (q a b : R) : 0 < q -> q < 1 -> 0 <= b -> b <= q * a ->
  Num.sqrt (a ^+ 2 - b ^+ 2) <= Num.sqrt ((1 + q) / (1 - q)) * (a - b).
Proof.
move=> q0 q1 b0 hb; have g0 : 0 < 1 - q by rewrite subr_gt0.
have a0 : 0 <= a by rewrite -(pmulr_rge0 _ q0); exact: le_trans hb.
have ab : 0 <= a - b by rewrite subr_ge0 (le_trans hb) // ler_pimull // ltW.
have K := @agd_length_lemma_1 R 0; give K a. give K b. give K q.
plain K; rewrite -(ger0_norm ab) -sqrtr_sqr -sqrtrM ?divr_ge0 ?(ltW g0) ?addr_ge0 ?ler01 ?(ltW q0) //; apply: ler_wsqrtr.
by rewrite mulrAC ler_pdivl_mulr // [(1 + q) * _]mulrC.
Qed.

(* [2] with w_j = sqrt f_j: the length of the path of a sequence that falls geometrically *)
Theorem length_lemma (R : rcfType) (T : nat) (q : R) (f : nat -> R) : (0 < T)%N -> 0 < q -> q < 1 ->
  (forall j, (j <= T)%N -> 0 <= f j) -> (forall j, (j < T)%N -> f j.+1 <= q ^+ 2 * f j) ->
  forall k, (k <= T)%N -> \sum_(j < k) Num.sqrt (f j - f j.+1) <= Num.sqrt ((1 + q) / (1 - q)) * Num.sqrt (f 0%N).
Proof.
move=> T0 q0 q1 f0 hf k hk; have g0 : 0 < 1 - q by rewrite subr_gt0.
have p0 : 0 < 1 + q by rewrite addr_gt0 ?ltr01.
have dec j : (j < T)%N -> f j.+1 <= f j.
  by move=> hj; rewrite (le_trans (hf _ hj)) // ler_pimull ?f0 ?(ltnW hj) // expr_le1 ?(ltW q0) ?(ltW q1).
pose M := Num.sqrt ((1 + q) / (1 - q)); have M0 : 0 < M by rewrite sqrtr_gt0 divr_gt0.
have K := @agd_length_lemma_2 R 0; give K q. give K (1 - q).
give K M.
give K (Z.of_nat T). give K (fun z => Num.sqrt (f (Z.to_nat z))).
give K (fun z => Num.sqrt (f (Z.to_nat z) - f (Z.to_nat z).+1)).
give K (fun z => \sum_(j < Z.to_nat z) Num.sqrt (f j - f j.+1)).
- by rewrite big_ord0 zr0.
- by step; rewrite big_ord_recr.
give K (Z.of_nat k).
- by goal; rewrite addrC subrK.
- by goal; rewrite sqr_sqrtr ?divr_ge0 ?ltW // mulrC divfK // gt_eqF.
- by move=> j _; goal; exact: sqrtr_ge0.
- step; rewrite -(ger0_norm (ltW q0)) -sqrtr_sqr -sqrtrM ?sqr_ge0 //; exact: ler_wsqrtr (hf _ _).
- by step; rewrite !sqr_sqrtr ?subr_ge0 ?dec ?f0 // ltnW.
plain K; exact: K.
Qed.

(* a geometric sequence attains all but the last of it *)
Theorem geometric (R : rcfType) (q : R) (k : nat) : 0 < q -> q < 1 ->
  \sum_(j < k) Num.sqrt ((q ^+ j) ^+ 2 - (q ^+ j.+1) ^+ 2) = Num.sqrt ((1 + q) / (1 - q)) * (1 - q ^+ k).
Proof.
move=> q0 q1; have g0 : 0 < 1 - q by rewrite subr_gt0.
have p0 : 0 < 1 + q by rewrite addr_gt0 ?ltr01.
have e j : Num.sqrt ((q ^+ j) ^+ 2 - (q ^+ j.+1) ^+ 2) = Num.sqrt ((1 + q) / (1 - q)) * (q ^+ j - q ^+ j.+1).
  have h : 0 <= q ^+ j - q ^+ j.+1 by rewrite exprS -{1}[q ^+ j]mul1r -mulrBl mulr_ge0 ?exprn_ge0 ?ltW.
  rewrite -(ger0_norm h) -sqrtr_sqr -sqrtrM ?divr_ge0 ?ltW //; congr Num.sqrt.
  by rewrite [q ^+ j.+1]exprS; move: (q ^+ j) => x; field; rewrite gt_eqF.
elim: k => [|k ih]; first by rewrite big_ord0 expr0 subrr mulr0.
by rewrite big_ord_recr /= ih e -mulrDr addrA subrK.
Qed.
Print Assumptions one_step.
Print Assumptions length_lemma.
Print Assumptions geometric.
