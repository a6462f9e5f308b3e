(* Weyl.v: the two Weyl lemmas that the project cites, proved over any real closed field. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Struct Named.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section W.
Variable R : rcfType.
Definition dot n (p q : 'cV[R]_n) : R := (p^T *m q) 0 0.
Lemma dotE n (p q : 'cV[R]_n) : dot p q = \sum_i p i 0 * q i 0.
Proof. by rewrite /dot mxE; apply: eq_bigr => i _; rewrite mxE. Qed.
Lemma dotC n (p q : 'cV[R]_n) : dot p q = dot q p.
Proof. by rewrite !dotE; apply: eq_bigr => i _; rewrite mulrC. Qed.
Lemma dotDl n (p p' q : 'cV[R]_n) : dot (p + p') q = dot p q + dot p' q.
Proof. by rewrite /dot linearD mulmxDl mxE. Qed.
Lemma dotDr n (p q q' : 'cV[R]_n) : dot p (q + q') = dot p q + dot p q'.
Proof. by rewrite dotC dotDl !(dotC p). Qed.
Lemma dotZl n a (p q : 'cV[R]_n) : dot (a *: p) q = a * dot p q.
Proof. by rewrite /dot linearZ -scalemxAl mxE. Qed.
Lemma dotZr n a (p q : 'cV[R]_n) : dot p (a *: q) = a * dot p q.
Proof. by rewrite dotC dotZl dotC. Qed.
Lemma dotBr n (p q q' : 'cV[R]_n) : dot p (q - q') = dot p q - dot p q'.
Proof. by rewrite dotDr -scaleN1r dotZr mulN1r. Qed.
Lemma dot0r n (p : 'cV[R]_n) : dot p 0 = 0. Proof. by rewrite /dot mulmx0 mxE. Qed.
Lemma dot0l n (p : 'cV[R]_n) : dot 0 p = 0. Proof. by rewrite dotC dot0r. Qed.
Lemma dot_ge0 n (p : 'cV[R]_n) : 0 <= dot p p.
Proof. by rewrite dotE sumr_ge0 // => i _; rewrite -expr2 sqr_ge0. Qed.
Lemma dot_eq0 n (p : 'cV[R]_n) : dot p p = 0 -> p = 0.
Proof.
rewrite dotE => /eqP; rewrite psumr_eq0; last by move=> i _; rewrite -expr2 sqr_ge0.
move/allP=> h; apply/colP=> i; rewrite mxE; apply/eqP.
by have := h i (mem_index_enum _); rewrite /= mulf_eq0 orbb.
Qed.
Lemma cauchy n (p q : 'cV[R]_n) : dot p q ^+ 2 <= dot p p * dot q q.
Proof.
case: (eqVneq (dot q q) 0) => [/dot_eq0->|hq].
  by rewrite !dot0r expr0n mulr0.
have h0: 0 < dot q q by rewrite lt_neqAle eq_sym hq dot_ge0.
have := dot_ge0 (dot q q *: p - dot p q *: q).
rewrite -scaleNr !(dotDl, dotDr, dotZl, dotZr) (dotC q p).
set a := dot p p; set b := dot p q; set c := dot q q => h.
move: h; rewrite (_ : _ + _ = c * (a * c - b ^+ 2)); last by ring.
by rewrite pmulr_rge0 // subr_ge0.
Qed.
Lemma dot_adj m n (A : 'M[R]_(m, n)) p q : dot (A *m p) q = dot p (A^T *m q).
Proof. by rewrite /dot trmx_mul mulmxA. Qed.
Lemma dot_T m n (A : 'M[R]_(m, n)) p q : dot p (A *m q) = dot (A^T *m p) q.
Proof. by rewrite dot_adj trmxK. Qed.
Lemma quad n (S : 'M[R]_n) x : (x^T *m S *m x) 0 0 = dot x (S *m x).
Proof. by rewrite /dot mulmxA. Qed.
Lemma frob m n (D : 'M[R]_(m, n)) y : dot (D *m y) (D *m y) <= \tr (D^T *m D) * dot y y.
Proof.
have ->: \tr (D^T *m D) = \sum_i dot (row i D)^T (row i D)^T.
  rewrite /mxtrace; under eq_bigr do rewrite mxE.
  rewrite exchange_big /=; apply: eq_bigr => i _; rewrite dotE; apply: eq_bigr => j _; rewrite !mxE //.
rewrite mulr_suml dotE ler_sum // => i _.
have ->: (D *m y) i 0 = dot (row i D)^T y.
  by rewrite dotE mxE; apply: eq_bigr => j _; rewrite !mxE.
by rewrite -expr2 cauchy.
Qed.

(* a positive semidefinite matrix is a Gram matrix, of a lower triangular one (Cholesky) *)
Lemma cholesky n (S : 'M[R]_n) : S^T = S -> (forall x : 'cV_n, 0 <= dot x (S *m x)) ->
  exists2 J : 'M_n, is_trig_mx J & S = J *m J^T.
Proof.
elim: n S => [|n ih] S hs hp; first by exists 0; [exact: mx0_is_trig | apply/matrixP=> -[]].
rewrite -[n.+1]/(1 + n)%N in S hs hp *.
pose a := ulsubmx S; pose b := dlsubmx S; pose C := drsubmx S.
have hb: ursubmx S = b^T by rewrite /b -[in RHS]hs -trmx_ursub trmxK.
have hC: C^T = C by rewrite /C trmx_drsub hs.
have eS: S = block_mx a b^T b C by rewrite -hb submxK.
have q s (y : 'cV_n) : dot (col_mx (s%:M : 'cV_1) y) (S *m col_mx (s%:M) y) = a 0 0 * s ^+ 2 + 2%:R * s * dot b y + dot y (C *m y).
  have dc (p p' : 'cV[R]_1) (z z' : 'cV[R]_n) : dot (col_mx p z) (col_mx p' z') = dot p p' + dot z z'.
    by rewrite /dot tr_col_mx mul_row_col mxE.
  have ds (p : 'cV[R]_1) : dot (s%:M) p = s * p 0 0 by rewrite /dot tr_scalar_mx mul_scalar_mx mxE.
  rewrite eS mul_block_col dc ds dotDr !mul_mx_scalar dotZr !mxE (dotC y b).
  have ->: \sum_j b^T 0 j * y j 0 = dot b y by rewrite /dot mxE.
  by ring.
case: (eqVneq (a 0 0) 0) => ha.
  have b0: b = 0.
    apply: dot_eq0; apply/eqP; rewrite -[_ == 0]negbK; apply/negP=> hne.
    have hb0: 0 < dot b b by rewrite lt_neqAle eq_sym hne dot_ge0.
    have h2: 0 <= dot b (C *m b) by have := hp (col_mx (0%:M) b); rewrite q ha mul0r add0r mulr0 mul0r add0r.
    have := hp (col_mx ((- (1 + dot b (C *m b)) / dot b b)%:M) b); rewrite q ha mul0r add0r.
    rewrite (_ : _ + _ = - (2%:R + dot b (C *m b))); last by field.
    by rewrite oppr_ge0 leNgt => /negP; apply; rewrite ltr_paddr // ltr0n.
  have [||J' tJ eJ] := ih C => //.
    by move=> y; have := hp (col_mx (0%:M) y); rewrite q ha mul0r add0r mulr0 mul0r add0r.
  exists (block_mx (0 : 'M_1) 0 0 J'); first by rewrite is_trig_block_mx // eqxx mx0_is_trig tJ.
  rewrite tr_block_mx !trmx0 mulmx_block !mulmx0 !mul0mx !add0r -eJ eS b0 trmx0; congr block_mx.
  by rewrite [LHS]mx11_scalar ha -scalemx1 scale0r.
have a0: 0 < a 0 0.
  rewrite lt_neqAle eq_sym ha /=; have := hp (col_mx (1%:M) 0); rewrite q expr1n mulr1 mulmx0.
  by rewrite dot0r dot0l mulr0 !addr0.
pose c := Num.sqrt (a 0 0); have c0: 0 < c by rewrite sqrtr_gt0.
have cc: c * c = a 0 0 by rewrite -expr2 sqr_sqrtr // ltW.
pose v := c^-1 *: b.
have [||J' tJ eJ] := ih (C - v *m v^T).
- by rewrite linearB /= hC trmx_mul trmxK.
- move=> y; have := hp (col_mx ((- dot b y / a 0 0)%:M) y); rewrite q.
  have ->: (C - v *m v^T) *m y = C *m y - (dot v y) *: v.
    by rewrite mulmxBl -mulmxA [v^T *m y]mx11_scalar mul_mx_scalar.
  rewrite -scaleNr dotDr dotZr (dotC y v) /v !dotZl.
  have ->: a 0 0 * (- dot b y / a 0 0) ^+ 2 + 2%:R * (- dot b y / a 0 0) * dot b y + dot y (C *m y)
    = dot y (C *m y) - (dot b y) ^+ 2 / a 0 0 by field.
  by rewrite -cc (_ : - (c^-1 * dot b y) * (c^-1 * dot b y) = - (dot b y ^+ 2 / (c * c))) //; field; rewrite gt_eqF.
exists (block_mx (c%:M : 'M_1) 0 v J'); first by rewrite is_trig_block_mx // eqxx mx11_is_trig tJ.
rewrite tr_block_mx !trmx0 mulmx_block !mulmx0 !mul0mx !addr0 -eJ eS tr_scalar_mx addrCA subrr addr0.
rewrite mul_scalar_mx mul_mx_scalar /v linearZ /= !scalerA divff ?gt_eqF // !scale1r; congr block_mx.
  by rewrite [LHS]mx11_scalar scale_scalar_mx cc.
by rewrite mul_scalar_mx scalerA divff ?gt_eqF // scale1r.
Qed.
Lemma gram n (S : 'M[R]_n) : S^T = S -> (forall x : 'cV_n, 0 <= dot x (S *m x)) -> exists J : 'M_n, S = J *m J^T.
Proof. by move=> hs hp; have [J _ eJ] := cholesky hs hp; exists J. Qed.

(* a <= b from squares *)
Lemma le_of_sq (x y : R) : x ^+ 2 <= y ^+ 2 -> 0 <= y -> x <= y.
Proof.
move=> h hy; case: (lerP x 0) => hx; first exact: le_trans hx hy.
by rewrite -(ler_pexpn2r (_ : 0 < 2)%N) ?nnegrE // ltW.
Qed.

Variable N : nat.
Notation M := 'M[R]_N.
Lemma Imx_full : Imx (Z.of_nat N) = 1%:M :> M.
Proof.
apply/matrixP=> i j; rewrite !mxE; congr (_%:R); congr nat_of_bool.
by rewrite (_ : Z.ltb _ _) ?andbT //; apply/Z.ltb_lt; have /ssrnat.ltP := ltn_ord i; lia.
Qed.
Lemma gram_shp m (S : M) : shp m m S -> S^T = S -> (forall x : 'cV_N, 0 <= dot x (S *m x)) -> Z.le 1 (Z.of_nat N) ->
  exists f : Z, Z.le 1 f /\ Z.le f (Z.of_nat N) /\ exists J : M, shp m f J /\ S = mmul J (mT J).
Proof.
move=> [hs1 hs2] hs hp hN; have [J eJ] := gram hs hp.
exists (Z.of_nat N); split=> //; split; first lia.
exists (Imx m *m J); split.
  by split; rewrite ?Imx_full ?mulmx1 // mulmxA Imx_idem.
by rewrite /mmul /mT trmx_mul ImxT mulmxA -(mulmxA _ J) -eJ hs1 hs2.
Qed.
Lemma dot_Imx m (x : 'cV[R]_N) : dot (Imx m *m x) (Imx m *m x) = dot x (Imx m *m x).
Proof. by rewrite dot_adj ImxT mulmxA Imx_idem. Qed.

Theorem weyl_above : stmt_Weyl_from_above R N.
Proof.
move=> m hm hmN n hn hnN h hh X hX Z hZ s t a e he heN K hK g1 g2 g3 g4 g5.
move: hh g2 g3 g4 g5; rewrite /rpos /rle zr0 /radd /rmul /mtr /mmul /mT /msub => hh g2 t0 s0 ga.
have eq2 (x : R) : zpow x 2 = x ^+ 2 by [].
rewrite !eq2 in g2 ga.
have {}g1: h *: (X^T *m X) + K *m K^T = s ^+ 2 *: Imx n by move: g1; rewrite /madd /mmul /msc /mT -scalemxAl eq2.
pose S := a *: Imx n - h *: (Z^T *m Z).
have [||||f [f1 [f2 [J [hJ eJ]]]]] := @gram_shp n S.
- apply: shpD; first by apply: shpZ; exact: Imx_shp.
  by apply: shpN; apply: shpZ; apply: shpM (hZ); exact: shpT.
- by rewrite /S linearB /= !linearZ /= ImxT trmx_mul trmxK.
- move=> x; pose y := Imx n *m x; pose v := dot y y.
  have eX (A : M) k : shp k n A -> A *m x = A *m y by move=> [_ hA]; rewrite /y mulmxA hA.
  pose p := X *m y; pose q := (Z - X) *m y.
  have v0: 0 <= v by exact: dot_ge0.
  have hpq: Z *m x = p + q by rewrite (eX _ _ hZ) /p /q -mulmxDl addrC subrK.
  have hp: h * dot p p <= s ^+ 2 * v.
    have: dot y ((h *: (X^T *m X) + K *m K^T) *m y) = s ^+ 2 * v.
      have ey: Imx n *m y = y by rewrite /y mulmxA Imx_idem.
      by rewrite g1 -scalemxAl dotZr ey.
    rewrite mulmxDl dotDr -scalemxAl dotZr -!mulmxA => <-.
    by rewrite /p dot_adj ler_addl dot_T dot_ge0.
  have hq: h * dot q q <= t ^+ 2 * v.
    apply: le_trans (_ : h * (\tr ((Z - X)^T *m (Z - X)) * v) <= _); first by rewrite ler_pmul2l // frob.
    by rewrite mulrA ler_wpmul2r.
  have hc: h * dot p q <= s * t * v.
    apply: le_of_sq; last by rewrite !mulr_ge0.
    rewrite exprMn; apply: le_trans (_ : h ^+ 2 * (dot p p * dot q q) <= _); first by rewrite ler_pmul2l ?exprn_gt0 // cauchy.
    rewrite (_ : h ^+ 2 * _ = (h * dot p p) * (h * dot q q)); last by ring.
    rewrite (_ : (s * t * v) ^+ 2 = (s ^+ 2 * v) * (t ^+ 2 * v)); last by ring.
    by apply: ler_pmul => //; rewrite mulr_ge0 ?dot_ge0 // ltW.
  rewrite /S mulmxBl -!scalemxAl dotBr !dotZr -dot_Imx -/y -/v -mulmxA -dot_adj hpq subr_ge0.
  apply: le_trans (_ : (s + t) ^+ 2 * v <= _); last by rewrite ler_wpmul2r.
  rewrite dotDl !dotDr (dotC q p).
  rewrite (_ : h * _ = h * dot p p + 2%:R * (h * dot p q) + h * dot q q); last by ring.
  rewrite (_ : (s + t) ^+ 2 * v = s ^+ 2 * v + 2%:R * (s * t * v) + t ^+ 2 * v); last by ring.
  by rewrite !ler_add // ler_pmul2l ?ltr0n.
- lia.
exists f; split=> //; split=> //; exists J; split=> //.
by rewrite /madd /mmul /msc /mT -scalemxAl -[J *m _]/(mmul J (mT J)) -eJ /S addrCA subrr addr0.
Qed.

Theorem weyl_below : stmt_Weyl_from_below R N.
Proof.
move=> m hm hmN n hn hnN h hh X hX Z hZ s t a r hr hrN U hU e he heN K hK g1 g2 g3 g4 g5 g6 g7.
move: hh g4 g5 g6 g7; rewrite /rpos /rle zr0 /rsub /rmul /mtr /mmul /mT /msub => hh g4 t0 st ga.
have eq2 (x : R) : zpow x 2 = x ^+ 2 by [].
rewrite !eq2 in g4 ga.
have {}g3: h *: (X *m X^T) = K *m K^T + s ^+ 2 *: (U *m U^T) by move: g3; rewrite /madd /mmul /msc /mT -!scalemxAl eq2.
have {}g1: U^T *m U = Imx r by exact: g1.
have {}g2: U *m U^T *m Z = Z by exact: g2.
have s0: 0 <= s by exact: le_trans t0 st.
pose S := h *: (Z *m Z^T) - a *: (U *m U^T).
have [||||f [f1 [f2 [J [hJ eJ]]]]] := @gram_shp m S.
- apply: shpD; first by apply: shpZ; apply: (shpM hZ); exact: shpT.
  by apply: shpN; apply: shpZ; apply: (shpM hU); exact: shpT.
- by rewrite /S linearB /= !linearZ /= !trmx_mul !trmxK.
- move=> x; pose u := U^T *m x; pose w := U *m u; pose v := dot u u.
  have v0: 0 <= v by exact: dot_ge0.
  have eu: U^T *m w = u.
    by rewrite /w /u !mulmxA g1; have [-> _] := shpT hU.
  have ew: dot w w = v by rewrite /w dot_adj -/w eu.
  have eZ: Z^T *m x = Z^T *m w.
    by rewrite /w /u -{1}g2 !trmx_mul trmxK !mulmxA.
  pose p := X^T *m w; pose q := (Z - X)^T *m w.
  have hpq: Z^T *m x = p + q by rewrite eZ /p /q -mulmxDl -linearD /= addrC subrK.
  have hp: s ^+ 2 * v <= h * dot p p.
    have: dot w ((h *: (X *m X^T)) *m w) = h * dot p p.
      by rewrite -scalemxAl dotZr -mulmxA dot_T.
    move=> <-; rewrite g3 mulmxDl dotDr -scalemxAl dotZr -!mulmxA (dot_T U) eu -/v.
    by rewrite ler_addr dot_T dot_ge0.
  have hq: h * dot q q <= t ^+ 2 * v.
    apply: le_trans (_ : h * (\tr ((Z - X)^T^T *m (Z - X)^T) * dot w w) <= _); first by rewrite ler_pmul2l // frob.
    by rewrite ew mxtrace_mulC trmxK mulrA ler_wpmul2r.
  pose al := Num.sqrt (h * dot p p); pose be := Num.sqrt (h * dot q q); pose sg := Num.sqrt v.
  have hpp: 0 <= h * dot p p by rewrite mulr_ge0 ?dot_ge0 // ltW.
  have hqq: 0 <= h * dot q q by rewrite mulr_ge0 ?dot_ge0 // ltW.
  have eal: al ^+ 2 = h * dot p p by rewrite sqr_sqrtr.
  have ebe: be ^+ 2 = h * dot q q by rewrite sqr_sqrtr.
  have esg: sg ^+ 2 = v by rewrite sqr_sqrtr.
  have [al0 be0 sg0]: [/\ 0 <= al, 0 <= be & 0 <= sg] by rewrite !sqrtr_ge0.
  have h1: s * sg <= al by apply: le_of_sq => //; rewrite exprMn esg eal.
  have h2: be <= t * sg by apply: le_of_sq; rewrite ?mulr_ge0 // exprMn esg ebe.
  have hc: - (al * be) <= h * dot p q.
    rewrite ler_oppl; apply: le_of_sq; last exact: mulr_ge0.
    rewrite sqrrN !exprMn eal ebe (_ : _ * (h * _) = h ^+ 2 * (dot p p * dot q q)); last by ring.
    by rewrite ler_pmul2l ?exprn_gt0 // cauchy.
  rewrite /S mulmxBl -!scalemxAl dotBr !dotZr -!mulmxA (dot_T Z) (dot_T U) -/u -/v hpq subr_ge0.
  apply: le_trans (_ : (s - t) ^+ 2 * v <= _); first by rewrite ler_wpmul2r.
  rewrite dotDl !dotDr (dotC q p).
  rewrite (_ : h * _ = h * dot p p + 2%:R * (h * dot p q) + h * dot q q); last by ring.
  rewrite -eal -ebe; apply: le_trans (_ : (al - be) ^+ 2 <= _).
    have hts: t * sg <= s * sg by rewrite ler_wpmul2r.
    have hba: be <= al := le_trans h2 (le_trans hts h1).
    by rewrite -esg -exprMn ler_expn2r ?nnegrE ?mulr_ge0 ?subr_ge0 // mulrBl ler_sub.
  rewrite (_ : (al - be) ^+ 2 = al ^+ 2 + 2%:R * - (al * be) + be ^+ 2); last by ring.
  by rewrite ler_add2r ler_add2l ler_pmul2l ?ltr0n.
- lia.
exists f; split=> //; split=> //; exists J; split=> //.
by rewrite /madd /mmul /msc /mT -!scalemxAl -[J *m _]/(mmul J (mT J)) -eJ /S subrK.
Qed.
End W.
