(* udu-weight-decay: Let $n, r \ge 1$, $\eta, c > 0$, $w_U, w_D \in \mathbb{R}$, $G \in \mathbb{R}^{n\times n}$, $U \in
   \mathbb{R}^{n\times r}$ and $D$ a real diagonal $r\times r$ matrix. If $U - \eta(2GUD + w_UU) = cU$ and
   $\mathrm{tr}(DU^\top GU) + w_D\lVert D\rVert_F^2 = 0$, then $(\eta w_U + c - 1)\lVert U\rVert_F^2 = 2\eta w_D\lVert
   D\rVert_F^2$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import udu_weight_decay.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma sqnorm0 (R : rcfType) m n : sqnorm (0 : 'M[R]_(m, n)) = 0. Proof. by rewrite /sqnorm mulmx0 mxtrace0. Qed.
Lemma sqnorm_eq0 (R : rcfType) m n (A : 'M[R]_(m, n)) : sqnorm A = 0 -> A = 0.
Proof.
have e : sqnorm A = \sum_i \sum_j A j i ^+ 2 by apply: eq_bigr => i _; rewrite mxE; apply: eq_bigr => j _; rewrite mxE.
have h i : 0 <= \sum_j A j i ^+ 2 by apply: sumr_ge0 => j _; exact: sqr_ge0.
rewrite e => /eqP; rewrite psumr_eq0 // => /allP h1; apply/matrixP => j i; rewrite mxE.
have := h1 i (mem_index_enum _); rewrite /= psumr_eq0 => [/allP/(_ j (mem_index_enum _))|k _]; last exact: sqr_ge0.
by rewrite /= sqrf_eq0 => /eqP.
Qed.

Section Step.
Variables (R : rcfType) (n r : nat) (G : 'M[R]_n) (eta alpha wU wD : R).
(* the step on U with weight decay, then the ball |U| <= alpha: division by c = max(1, |U_bar| / alpha) *)
Definition step_U (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) : 'M[R]_(n, r) := U - eta *: (2%:R *: (G *m U *m diag_mx dd) + wU *: U).
Definition ball (V : 'M[R]_(n, r)) : R := Num.max 1 (Num.sqrt (sqnorm V) / alpha).
Definition q (U : 'M[R]_(n, r)) (j : 'I_r) : R := (U^T *m G *m U) j j.
(* the step leaves U and D = diag dd, dd >= 0, as they are *)
Definition fixed_point (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) : Prop :=
  (ball (step_U U dd))^-1 *: step_U U dd = U /\ forall j, Num.max (dd 0 j - eta * (q U j + wD * dd 0 j)) 0 = dd 0 j.
End Step.

(* [1] at a fixed point of the step *)
Theorem weight_decay (R : rcfType) (n r : nat) (G : 'M[R]_n) (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) (eta alpha wU wD : R) :
  (0 < n)%N -> (0 < r)%N -> 0 < eta -> fixed_point G eta alpha wU wD U dd ->
  let c := ball alpha (step_U G eta wU U dd) in
  (eta * wU + c - 1) * sqnorm U = 2%:R * eta * wD * sqnorm (diag_mx dd).
Proof.
move=> n0 r0 eta0 [hU hd] c; rewrite -/c in hU; set V := step_U G eta wU U dd in hU.
have c0 : 0 < c by rewrite /c /ball lt_maxr ltr01.
have eV : V = c *: U by rewrite -hU scalerA divff ?scale1r // gt_eqF.
have hq j : dd 0 j * (q G U j + wD * dd 0 j) = 0.
  move: (hd j); set x := q G U j + wD * dd 0 j.
  case: (leP 0 (dd 0 j - eta * x)) => h; rewrite ?(max_l h) ?(max_r (ltW h)) => e; last by rewrite -e mul0r.
  have : eta * x = 0 by apply: (addrI (dd 0 j)); rewrite addr0 -{1}e subrK.
  by move/eqP; rewrite mulf_eq0 gt_eqF //= => /eqP ->; rewrite mulr0.
have tG : \tr (diag_mx dd *m U^T *m G *m U) + wD * \tr (diag_mx dd *m diag_mx dd) = 0.
  have -> : \tr (diag_mx dd *m U^T *m G *m U) = \sum_j dd 0 j * q G U j.
    by rewrite -!mulmxA mul_diag_mx /mxtrace; apply: eq_bigr => j _; rewrite mxE mulmxA.
  rewrite mulmx_diag mxtrace_diag mulr_sumr -big_split big1 // => j _.
  by rewrite mxE /=; apply: etrans (hq j); rewrite mulrDr; congr (_ + _); rewrite mulrCA.
have [N [nN rN _]] := room3 n r 0; have K := @udu_weight_decay_1 R N.
give K (Z.of_nat n). give K (Z.of_nat r). give K eta. give K c. give K wU. give K wD.
give K (emb N.+1 G). give K (emb N.+1 U). give K (emb N.+1 (diag_mx dd)).
- by goal; rewrite -eV.
- by goal; rewrite tG.
by plain K; rewrite /sqnorm tr_diag_mx; exact: K.
Qed.

(* without decay of D, and decay of U or none: U = 0, or the ball is not active (and U does not decay) *)
Theorem no_decay_of_D (R : rcfType) (n r : nat) (G : 'M[R]_n) (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) (eta alpha wU : R) :
  (0 < n)%N -> (0 < r)%N -> 0 < eta -> 0 <= wU -> fixed_point G eta alpha wU 0 U dd ->
  U = 0 \/ ball alpha (step_U G eta wU U dd) = 1 /\ wU = 0.
Proof.
move=> n0 r0 eta0 w0 h; have := weight_decay n0 r0 eta0 h; rewrite /= mulr0 mul0r => /eqP.
rewrite mulf_eq0 => /orP[/eqP e|/eqP/sqnorm_eq0 ->]; [right | by left].
have c1 : 1 <= ball alpha (step_U G eta wU U dd) by rewrite /ball le_maxr lexx.
have ew : 0 <= eta * wU by rewrite mulr_ge0 // ltW.
move: c1 e; rewrite -subr_ge0 -addrA => c1 /eqP; rewrite paddr_eq0 // mulf_eq0 gt_eqF //= subr_eq0 => /andP[/eqP -> /eqP ->].
by [].
Qed.

(* on the sphere the ball is active exactly where 2 wD |D|^2 > wU alpha^2 *)
Theorem active_on_the_sphere (R : rcfType) (n r : nat) (G : 'M[R]_n) (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) (eta alpha wU wD : R) :
  (0 < n)%N -> (0 < r)%N -> 0 < eta -> 0 < alpha -> fixed_point G eta alpha wU wD U dd -> sqnorm U = alpha ^+ 2 ->
  1 < ball alpha (step_U G eta wU U dd) <-> wU * alpha ^+ 2 < 2%:R * wD * sqnorm (diag_mx dd).
Proof.
move=> n0 r0 eta0 al0 h hU; have := weight_decay n0 r0 eta0 h; rewrite /= hU; set c := ball _ _; move: (sqnorm _) => t e.
have a0 : 0 < alpha ^+ 2 by rewrite exprn_gt0.
have e' : (c - 1) * alpha ^+ 2 = eta * (2%:R * wD * t - wU * alpha ^+ 2) by apply: (eq_conv e); ring.
by rewrite -[1 < c]subr_gt0 -(pmulr_lgt0 _ a0) e' pmulr_rgt0 // subr_gt0.
Qed.
Print Assumptions weight_decay.
Print Assumptions no_decay_of_D.
Print Assumptions active_on_the_sphere.
