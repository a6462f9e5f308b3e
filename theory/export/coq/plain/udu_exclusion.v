(* udu-exclusion: [1] Let $n \ge 1$, $\eta, c > 0$, $\lambda \in \mathbb{R}$, $G \in \mathbb{R}^{n\times n}$ and $u \in
   \mathbb{R}^n$. If $u - 2\eta\lambda Gu = cu$ and $\lambda u^\top Gu = 0$, then $(c-1)\lVert u\rVert^2 = 0$. [2] Let
   $n, r \ge 1$, $\eta, c, a > 0$, $G \in \mathbb{R}^{n\times n}$, $U \in \mathbb{R}^{n\times r}$ and $D, Q, N$ real
   diagonal $r\times r$ matrices with $U - 2\eta GUD = cU$, $D = D - \eta Q + N$, $\mathrm{tr}(DN) = 0$, $\mathrm{tr}(DQ)
   = \mathrm{tr}(DU^\top GU)$ and $\lVert U\rVert_F^2 = a$. Then $c = 1$ and $GUD = 0$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import udu_exclusion.
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
Variables (R : rcfType) (n r : nat) (G : 'M[R]_n) (eta alpha : R).
(* the step on U, then the ball |U| <= alpha: division by c = max(1, |U_bar| / alpha) *)
Definition step_U (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) : 'M[R]_(n, r) := U - (2%:R * eta) *: (G *m U *m diag_mx dd).
Definition ball (V : 'M[R]_(n, r)) : R := Num.max 1 (Num.sqrt (sqnorm V) / alpha).
Definition q (U : 'M[R]_(n, r)) (j : 'I_r) : R := (U^T *m G *m U) j j.
(* the step leaves U and D = diag dd, dd >= 0, as they are *)
Definition fixed_point (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) : Prop :=
  (ball (step_U U dd))^-1 *: step_U U dd = U /\ forall j, Num.max (dd 0 j - eta * q U j) 0 = dd 0 j.
End Step.

(* [1], a single column: no ball around it is active *)
Theorem exclusion_of_a_column (R : rcfType) (n : nat) (G : 'M[R]_n) (u : 'cV[R]_n) (eta c lam : R) :
  (0 < n)%N -> 0 < eta -> 0 < c -> u - (2%:R * eta * lam) *: (G *m u) = c *: u -> lam * (u^T *m G *m u) 0 0 = 0 ->
  (c - 1) * sqnorm u = 0 /\ (u <> 0 -> c = 1).
Proof.
move=> n0 eta0 c0 hu hl; have [N [nN oN _]] := room3 n 1 0; have K := @udu_exclusion_1 R N.
give K (Z.of_nat n). give K eta. give K c. give K lam. give K (emb N.+1 G). give K (emb N.+1 u).
- by goal; rewrite -hu.
- by goal; rewrite mxtraceZ /mxtrace big_ord1 hl.
have {}K : (c - 1) * sqnorm u = 0 by plain K; exact: K.
split=> // ne; apply/eqP; move/eqP: K; rewrite mulf_eq0 subr_eq0 => /orP[//|/eqP h]; case: ne; exact: sqnorm_eq0.
Qed.

(* [2]: at a fixed point the ball is not active, and G U D = 0 *)
Theorem exclusion (R : rcfType) (n r : nat) (G : 'M[R]_n) (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) (eta alpha : R) :
  (0 < n)%N -> (0 < r)%N -> 0 < eta -> 0 < alpha -> fixed_point G eta alpha U dd ->
  ball alpha (step_U G eta U dd) = 1 /\ G *m U *m diag_mx dd = 0.
Proof.
move=> n0 r0 eta0 al0 [hU hd]; set V := step_U G eta U dd in hU *; set c := ball alpha V in hU *.
have c0 : 0 < c by rewrite /c /ball lt_maxr ltr01.
have eV : V = c *: U by rewrite -hU scalerA divff ?scale1r // gt_eqF.
case: (eqVneq U 0) => [U0|ne].
  by rewrite /c eV U0 scaler0 /ball sqnorm0 sqrtr0 mul0r max_l ?ler01 // mulmx0 mul0mx.
have hq j : dd 0 j * q G U j = 0.
  move: (hd j); case: (leP 0 (dd 0 j - eta * q G U j)) => h; rewrite ?(max_l h) ?(max_r (ltW h)) => e; last by rewrite -e mul0r.
  have : eta * q G U j = 0 by apply: (addrI (dd 0 j)); rewrite addr0 -{1}e subrK.
  by move/eqP; rewrite mulf_eq0 gt_eqF //= => /eqP ->; rewrite mulr0.
have [N [nN rN _]] := room3 n r 0; have K := @udu_exclusion_2 R N; pose Q := diag_mx (\row_j q G U j).
have tQ : \tr (diag_mx dd *m Q) = 0 by rewrite mulmx_diag mxtrace_diag big1 // => j _; rewrite !mxE hq.
have tG : \tr (diag_mx dd *m U^T *m G *m U) = 0.
  by rewrite -!mulmxA mul_diag_mx /mxtrace big1 // => j _; rewrite mxE mulmxA hq.
have a0 : 0 < sqnorm U by rewrite lt_neqAle sqnorm_ge0 andbT eq_sym; apply/eqP => /sqnorm_eq0 /eqP; apply/negP.
give K (Z.of_nat n). give K (Z.of_nat r). give K eta. give K c. give K (sqnorm U).
give K (emb N.+1 G). give K (emb N.+1 U). give K (emb N.+1 (diag_mx dd)). give K (emb N.+1 Q).
give K (emb N.+1 (eta *: Q)).
- by rewrite /Q -linearZ; exact: emb_dia.
- by goal; rewrite -eV.
- by goal; rewrite subrK.
- by goal; rewrite -scalemxAr mxtraceZ tQ mulr0.
- by goal; rewrite tQ tG.
- by goal.
case: K => K1 K2; plain K1; plain K2; split=> //; exact: K2.
Qed.

(* the fixed points: G U D = 0 inside the ball, D >= 0, and q_j >= 0 where D_j = 0 *)
Theorem fixed_points (R : rcfType) (n r : nat) (G : 'M[R]_n) (U : 'M[R]_(n, r)) (dd : 'rV[R]_r) (eta alpha : R) :
  (0 < n)%N -> (0 < r)%N -> 0 < eta -> 0 < alpha ->
  fixed_point G eta alpha U dd <->
  [/\ sqnorm U <= alpha ^+ 2, G *m U *m diag_mx dd = 0, forall j, 0 <= dd 0 j & forall j, dd 0 j = 0 -> 0 <= q G U j].
Proof.
move=> n0 r0 eta0 al0; split=> [h|[hU hG hd hq]].
  have [c1 hG] := exclusion n0 r0 eta0 al0 h; case: h => hU hd; rewrite c1 invr1 scale1r in hU; rewrite hU in c1.
  split=> // [|j|j dj].
  - have : Num.sqrt (sqnorm U) / alpha <= 1 by rewrite -c1 /ball le_maxr lexx orbT.
    rewrite ler_pdivr_mulr // mul1r => h; rewrite -(sqr_sqrtr (sqnorm_ge0 U)) ler_pexpn2r ?nnegrE ?sqrtr_ge0 //; exact: ltW.
  - by rewrite -hd le_maxr lexx orbT.
  - have := hd j; rewrite dj sub0r => h; have : - (eta * q G U j) <= 0 by rewrite -h le_maxr lexx.
    by rewrite oppr_le0 pmulr_rge0.
have eV : step_U G eta U dd = U by rewrite /step_U hG scaler0 subr0.
split=> [|j].
  rewrite eV /ball max_l ?invr1 ?scale1r // ler_pdivr_mulr // mul1r -(ger0_norm (ltW al0)) -sqrtr_sqr; exact: ler_wsqrtr.
have hz : dd 0 j * q G U j = 0.
  by rewrite /q -mulmxA mxE mulr_sumr big1 // => k _; move/matrixP/(_ k j): hG; rewrite mul_mx_diag !mxE => h;
    rewrite mulrCA -[dd 0 j * _]mulrC h mulr0.
case: (eqVneq (dd 0 j) 0) => [d0|ne].
  by rewrite d0 sub0r max_r // oppr_le0 mulr_ge0 ?(ltW eta0) // hq.
have -> : q G U j = 0 by move/eqP: hz; rewrite mulf_eq0 (negbTE ne) => /eqP.
by rewrite mulr0 subr0 max_l.
Qed.
Print Assumptions exclusion_of_a_column.
Print Assumptions exclusion.
Print Assumptions fixed_points.
