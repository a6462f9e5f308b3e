(* Frames.v: matrices with orthonormal columns, in the space of a statement.

   A frame U of k columns in dimension m has shape m x k and U^T U = I_k. Then k <= m; it can be continued to any number of
   columns up to m (G = I_m - U U^T has the trace m - k, so one of its columns is not 0: the next one, divided by its norm);
   the coefficients U^T x are together no longer than x (Bessel). The thin SVD continued: M = U S V^T with as many columns as
   wanted, as far as there is room for them. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Norm Sound Rules Struct Named Weyl SVD.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Frames.
Variables (R : rcfType) (s : nat).
Notation M := 'M[R]_s.

Definition frame (m k : Z) (U : M) : Prop := shp m k U /\ U^T *m U = Imx k.
Definition rest (m : Z) (U : M) : M := Imx m - U *m U^T.

Lemma ImxM i j : Z.le i j -> Imx i *m Imx j = Imx i :> M.
Proof.
move=> h; apply/matrixP=> a b; rewrite mulImxE !mxE; case: (Z.ltb_spec (Z.of_nat b) j) => // hb.
by case: (eqVneq a b) => [->|//]; rewrite (_ : Z.ltb _ _ = false) //; apply/Z.ltb_ge; lia.
Qed.
Lemma ImxMr i j : Z.le i j -> Imx j *m Imx i = Imx i :> M.
Proof. by move=> h; rewrite -[LHS]trmxK trmx_mul !ImxT ImxM // ImxT. Qed.

Lemma restT m U : (rest m U)^T = rest m U.
Proof. by rewrite /rest linearB /= ImxT trmx_mul trmxK. Qed.
Lemma rest_shp m k U : frame m k U -> shp m m (rest m U).
Proof. by move=> [h _]; apply: shpD; [exact: Imx_shp | apply: shpN; apply: (shpM h); exact: shpT]. Qed.
Lemma rest0 m k U : frame m k U -> rest m U *m U = 0.
Proof. by move=> [[h1 h2] e]; rewrite mulmxBl h1 -mulmxA e h2 subrr. Qed.
Lemma rest_idem m k U : frame m k U -> rest m U *m rest m U = rest m U.
Proof.
move=> h; rewrite {2}/rest mulmxBr mulmxA (rest0 h) mul0mx subr0.
by case: (rest_shp h).
Qed.
Lemma rest_tr m k U : frame m k U -> Z.le 0 m -> Z.le m (Z.of_nat s) -> Z.le 0 k -> Z.le k (Z.of_nat s) ->
  \tr ((rest m U)^T *m rest m U) = zr (m - k).
Proof.
move=> h *; rewrite restT (rest_idem h) /rest linearB /= trImx // mxtrace_mulC (proj2 h) trImx //.
by rewrite zrB.
Qed.
Lemma frame_le m k U : frame m k U -> Z.le 0 m -> Z.le m (Z.of_nat s) -> Z.le 0 k -> Z.le k (Z.of_nat s) -> Z.le k m.
Proof.
move=> h *; have := trgram_ge0 (rest m U); rewrite (rest_tr h) // => h0.
case: (Z_lt_ge_dec m k) => [hk|]; last by lia.
have := @zr_gt0 R (k - m) ltac:(lia); rewrite -[(k - m)%ZZ]Z.opp_involutive zrN oppr_gt0 Z.opp_sub_distr Z.add_comm.
by rewrite Z.add_opp_r => /(le_lt_trans h0); rewrite ltxx.
Qed.

(* the unit vector number k, from 0 *)
Section Unit.
Variables (k : nat) (ks : (k < s)%N).
Definition unit_vec : 'cV[R]_s := delta_mx (Ordinal ks) 0.
Lemma unit_vecK : unit_vec^T *m unit_vec = 1%:M.
Proof. by apply/matrixP=> i j; rewrite !ord1 trmx_delta mul_delta_mx !mxE eqxx. Qed.
Lemma unit_vecD : Imx (Z.of_nat k.+1) = Imx (Z.of_nat k) + unit_vec *m unit_vec^T.
Proof.
apply/matrixP=> i j; rewrite trmx_delta mul_delta_mx !mxE -natrD; congr (_%:R).
have e (l : 'I_s) : (l == Ordinal ks) = (l == k :> nat) by [].
rewrite !e; case: (eqVneq i j) => [<-|ne] /=.
  rewrite andbb; case: (Z.ltb_spec (Z.of_nat i) (Z.of_nat k.+1)) => h; case: (Z.ltb_spec (Z.of_nat i) (Z.of_nat k)) => h' /=.
  - by case: eqP => // ei; move: h'; rewrite ei; lia.
  - by case: eqP => // ei; case: ei; lia.
  - by lia.
  - by case: eqP => // ei; move: h; rewrite ei; lia.
case: eqP => [ei|//]; case: eqP => [ej|//]; case/eqP: ne; apply: val_inj; by rewrite /= ei ej.
Qed.
Lemma unit_vec0 : Imx (Z.of_nat k) *m unit_vec = 0.
Proof.
have := @ImxM (Z.of_nat k) (Z.of_nat k.+1) ltac:(lia); rewrite unit_vecD mulmxDr Imx_idem -[RHS]addr0 => /addrI.
by move/(congr1 (mulmx^~ unit_vec)); rewrite mul0mx mulmxA -mulmxA unit_vecK mulmx1.
Qed.
End Unit.

(* the next column *)
Lemma frame_step m k U : frame m (Z.of_nat k) U -> Z.lt (Z.of_nat k) m -> Z.le m (Z.of_nat s) ->
  exists2 U', frame m (Z.of_nat k.+1) U' & U' *m Imx (Z.of_nat k) = U.
Proof.
move=> hU hk hm; have ks : (k < s)%N by apply/ssrnat.ltP; lia.
pose G := rest m U; case: (pickP (fun j => col j G != 0)) => [j hj|h0]; last first.
  have G0 : G = 0 by apply/matrixP=> a b; have /eqP/colP/(_ a) := negbFE (h0 b); rewrite !mxE.
  have := @zr_gt0 R (m - Z.of_nat k) ltac:(lia); rewrite -(rest_tr hU) -/G ?G0 ?mulmx0 ?mxtrace0 ?ltxx //; lia.
pose w := col j G; have w0 : 0 < dot w w.
  by rewrite lt_neqAle dot_ge0 andbT eq_sym; apply: contra_neq hj; exact: dot_eq0.
pose u := (Num.sqrt (dot w w))^-1 *: w; pose e := unit_vec ks.
have uu : u^T *m u = 1%:M.
  apply/matrixP=> a b; rewrite !ord1 -[LHS]/(dot u u) dotZl dotZr mulrA -invfM -expr2 sqr_sqrtr ?(ltW w0) //.
  by rewrite mulVf ?gt_eqF // mxE eqxx.
have Iu : Imx m *m u = u.
  have Gw : Imx m *m w = w by rewrite /w colE mulmxA (proj1 (rest_shp hU)).
  by rewrite -scalemxAr Gw.
have Uu : U^T *m u = 0.
  by rewrite -scalemxAr /w colE mulmxA -[U^T *m _]trmxK trmx_mul trmxK restT (rest0 hU) trmx0 mul0mx scaler0.
have uU : u^T *m U = 0 by rewrite -[LHS]trmxK trmx_mul trmxK Uu trmx0.
have eI : e^T *m Imx (Z.of_nat k) = 0 by rewrite -[LHS]trmxK trmx_mul trmxK ImxT unit_vec0 trmx0.
have [[h1 h2] hUU] := hU.
have Ue : U *m e = 0 by rewrite -h2 -mulmxA unit_vec0 mulmx0.
exists (U + u *m e^T).
  split; first split.
  - by rewrite mulmxDr h1 mulmxA Iu.
  - rewrite (unit_vecD ks) mulmxDr !mulmxDl h2 -(mulmxA u) eI mulmx0 addr0 (mulmxA U) Ue mul0mx add0r.
    by rewrite -(mulmxA u) (mulmxA e^T) unit_vecK mul1mx.
  rewrite [_^T]linearD /= trmx_mul trmxK mulmxDl !mulmxDr hUU (mulmxA U^T) Uu mul0mx addr0.
  by rewrite -(mulmxA e) uU mulmx0 add0r -(mulmxA e) (mulmxA u^T) uu mul1mx -unit_vecD.
by rewrite mulmxDl h2 -mulmxA eI mulmx0 addr0.
Qed.

Lemma frame_grow m k l U : frame m k U -> Z.le 0 k -> Z.le k l -> Z.le l m -> Z.le m (Z.of_nat s) ->
  exists2 U', frame m l U' & U' *m Imx k = U.
Proof.
move=> hU k0 kl lm ms; have el : l = (k + Z.of_nat (Z.to_nat (l - k)))%ZZ by rewrite Z2Nat.id; lia.
move: lm; rewrite el; elim: (Z.to_nat (l - k)) {kl el} => [|j ih] lm.
  by exists U; rewrite ?Z.add_0_r //; case: hU => -[].
have [|U' hU' e] := ih; first by lia.
have el : (k + Z.of_nat j)%ZZ = Z.of_nat (Z.to_nat (k + Z.of_nat j)) by rewrite Z2Nat.id; lia.
rewrite el in hU'; have [||U'' hU'' e''] := frame_step hU' => //; first by lia.
exists U''; first by move: hU''; congr (frame m _ U''); lia.
by rewrite -e -e'' -mulmxA ImxMr //; lia.
Qed.

Lemma bessel m k U (x : 'cV[R]_s) : frame m k U -> dot (U^T *m x) (U^T *m x) <= dot x x.
Proof.
move=> [hU hUU]; set y := U^T *m x; have hy : Imx k *m y = y by rewrite /y mulmxA; have [-> _] := shpT hU.
have := dot_ge0 (x - U *m y); rewrite -scaleN1r !(dotDl, dotDr, dotZl, dotZr) (dotC (U *m y) x) dot_T -/y.
rewrite (dot_adj U) mulmxA hUU hy !mulN1r opprK addNr addr0.
by rewrite subr_ge0.
Qed.

(* the rows of A^T U have norms <= 1 *)
Lemma cross m r k A U i : frame m r A -> frame m k U -> \sum_j (A^T *m U) i j ^+ 2 <= 1.
Proof.
move=> [_ hA] hU; apply: le_trans (_ : dot (col i A) (col i A) <= _).
  apply: le_trans (bessel (col i A) hU); rewrite dotE ler_sum // => j _.
  have -> : (U^T *m col i A) j 0 = (A^T *m U) i j; last by rewrite expr2.
  by rewrite !mxE; apply: eq_bigr => l _; rewrite !mxE mulrC.
have -> : dot (col i A) (col i A) = (A^T *m A) i i.
  by rewrite dotE mxE; apply: eq_bigr => l _; rewrite !mxE.
by rewrite hA mxE; case: (_ && _); rewrite ?ler01.
Qed.

(* a singular value decomposition with at least r columns, where there is room for them *)
Lemma long_svd m n r A B X : Z.le 1 m -> Z.le m (Z.of_nat s) -> Z.le 1 n -> Z.le n (Z.of_nat s) ->
  Z.le 0 r -> Z.le r (Z.of_nat s) -> frame m r A -> frame n r B -> shp m n X ->
  exists k U S V, [/\ Z.le r k, Z.le k (Z.of_nat s), frame m k U, frame n k V &
    [/\ shp k k S, dia S, forall i, 0 <= S i i & X = U *m S *m V^T]].
Proof.
move=> m1 ms n1 ns r0 rs hA hB hX.
have [q [q0 [qs [U0 [hU0 [S [hS [[dS pS] [V0 [hV0 [eX [eU eV]]]]]]]]]]]] := @thin_svd R s _ m1 ms _ n1 ns X hX.
have fU : frame m q U0 by []. have fV : frame n q V0 by [].
have [l1 l2 l3 l4] : [/\ Z.le r m, Z.le r n, Z.le q m & Z.le q n].
  by split; [apply: (frame_le hA) | apply: (frame_le hB) | apply: (frame_le fU) | apply: (frame_le fV)] => //; lia.
pose k := Z.max r q.
have [||||U hU eU0] := @frame_grow m q k U0 fU => //; try lia.
have [||||V hV eV0] := @frame_grow n q k V0 fV => //; try lia.
have hk : Z.le q k by lia.
have [S1 S2] := hS; exists k, U, S, V; split=> //; try lia; split=> //.
- by split; [rewrite -{1}S1 mulmxA (ImxMr hk) | rewrite -{1}S2 -mulmxA (ImxM hk)].
- move=> i; case: (boolP (Z.of_nat i <? q)%ZZ) => [/Z.ltb_lt h|h]; first by rewrite ltW ?pS.
  by rewrite (dia_shp_row hS).
move: eX; rewrite /mmul /mT -eU0 -eV0 trmx_mul ImxT => ->.
by rewrite !mulmxA -(mulmxA U) S1 -(mulmxA U) S2.
Qed.
End Frames.
