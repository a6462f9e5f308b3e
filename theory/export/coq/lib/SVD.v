(* SVD.v: the thin singular value decomposition over any real closed field. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import complex ring.
From Saddleproof Require Import Base Norm Sound Rules Struct Named Weyl.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope complex_scope.

Section E.
Variable R : rcfType.
Lemma sym_nilp n (B : 'M[R]_n.+1) k : B^T = B -> B ^+ k = 0 -> B = 0.
Proof.
move=> hB; elim: k {-2}k (leqnn k) => [|K ih] k hk.
  by move: hk; rewrite leqn0 => /eqP->; rewrite expr0 => /eqP; rewrite oner_eq0.
case: k hk => [|[|k]] hk; first by rewrite expr0 => /eqP; rewrite oner_eq0.
  by rewrite expr1.
move=> h; apply: (ih (uphalf k.+2)).
  have hu: (uphalf k <= k)%N by rewrite uphalf_half -[X in (_ <= X)%N](odd_double_half k) leq_add2l -addnn leq_addr.
  by rewrite ltnS in hk; exact: leq_ltn_trans hu hk.
have hT j : (B ^+ j)^T = B ^+ j.
  by elim: j => [|j e]; rewrite ?expr0 ?trmx1 // {1}exprS trmx_mul e hB exprSr.
apply: gram_eq0; rewrite hT -[LHS]/(B ^+ uphalf k.+2 * B ^+ uphalf k.+2) -exprD addnn.
have [j ->]: exists j, ((uphalf k.+2).*2 = k.+2 + j)%N.
  have e: ((uphalf k).*2 = k + odd k)%N by rewrite uphalf_half doubleD -addnn addnAC odd_double_half.
  by exists (odd k); rewrite -[uphalf k.+2]/(uphalf k).+1 doubleS e.
by rewrite exprD h mul0r.
Qed.

Lemma eig n (B : 'M[R]_n.+1) : B^T = B -> B != 0 -> exists a (v : 'cV[R]_n.+1), [/\ a != 0, v != 0 & B *m v = a *: v].
Proof.
move=> hB hB0; pose f := real_complex R; pose BC := map_mx f B.
have [r er] := closed_field_poly_normal (char_poly BC).
have {}er: char_poly BC = \prod_(z <- r) ('X - z%:P).
  by rewrite [LHS]er (monicP (char_poly_monic BC)) scale1r.
case: (boolP (all (pred1 0) r)) => hr.
  have e: char_poly BC = 'X^(size r).
    rewrite er; elim: r hr {er} => [|z r ih] /=; first by rewrite big_nil expr0.
    by case/andP=> /eqP-> /ih{}ih; rewrite big_cons ih subr0 -exprS.
  have := Cayley_Hamilton BC; rewrite e rmorphX /= horner_mx_X -rmorphX /= => h.
  case/eqP: hB0; apply: (@sym_nilp _ _ (size r) hB).
  by apply/matrixP=> i j; have := congr1 (fun X : 'M_n.+1 => X i j) h; rewrite !mxE => -[].
have /allPn[z zr z0] := hr.
have : eigenvalue BC z.
  rewrite eigenvalue_root_char er root_prod_XsubC //.
case/eigenvalueP=> w hw w0.
pose x := map_mx (@complex.Re R) w; pose y := map_mx (@complex.Im R) w.
have ew i : w 0 i = x 0 i +i* y 0 i by rewrite !mxE; case: (w 0 i).
case: z z0 hw {zr} => a b z0 hw.
have hs i : (w *m BC) 0 i = (x *m B) 0 i +i* (y *m B) 0 i.
  rewrite [LHS]mxE [in X in X +i* _]mxE [in X in _ +i* X]mxE.
  elim/big_rec3: _ => [|j u v t _ ->] //.
  rewrite ew [BC j i]mxE; apply/eqP; rewrite eq_complex /=.
  by rewrite !mulr0 subr0 add0r !eqxx.
have hx i : (x *m B) 0 i = a * x 0 i - b * y 0 i /\ (y *m B) 0 i = b * x 0 i + a * y 0 i.
  have := hs i; rewrite hw [LHS]mxE ew => /eqP; rewrite eq_complex /= => /andP[/eqP <- /eqP <-].
  by split=> //; rewrite addrC.
have ex: x *m B = a *: x - b *: y by apply/rowP=> i; have [-> _] := hx i; rewrite !mxE.
have ey: y *m B = b *: x + a *: y by apply/rowP=> i; have [_ ->] := hx i; rewrite !mxE.
have b0: b = 0.
  have: dot x^T (B *m y^T) = dot (B *m x^T) y^T by rewrite dot_T hB.
  have ->: B *m y^T = (y *m B)^T by rewrite trmx_mul hB.
  have ->: B *m x^T = (x *m B)^T by rewrite trmx_mul hB.
  have ->: (y *m B)^T = b *: x^T + a *: y^T by rewrite ey linearD /= !linearZ.
  have ->: (x *m B)^T = a *: x^T - b *: y^T by rewrite ex linearB /= !linearZ.
  rewrite (dotC _ y^T) dotBr dotDr !dotZr (dotC y^T x^T) addrC => /addrI h.
  have: b * (dot x^T x^T + dot y^T y^T) = 0 by rewrite mulrDr h addNr.
  move/eqP; rewrite mulf_eq0 => /orP[/eqP//|].
  rewrite paddr_eq0 ?dot_ge0 // => /andP[/eqP/dot_eq0 hx0 /eqP/dot_eq0 hy0].
  case/eqP: w0; apply/rowP=> i; rewrite [RHS]mxE ew.
  have ->: x = 0 by rewrite -[x]trmxK hx0 trmx0.
  have ->: y = 0 by rewrite -[y]trmxK hy0 trmx0.
  by rewrite mxE.
subst b; have a0: a != 0 by apply: contra_neq z0 => ->.
rewrite scale0r subr0 in ex; rewrite scale0r add0r in ey.
case: (eqVneq x 0) => hx0.
  exists a, y^T; split=> //; last by rewrite -{1}hB -trmx_mul ey linearZ.
  apply: contra_neq w0 => hy0; apply/rowP=> i; rewrite [RHS]mxE ew hx0.
  by have ->: y = 0; [rewrite -[y]trmxK hy0 trmx0 | rewrite !mxE].
exists a, x^T; split=> //; last by rewrite -{1}hB -trmx_mul ex linearZ.
by apply: contra_neq hx0 => hx0; rewrite -[x]trmxK hx0 trmx0.
Qed.

Lemma dpow_inv n r (S : 'M[R]_n) : shp r r S -> pdia r S -> S *m dpow S (-1) = Imx r.
Proof.
move=> hs hp; rewrite -{1}(dpow1 (proj1 hp)).
have h: dpow S (1 + -1) = dpow S 1 *m dpow S (-1) by rewrite /dpow drowD mulmx_diag.
by rewrite -h -[(1 + -1)%ZZ]/0%ZZ (dpow0 hs hp).
Qed.
Lemma svd_core n (k : nat) (M : 'M[R]_n.+1) : (\rank M <= k)%N ->
  exists r : nat, (r <= \rank M)%N /\ exists U S V : 'M[R]_n.+1,
  [/\ [/\ U *m Imx (Z.of_nat r) = U, V *m Imx (Z.of_nat r) = V, shp (Z.of_nat r) (Z.of_nat r) S & pdia (Z.of_nat r) S],
      M = U *m S *m V^T, U^T *m U = Imx (Z.of_nat r) & V^T *m V = Imx (Z.of_nat r)].
Proof.
have I0 : Imx 0 = 0 :> 'M[R]_n.+1.
  by apply/matrixP=> i j; rewrite !mxE (_ : Z.ltb _ _ = false) ?andbF //; apply/Z.ltb_ge; lia.
have zero (A : 'M[R]_n.+1) : A = 0 -> exists r : nat, (r <= \rank A)%N /\ exists U S V : 'M[R]_n.+1,
  [/\ [/\ U *m Imx (Z.of_nat r) = U, V *m Imx (Z.of_nat r) = V, shp (Z.of_nat r) (Z.of_nat r) S & pdia (Z.of_nat r) S],
      A = U *m S *m V^T, U^T *m U = Imx (Z.of_nat r) & V^T *m V = Imx (Z.of_nat r)].
  move=> ->; exists 0%N; split=> //; exists 0, 0, 0; rewrite I0 !mul0mx !mulmx0; split=> //; split=> //.
    exact: shp0.
  by split=> [i j _|i]; [rewrite mxE | lia].
elim: k M => [|k ih] M hk.
  by apply: zero; apply/eqP; rewrite -mxrank_eq0 -leqn0.
case: (eqVneq M 0) => [/zero//|M0].
have B0: M^T *m M != 0 by apply: contra_neq M0; exact: gram_eq0.
have [|a [v0 [a0 hv0 hB]]] := @eig n (M^T *m M) _ B0; first by rewrite trmx_mul trmxK.
have d0: 0 < dot v0 v0 by rewrite lt_neqAle dot_ge0 andbT eq_sym; apply: contra_neq hv0; exact: dot_eq0.
pose v := (Num.sqrt (dot v0 v0))^-1 *: v0.
have hvv: dot v v = 1.
  by rewrite dotZl dotZr mulrA -invfM -expr2 sqr_sqrtr ?mulVf ?gt_eqF // ltW.
have {hB}hB: M^T *m M *m v = a *: v by rewrite -scalemxAr hB !scalerA mulrC.
have ea: a = dot (M *m v) (M *m v) by rewrite dot_adj mulmxA hB dotZr hvv mulr1.
have a1: 0 < a by rewrite lt_neqAle eq_sym a0 ea dot_ge0.
pose s := Num.sqrt a; have s0: 0 < s by rewrite sqrtr_gt0.
have ss: s * s = a by rewrite -expr2 sqr_sqrtr // ltW.
pose u := s^-1 *: (M *m v).
have huu: dot u u = 1 by rewrite dotZl dotZr -ea mulrA -invfM ss mulVf.
have hMv: M *m v = s *: u by rewrite scalerA divff ?gt_eqF // scale1r.
have hMu: M^T *m u = s *: v by rewrite -scalemxAr mulmxA hB scalerA -ss mulrA mulVf ?gt_eqF // mul1r.
pose M' := M - s *: (u *m v^T).
have vv: v^T *m v = 1%:M by apply/matrixP=> i j; rewrite !ord1 -[LHS]/(dot v v) hvv mxE.
have uu: u^T *m u = 1%:M by apply/matrixP=> i j; rewrite !ord1 -[LHS]/(dot u u) huu mxE.
have hM'v: M' *m v = 0 by rewrite mulmxBl hMv -scalemxAl -mulmxA vv mulmx1 subrr.
have hM'u: M'^T *m u = 0.
  have ->: M'^T = M^T - s *: (v *m u^T) by rewrite /M' linearB [X in _ - X]linearZ /= trmx_mul trmxK.
  by rewrite mulmxBl hMu -scalemxAl -mulmxA uu mulmx1 subrr.
have uM: u^T *m M = s *: v^T by apply: trmx_inj; rewrite trmx_mul trmxK hMu [RHS]linearZ /= trmxK.
have sub: (M' <= M)%MS.
  have ->: M' = (1%:M - u *m u^T) *m M by rewrite mulmxBl mul1mx -mulmxA uM -scalemxAr.
  exact: submxMl.
have rk: (\rank M' < \rank M)%N.
  rewrite (ltn_leqif (mxrank_leqif_sup sub)); apply/negP=> /(submx_trans _) h.
  have: (v^T <= M')%MS.
    apply: h; apply/submxP; exists (s^-1 *: u^T); by rewrite -scalemxAl uM scalerA mulVf ?gt_eqF // scale1r.
  case/submxP=> x ex; have := vv; rewrite ex -mulmxA hM'v mulmx0 => /matrixP/(_ 0 0).
  by rewrite !mxE => /eqP; rewrite eq_sym oner_eq0.
have [|r [hr [U' [S' [V' [[hU hV hS hp] eM hUU hVV]]]]]] := ih M'; first by rewrite -ltnS (leq_trans rk).
have rn: (r < n.+1)%N by apply: leq_ltn_trans hr (leq_trans rk (rank_leq_row M)).
pose e : 'cV[R]_n.+1 := delta_mx (Ordinal rn) 0.
have ee: e^T *m e = 1%:M by apply/matrixP=> i j; rewrite !ord1 trmx_delta mul_delta_mx !mxE eqxx.
have Ie: Imx (Z.of_nat r) *m e = 0.
  apply/colP=> i; rewrite ImxE mul_diag_mx !mxE /=.
  case: (Z.ltb_spec (Z.of_nat i) (Z.of_nat r)) => h; last by rewrite mul0r.
  by rewrite (_ : (i == Ordinal rn) = false) ?mulr0 //; apply/eqP=> ei; move: h; rewrite ei /=; clear; lia.
have eI: e^T *m Imx (Z.of_nat r) = 0 by rewrite -[LHS]trmxK trmx_mul trmxK ImxT Ie trmx0.
have IeD: Imx (Z.of_nat r.+1) = Imx (Z.of_nat r) + e *m e^T.
  apply/matrixP=> i j; rewrite /e trmx_delta mul_delta_mx !mxE.
  case: (eqVneq i j) => [<-|ne] /=; last first.
    rewrite add0r (_ : _ && _ = false) //; apply/negbTE/negP=> /andP[/eqP ei /eqP ej].
    by rewrite ei ej eqxx in ne.
  case: (Z.ltb_spec (Z.of_nat i) (Z.of_nat r)) => h; case: (Z.ltb_spec (Z.of_nat i) (Z.of_nat r.+1)) => h2; try by move: h h2; clear; lia.
  - by rewrite (_ : (i == Ordinal rn) = false) ?addr0 //; apply/eqP=> ei; move: h; rewrite ei /=; clear; lia.
  - rewrite (_ : (i == Ordinal rn) = true) ?add0r //; apply/eqP; apply: val_inj => /=; move: h h2; clear; lia.
  - by rewrite (_ : (i == Ordinal rn) = false) ?addr0 //; apply/eqP=> ei; move: h2; rewrite ei /=; clear; lia.
have Ue: U' *m e = 0 by rewrite -hU -mulmxA Ie mulmx0.
have Ve: V' *m e = 0 by rewrite -hV -mulmxA Ie mulmx0.
have Se: S' *m e = 0 by rewrite -(proj2 hS) -mulmxA Ie mulmx0.
have eS: e^T *m S' = 0 by rewrite -(proj1 hS) mulmxA eI mul0mx.
have eU: U' = M' *m V' *m dpow S' (-1).
  by rewrite eM -(mulmxA _ V'^T) hVV -(mulmxA U') (proj2 hS) -mulmxA (dpow_inv hS hp) hU.
have eV: V' = M'^T *m U' *m dpow S' (-1).
  rewrite eM !trmx_mul trmxK -!mulmxA [U'^T *m _]mulmxA hUU.
  have sT: S'^T = S' by rewrite -[in RHS](dpow1 (proj1 hp)) -dpowT dpow1 //; case: hp.
  by rewrite sT [S' *m _]mulmxA (proj2 hS) (dpow_inv hS hp) hV.
have uU: u^T *m U' = 0 by rewrite eU !mulmxA -[u^T *m M']trmxK trmx_mul trmxK hM'u trmx0 !mul0mx.
have vV: v^T *m V' = 0 by rewrite eV !mulmxA -[v^T *m M'^T]trmxK trmx_mul !trmxK hM'v trmx0 !mul0mx.
have Uu: U'^T *m u = 0 by rewrite -[LHS]trmxK trmx_mul trmxK uU trmx0.
have Vv: V'^T *m v = 0 by rewrite -[LHS]trmxK trmx_mul trmxK vV trmx0.
have eIe: e *m e^T *m Imx (Z.of_nat r.+1) = e *m e^T.
  by rewrite IeD mulmxDr -mulmxA eI mulmx0 add0r -mulmxA (mulmxA e^T) ee mul1mx.
have Iee: Imx (Z.of_nat r.+1) *m (e *m e^T) = e *m e^T.
  by rewrite IeD mulmxDl mulmxA Ie mul0mx add0r -mulmxA (mulmxA e^T) ee mul1mx.
have xe (x : 'cV[R]_n.+1) : x *m e^T *m Imx (Z.of_nat r.+1) = x *m e^T.
  by rewrite IeD mulmxDr -mulmxA eI mulmx0 add0r -mulmxA (mulmxA e^T) ee mul1mx.
exists r.+1; split; first exact: leq_ltn_trans hr rk.
exists (U' + u *m e^T), (S' + s *: (e *m e^T)), (V' + v *m e^T); split.
- split.
  + by rewrite mulmxDl xe IeD mulmxDr hU mulmxA Ue mul0mx addr0.
  + by rewrite mulmxDl xe IeD mulmxDr hV mulmxA Ve mul0mx addr0.
  + split.
      by rewrite mulmxDr -scalemxAr Iee IeD mulmxDl (proj1 hS) -mulmxA eS mulmx0 addr0.
    by rewrite mulmxDl -scalemxAl eIe IeD mulmxDr (proj2 hS) mulmxA Se mul0mx addr0.
  + split=> [i j ne | i hi].
      rewrite /e trmx_delta mul_delta_mx !mxE (proj1 hp) // add0r.
      case: (eqVneq i (Ordinal rn)) => [ei|_]; last by rewrite mulr0.
      by case: (eqVneq j (Ordinal rn)) => [ej|_]; rewrite ?mulr0 //; case/eqP: ne; rewrite ei ej.
    rewrite /e trmx_delta mul_delta_mx !mxE andbb.
    case: (Z_lt_ge_dec (Z.of_nat i) (Z.of_nat r)) => h.
      rewrite (_ : (i == Ordinal rn) = false) ?mulr0 ?addr0 ?(proj2 hp) //.
      by apply/eqP=> ei; move: h; rewrite ei /=; clear; lia.
    have ->: i = Ordinal rn by apply: val_inj => /=; move: h hi; clear; lia.
    rewrite eqxx mulr1; have ->: S' (Ordinal rn) (Ordinal rn) = 0; last by rewrite add0r.
    move/shpE: hS; apply; apply/orP; left; apply/negP=> /Z.ltb_lt /=; clear; lia.
- have US: (U' + u *m e^T) *m (S' + s *: (e *m e^T)) = U' *m S' + s *: (u *m e^T).
    rewrite mulmxDl !mulmxDr -!scalemxAr (mulmxA U') Ue mul0mx scaler0 addr0.
    by rewrite -(mulmxA u) eS mulmx0 add0r -(mulmxA u) (mulmxA e^T) ee mul1mx.
  rewrite US linearD /= trmx_mul trmxK mulmxDl !mulmxDr -eM.
  rewrite (mulmxA (U' *m S')) -(mulmxA U') Se mulmx0 mul0mx addr0.
  have eVT: e^T *m V'^T = 0 by rewrite -trmx_mul Ve trmx0.
  have e1: (s *: (u *m e^T)) *m V'^T = 0 by rewrite -scalemxAl -mulmxA eVT mulmx0 scaler0.
  have e2: (s *: (u *m e^T)) *m (e *m v^T) = s *: (u *m v^T).
    by rewrite -scalemxAl -mulmxA (mulmxA e^T) ee mul1mx.
  by rewrite e1 e2 add0r /M' subrK.
- have ->: (U' + u *m e^T)^T = U'^T + e *m u^T by rewrite [LHS]linearD /= trmx_mul trmxK.
  rewrite mulmxDl !mulmxDr hUU (mulmxA U'^T) Uu mul0mx addr0.
  by rewrite -(mulmxA e) uU mulmx0 add0r -(mulmxA e) (mulmxA u^T) uu mul1mx IeD.
- have ->: (V' + v *m e^T)^T = V'^T + e *m v^T by rewrite [LHS]linearD /= trmx_mul trmxK.
  rewrite mulmxDl !mulmxDr hVV (mulmxA V'^T) Vv mul0mx addr0.
  by rewrite -(mulmxA e) vV mulmx0 add0r -(mulmxA e) (mulmxA v^T) vv mul1mx IeD.
Qed.
End E.

Theorem thin_svd (R : rcfType) (N : nat) : stmt_thin_SVD R N.
Proof.
move=> m hm hmN n hn hnN M hM.
case: N => [|N] in hmN hnN M hM *; first by lia.
have [r [hr [U [S [V [[hU hV hS hp] eM hUU hVV]]]]]] := @svd_core R N _ M (leqnn _).
exists (Z.of_nat r); split; first by lia.
split; first by have := leq_trans hr (rank_leq_row M); move/ssrnat.leP; lia.
have eU: U = M *m V *m dpow S (-1).
  by rewrite eM -(mulmxA _ V^T) hVV -(mulmxA U) (proj2 hS) -mulmxA (dpow_inv hS hp) hU.
have sT: S^T = S by rewrite -[in RHS](dpow1 (proj1 hp)) -dpowT dpow1 //; case: hp.
have eV: V = M^T *m U *m dpow S (-1).
  rewrite eM !trmx_mul trmxK -!mulmxA [U^T *m _]mulmxA hUU.
  by rewrite sT [S *m _]mulmxA (proj2 hS) (dpow_inv hS hp) hV.
have [hM1 hM2] := hM.
exists U; split; first by split; rewrite ?hU // eU !mulmxA hM1.
exists S; split=> //; split=> //.
exists V; split; first by split; rewrite ?hV // {1}eV !mulmxA -[Imx n *m M^T]trmxK trmx_mul trmxK ImxT hM2 -eV.
by split.
Qed.
