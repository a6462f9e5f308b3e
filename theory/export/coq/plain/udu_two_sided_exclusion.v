(* udu-two-sided-exclusion: [1] Let $n, r, m \ge 1$, $\eta, c, a > 0$, $G \in \mathbb{R}^{n\times m}$, $U \in
   \mathbb{R}^{n\times r}$, $V \in \mathbb{R}^{m\times r}$ and $D, Q, N$ real diagonal $r\times r$ matrices with $U -
   \eta GVD = cU$, $D = D - \eta Q + N$, $\mathrm{tr}(DN) = 0$, $\mathrm{tr}(DQ) = \mathrm{tr}(DU^\top GV)$ and $\lVert
   U\rVert_F^2 = a$. Then $c = 1$. [2] Let $n, r, m \ge 1$, $\eta, e, b > 0$, $G$, $U$, $V$, $D, Q, N$ as in [1] with $V
   - \eta G^\top UD = eV$, $D = D - \eta Q + N$, $\mathrm{tr}(DN) = 0$, $\mathrm{tr}(DQ) = \mathrm{tr}(DU^\top GV)$ and
   $\lVert V\rVert_F^2 = b$ (no condition on $U - \eta GVD$). Then $e = 1$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import udu_two_sided_exclusion.
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
Variables (R : rcfType) (n m r : nat) (G : 'M[R]_(n, m)) (eta : R).
Definition q (U : 'M[R]_(n, r)) (V : 'M[R]_(m, r)) (j : 'I_r) : R := (U^T *m G *m V) j j.
(* the step leaves d as it is, where d >= 0 is asked, and where d is free *)
Definition d_stays (nonneg : bool) (U : 'M[R]_(n, r)) (V : 'M[R]_(m, r)) (dd : 'rV[R]_r) : Prop :=
  forall j, (if nonneg then Num.max (dd 0 j - eta * q U V j) 0 else dd 0 j - eta * q U V j) = dd 0 j.
End Step.
(* division by c = max(1, |V| / alpha) brings V into the ball of radius alpha *)
Definition ball (R : rcfType) (n r : nat) (alpha : R) (V : 'M[R]_(n, r)) : R := Num.max 1 (Num.sqrt (sqnorm V) / alpha).

Lemma dq0 (R : rcfType) (n m r : nat) (G : 'M[R]_(n, m)) (eta : R) b (U : 'M[R]_(n, r)) V dd j :
  0 < eta -> d_stays G eta b U V dd -> dd 0 j * q G U V j = 0.
Proof.
move=> eta0 /(_ j); have key : dd 0 j - eta * q G U V j = dd 0 j -> dd 0 j * q G U V j = 0.
  move=> e; have : eta * q G U V j = 0 by apply: (addrI (dd 0 j)); rewrite addr0 -{1}e subrK.
  by move/eqP; rewrite mulf_eq0 gt_eqF //= => /eqP ->; rewrite mulr0.
case: b => //; case: (leP 0 (dd 0 j - eta * q G U V j)) => h; rewrite ?(max_l h) ?(max_r (ltW h)) // => e.
by rewrite -e mul0r.
Qed.

(* [1], [2]: whatever the other factor does, neither ball is active; a column is r = 1 *)
Theorem two_sided_exclusion (R : rcfType) (n m r : nat) (G : 'M[R]_(n, m)) (U : 'M[R]_(n, r)) (V : 'M[R]_(m, r)) (dd : 'rV[R]_r)
    (nonneg : bool) (eta alpha : R) :
  (0 < n)%N -> (0 < m)%N -> (0 < r)%N -> 0 < eta -> d_stays G eta nonneg U V dd ->
  let U1 := U - eta *: (G *m V *m diag_mx dd) in let V1 := V - eta *: (G^T *m U *m diag_mx dd) in
  (U <> 0 -> (ball alpha U1)^-1 *: U1 = U -> ball alpha U1 = 1) /\
  (V <> 0 -> (ball alpha V1)^-1 *: V1 = V -> ball alpha V1 = 1).
Proof.
move=> n0 m0 r0 eta0 hd U1 V1; have hq j := dq0 j eta0 hd.
have [N [nN mN rN]] := room3 n m r; pose Q := diag_mx (\row_j q G U V j).
have tQ : \tr (diag_mx dd *m Q) = 0 by rewrite mulmx_diag mxtrace_diag big1 // => j _; rewrite !mxE hq.
have tG : \tr (diag_mx dd *m U^T *m G *m V) = 0.
  by rewrite -!mulmxA mul_diag_mx /mxtrace big1 // => j _; rewrite mxE mulmxA hq.
have pos k (W : 'M[R]_(k, r)) : W <> 0 -> 0 < sqnorm W.
  by move=> ne; rewrite lt_neqAle sqnorm_ge0 andbT eq_sym; apply/eqP => /sqnorm_eq0.
have up k (W : 'M[R]_(k, r)) : 0 < ball alpha W by rewrite /ball lt_maxr ltr01.
have back k (W W0 : 'M[R]_(k, r)) : (ball alpha W)^-1 *: W = W0 -> W = ball alpha W *: W0.
  by move=> <-; rewrite scalerA divff ?scale1r // gt_eqF.
split=> ne /back e; have a0 := pos _ _ ne; [have c0 := up _ U1; have K := @udu_two_sided_exclusion_1 R N |
  have c0 := up _ V1; have K := @udu_two_sided_exclusion_2 R N].
- give K (Z.of_nat n). give K (Z.of_nat r). give K (Z.of_nat m). give K eta. give K (ball alpha U1). give K (sqnorm U).
  give K (emb N.+1 G). give K (emb N.+1 U). give K (emb N.+1 V). give K (emb N.+1 (diag_mx dd)). give K (emb N.+1 Q).
  give K (emb N.+1 (eta *: Q)).
  + by rewrite /Q -linearZ; exact: emb_dia.
  + by goal; rewrite -e.
  + by goal; rewrite subrK.
  + by goal; rewrite -scalemxAr mxtraceZ tQ mulr0.
  + by goal; rewrite tQ tG.
  + by goal.
  by plain K.
give K (Z.of_nat n). give K (Z.of_nat r). give K (Z.of_nat m). give K eta. give K (ball alpha V1). give K (sqnorm V).
give K (emb N.+1 G). give K (emb N.+1 U). give K (emb N.+1 V). give K (emb N.+1 (diag_mx dd)). give K (emb N.+1 Q).
give K (emb N.+1 (eta *: Q)).
- by rewrite /Q -linearZ; exact: emb_dia.
- by goal; rewrite -e.
- by goal; rewrite subrK.
- by goal; rewrite -scalemxAr mxtraceZ tQ mulr0.
- by goal; rewrite tQ tG.
- by goal.
by plain K.
Qed.
Print Assumptions two_sided_exclusion.
