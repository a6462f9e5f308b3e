(* VonNeumann.v: von Neumann's inequality of traces, proved over any real closed field.

   Statement. A, B are frames of r columns, T is a positive diagonal, M a matrix. Then M has frames C, E of r columns and a
   diagonal D with M E = C D, M^T C = E D, D >= g >= 0, |M - C D E^T| <= g: r largest singular values, in the order of T; and
   tr(B T A^T M) <= tr(T D). (D >= g: D = g I + J J. The bound by g: the square of the rest and K K^T are together g^2 I.)

   Proof. M = U S V^T with at least r columns (Frames.v). Permutations q, p put the entries of T and of S in order, the columns
   beyond the last; C, D, E are U, S, V at the places p q^-1, of which the first r are kept, and g is the smallest kept value.
       tr(B T A^T M) = sum_ij T_i S_j X_ij Y_ji,   X = A^T U, Y = V^T B,   X_ij Y_ji <= H_ij = (X_ij^2 + Y_ji^2) / 2.
   By Bessel the rows and columns of H have sums <= 1; the rearrangement (Sorted.v) gives sum_i T_(q i) S_(p i) = tr(T D). *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect fingroup perm all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Struct Named Weyl SVD Frames Sorted.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Order.
Variables (R : rcfType) (s' : nat).
Notation s := s'.+1.
Notation M := 'M[R]_s.
Notation "i <Z r" := (Z.of_nat i <? r)%ZZ (at level 70).

Lemma ltZ (i n : nat) : (i <Z Z.of_nat n) = (i < n)%N.
Proof. by apply/idP/idP=> [/Z.ltb_lt h|/ssrnat.ltP h]; [apply/ssrnat.ltP | apply/Z.ltb_lt]; lia. Qed.

Lemma dia_mul (Z W : M) i j : dia Z -> (Z *m W) i j = Z i i * W i j.
Proof. by move=> h; rewrite mxE (bigD1 i) //= big1 ?addr0 // => l hl; rewrite h ?mul0r // eq_sym. Qed.
Lemma sum_perm (t : 'S_s) (F : 'I_s -> R) : \sum_j F (t j) = \sum_j F j.
Proof. by rewrite [RHS](reindex_inj (@perm_inj _ t)). Qed.

(* the diagonal of T in order, and that of S, within the first places *)
Lemma below_order (r : Z) (P : pred 'I_s) (q : 'S_s) : Z.le 0 r -> Z.le r (Z.of_nat s) -> (forall i, P (q i) = (q i <Z r)) ->
  (forall i j : 'I_s, (i <= j)%N -> P (q j) -> P (q i)) -> forall i, (q i <Z r) = (i <Z r).
Proof.
move=> r0 rs hP hd i; pose r' := Z.to_nat r; have er : r = Z.of_nat r' by rewrite /r' Z2Nat.id.
have lt (j : 'I_s) : (j <Z r) = (j < r')%N by rewrite er ltZ.
rewrite -hP (downwards (P := fun j => P (q j)) hd) lt; congr (_ < _)%N.
rewrite -[RHS](@card_below s r'); last by apply/ssrnat.leP; lia.
rewrite -!sum1_card [RHS](reindex_inj (@perm_inj _ q)); apply: eq_bigl => j.
by rewrite !inE -lt -hP.
Qed.

Lemma order_of_T r (T : M) : Z.le 0 r -> Z.le r (Z.of_nat s) -> shp r r T -> pdia r T ->
  exists q : 'S_s, falls (fun i => T (q i) (q i)) /\ forall i, (q i <Z r) = (i <Z r).
Proof.
move=> r0 rs hT [_ pT]; have [q hq] := sorting (fun i => T i i).
have pos i : (0 < T i i) = (i <Z r).
  case: (boolP (i <Z r)) => [/Z.ltb_lt h|h]; first by rewrite pT.
  by rewrite (dia_shp_row hT) // ltxx.
exists q; split; first split=> // i.
  case: (boolP (q i <Z r)) => h; first by rewrite ltW // pos.
  by rewrite (dia_shp_row hT).
apply: (@below_order r (fun i => 0 < T i i)) => // i j hij h; exact: lt_le_trans h (hq _ _ hij).
Qed.

Lemma order_of_S k (S : M) : Z.le 0 k -> Z.le k (Z.of_nat s) -> shp k k S -> (forall i, 0 <= S i i) ->
  exists p : 'S_s, falls (fun i => S (p i) (p i)) /\ forall i, (p i <Z k) = (i <Z k).
Proof.
move=> k0 ks hS pS; pose f (i : 'I_s) : R := if i <Z k then S i i else -1.
have [p hp] := sorting f; have fp i : (0 <= f i) = (i <Z k).
  by rewrite /f; case: ifP => _; rewrite ?pS // oppr_ge0 ler10.
have hk i : (p i <Z k) = (i <Z k).
  by apply: (@below_order k (fun i => 0 <= f i)) => // a b hab h; exact: le_trans h (hp _ _ hab).
exists p; split=> //; split=> // i j hij; case: (boolP (p j <Z k)) => h; last by rewrite (dia_shp_row hS h).
have := hp _ _ hij; rewrite /f h; case: ifP => // _ h2.
by have := le_trans (pS _) h2; rewrite oppr_ge0 ler10.
Qed.

(* the trace as a sum, and its bound *)
Lemma trace_bound r k m n (A B T S U V : M) (q p : 'S_s) : frame m r A -> frame n r B ->
  frame m k U -> frame n k V -> dia T -> dia S -> falls (fun i => T (q i) (q i)) -> falls (fun i => S (p i) (p i)) ->
  \tr (B *m T *m A^T *m (U *m S *m V^T)) <= \sum_i T (q i) (q i) * S (p i) (p i).
Proof.
move=> hA hB hU hV dT dS fT fS; pose X := A^T *m U; pose Y := V^T *m B.
pose H i j : R := (X i j ^+ 2 + Y j i ^+ 2) / 2%:R.
have -> : \tr (B *m T *m A^T *m (U *m S *m V^T)) = \sum_i T i i * \sum_j S j j * (X i j * Y j i).
  have -> : B *m T *m A^T *m (U *m S *m V^T) = B *m (T *m (X *m (S *m V^T))) by rewrite /X !mulmxA.
  rewrite mxtrace_mulC -(mulmxA T) -(mulmxA X) -(mulmxA S) -/Y; apply: eq_bigr => i _.
  rewrite dia_mul // [X in _ * X]mxE; congr (_ * _).
  by apply: eq_bigr => j _; rewrite dia_mul // mulrCA.
have T0 i : 0 <= T i i by have := fT.2 (q^-1%g i); rewrite permKV.
have S0 i : 0 <= S i i by have := fS.2 (p^-1%g i); rewrite permKV.
apply: (@le_trans _ _ (\sum_i T i i * \sum_j S j j * H i j)).
  apply: ler_sum => i _; apply: ler_wpmul2l => //; apply: ler_sum => j _; apply: ler_wpmul2l => //.
  rewrite /H ler_pdivl_mulr ?ltr0n // -subr_ge0 (_ : _ - _ = (X i j - Y j i) ^+ 2) ?sqr_ge0 //.
  by ring.
rewrite (reindex_inj (@perm_inj _ q)) /=.
rewrite (eq_bigr (fun i => T (q i) (q i) * \sum_j S (p j) (p j) * H (q i) (p j))); last first.
  by move=> i _; congr (_ * _); rewrite (reindex_inj (@perm_inj _ p)).
have half (x y : R) : x <= 1 -> y <= 1 -> (x + y) / 2%:R <= 1.
  by move=> hx hy; rewrite ler_pdivr_mulr ?ltr0n // mul1r (natrD _ 1 1) ler_add.
have YX i j : Y j i = (B^T *m V) i j by rewrite -[Y]trmxK mxE /Y trmx_mul trmxK.
have XT i j : X i j = (U^T *m A) j i by rewrite -[X]trmxK mxE /X trmx_mul trmxK.
apply: (@rearrange R s _ _ (fun i j => H (q i) (p j))) => // [i j|i|j].
- by rewrite divr_ge0 ?ler0n // addr_ge0 // sqr_ge0.
- rewrite -mulr_suml big_split /=; apply: half.
    by rewrite (sum_perm p (fun j => X (q i) j ^+ 2)); exact: cross hA hU.
  rewrite (sum_perm p (fun j => Y j (q i) ^+ 2)).
  by under eq_bigr do rewrite YX; exact: cross hB hV.
- rewrite -mulr_suml big_split /=; apply: half.
    rewrite (sum_perm q (fun i => X i (p j) ^+ 2)).
    by under eq_bigr do rewrite XT; exact: cross hU hA.
  by rewrite (sum_perm q (fun i => Y (p j) i ^+ 2)); exact: cross hV hB.
Qed.

(* the places p q^-1, of which the first r are kept *)
Section Places.
Variables (r k : Z) (S : M) (p q : 'S_s).
Hypotheses (rk : Z.le r k) (hp : forall i, (p i <Z k) = (i <Z k)) (hq : forall i, (q i <Z r) = (i <Z r)) (dS : dia S).
Definition place (i : 'I_s) : 'I_s := p (q^-1%g i).
Definition Pl : M := \matrix_(a, i) ((a == place i) && (i <Z r))%:R.
Definition kept : M := diag_mx (\row_i if i <Z r then S (place i) (place i) else 0).
Definition left_out : M := diag_mx (\row_a if p^-1%g a <Z r then 0 else S a a).

Lemma place_below (i : 'I_s) : i <Z r -> place i <Z k.
Proof.
move=> h; rewrite /place hp; have : q^-1%g i <Z r by rewrite -hq permKV.
by move/Z.ltb_lt=> h'; apply/Z.ltb_lt; lia.
Qed.
Lemma Pl_rows : Imx k *m Pl = Pl.
Proof.
apply/matrixP=> a i; rewrite ImxmulE; case: ifP => // h; rewrite mxE.
by case: eqP => [e|//]; case: (boolP (i <Z r)) => // hi; rewrite e place_below in h.
Qed.
Lemma Pl_cols : Pl *m Imx r = Pl.
Proof. by apply/matrixP=> a i; rewrite mulImxE; case: ifP => // h; rewrite mxE h andbF. Qed.
Lemma Pl_gram : Pl^T *m Pl = Imx r.
Proof.
apply/matrixP=> i j; rewrite !mxE (bigD1 (place i)) //= big1 ?addr0 => [|a ha]; last first.
  by rewrite !mxE (negbTE ha) mul0r.
rewrite !mxE eqxx /= (inj_eq (@perm_inj _ p)) (inj_eq (@perm_inj _ _)) -natrM mulnb.
by case: (eqVneq i j) => [->|]; rewrite ?andbb ?andbF.
Qed.
Lemma S_Pl : S *m Pl = Pl *m kept.
Proof.
apply/matrixP=> a i; rewrite dia_mul // mul_mx_diag !mxE.
by case: (i <Z r); rewrite ?andbF ?andbT ?mulr0 //; case: eqP => [->|]; rewrite ?mulr0 ?mul0r // mulrC.
Qed.
Lemma Pl_gramT : Pl *m Pl^T = diag_mx (\row_a (p^-1%g a <Z r)%:R).
Proof.
apply/matrixP=> a b; rewrite !mxE (bigD1 (q (p^-1%g a))) //= big1 ?addr0 => [|i hi]; last first.
  rewrite !mxE (_ : (a == _) = false) ?mul0r //; apply: contraNF hi => /eqP->.
  by rewrite /place permK permKV.
have e : place (q (p^-1%g a)) = a by rewrite /place permK permKV.
by rewrite !mxE e eqxx hq -natrM mulnb eq_sym; case: (eqVneq a b) => _; rewrite ?mulr1n ?mulr0n ?andbb ?andbF.
Qed.
Lemma left_outE : S - Pl *m kept *m Pl^T = left_out.
Proof.
rewrite -S_Pl -mulmxA Pl_gramT; apply/matrixP=> a b; rewrite mxE [X in _ + X]mxE dia_mul // !mxE.
case: (eqVneq a b) => [<-|ne]; last by rewrite !mulr0n mulr0 subr0 dS.
by rewrite !mulr1n; case: ifP => _; rewrite ?mulr1 ?subrr ?mulr0 ?subr0.
Qed.
Lemma kept_tr T : dia T -> shp r r T -> \tr (T *m kept) = \sum_i T (q i) (q i) * S (p i) (p i).
Proof.
move=> dT hT; rewrite /mxtrace -(sum_perm q); apply: eq_bigr => i _.
rewrite dia_mul // !mxE eqxx mulr1n /place permK; case: (boolP (q i <Z r)) => // h.
by rewrite (dia_shp_row hT h) !mul0r.
Qed.
End Places.

(* the smallest kept value lies between what is kept and what is left out *)
Section Least.
Variables (r k : Z) (S : M) (p q : 'S_s) (o : 'I_s).
Hypotheses (hq : forall i, (q i <Z r) = (i <Z r)) (fS : falls (fun i => S (p i) (p i))).
Hypothesis ho : nat_of_ord o = (Z.to_nat r).-1.
Let g := S (p o) (p o).

Lemma least_ge0 : 0 <= g. Proof. exact: fS.2. Qed.
Lemma least_kept (i : 'I_s) : i <Z r -> g <= S (place p q i) (place p q i).
Proof.
move=> h; apply: (fS.1); rewrite ho; have : q^-1%g i <Z r by rewrite -hq permKV.
by move/Z.ltb_lt=> h'; apply/ssrnat.leP; lia.
Qed.
Lemma left_out_le a : 0 <= left_out r S p a a <= g.
Proof.
rewrite /left_out !mxE eqxx mulr1n; case: (boolP (p^-1%g a <Z r)) => h; first by rewrite lexx least_ge0.
have e : a = p (p^-1%g a) by rewrite permKV.
rewrite e; apply/andP; split; first exact: fS.2.
apply: (fS.1); rewrite ho; apply/ssrnat.leP.
by case: (Z.ltb_spec (Z.of_nat (p^-1%g a)) r) h => // h _; lia.
Qed.
End Least.

(* a matrix Q over frames, completed to g^2 I *)
Lemma complete n k V Q g : frame n k V -> shp k k Q -> dia Q -> (forall a, 0 <= Q a a <= g) ->
  exists2 K : M, shp n n K & V *m (Q *m Q) *m V^T + K *m K^T = g ^+ 2 *: Imx n.
Proof.
move=> fV hQ dQ bQ; pose W : M := diag_mx (\row_a if a <Z k then Num.sqrt (g ^+ 2 - Q a a ^+ 2) else 0).
have [hV VV] := fV; have hG := rest_shp fV; have TG := restT n V; have GG := rest_idem fV; have GV := rest0 fV.
have TW : W^T = W by rewrite tr_diag_mx.
have hW : shp k k W.
  apply/shpE=> i j; rewrite !mxE; case: (eqVneq i j) => [->|]; rewrite ?mulr0n // orbb => /negbTE->.
  by rewrite mul0rn.
have hK : shp n n (V *m W *m V^T) by apply: (shpM (shpM hV hW)); exact: shpT.
exists (g *: rest n V + V *m W *m V^T); first by apply: shpD => //; exact: shpZ.
have QW : Q *m Q + W *m W = g ^+ 2 *: Imx k.
  apply/matrixP=> i j; rewrite mxE !dia_mul //; last by move=> a b /negbTE ne; rewrite !mxE ne mulr0n.
  rewrite /W !mxE eqxx; case: (eqVneq i j) => [<-|ne]; last by rewrite (dQ _ _ ne) mulr0n !mulr0 addr0 ?mulr0.
  rewrite mulr1n; case: (boolP (i <Z k)) => h; last by rewrite (dia_shp_row hQ h) !mulr0 addr0.
  rewrite -!expr2 sqr_sqrtr ?subr_ge0 ?mulr1 1?addrC ?subrK //.
  by have /andP[q0 qg] := bQ i; rewrite ler_expn2r ?nnegrE // (le_trans q0).
have e : (V *m W *m V^T)^T = V *m W *m V^T by rewrite !trmx_mul trmxK TW mulmxA.
have GVW : rest n V *m (V *m W *m V^T) = 0 by rewrite !mulmxA GV !mul0mx.
have VWG : V *m W *m V^T *m rest n V = 0 by rewrite -e -TG -trmx_mul GVW trmx0.
have -> : (g *: rest n V + V *m W *m V^T)^T = g *: rest n V + V *m W *m V^T by rewrite linearD linearZ /= TG e.
rewrite mulmxDl (mulmxDr (g *: _)) (mulmxDr (_ *m V^T)) -!scalemxAl -!scalemxAr GG GVW VWG !scaler0 addr0 add0r scalerA.
have -> : V *m W *m V^T *m (V *m W *m V^T) = V *m (W *m W) *m V^T.
  by rewrite !mulmxA -(mulmxA _ V^T V) VV -(mulmxA V W) (proj2 hW).
rewrite addrCA -mulmxDl -mulmxDr QW -scalemxAr -scalemxAl (proj2 hV) -scalerDr -expr2.
by rewrite /rest subrK.
Qed.
End Order.

Section Main.
Variables (R : rcfType).

Theorem von_neumann s : stmt_von_Neumann R s.
Proof.
move=> m m1 ms n n1 ns r r0 rs A hA T hT pT B hB X hX hAA hBB.
case: s => [|s'] in ms ns rs A hA T hT pT B hB X hX hAA hBB *; first by lia.
have fA : frame m r A by []. have fB : frame n r B by [].
have [k [U [S [V [rk ks fU fV [hS dS S0 eX]]]]]] := long_svd m1 ms n1 ns r0 rs fA fB hX.
have [q [fT hq]] := order_of_T r0 rs hT pT.
have [p [fS hp]] := order_of_S (Z.le_trans _ _ _ r0 rk) ks hS S0.
pose P : 'M[R]_s'.+1 := Pl R r p q; pose D := kept r S p q; pose Q := left_out r S p.
have os : ((Z.to_nat r).-1 < s'.+1)%N by rewrite ltnS -subn1 leq_subLR; apply/ssrnat.leP; lia.
pose g := S (p (Ordinal os)) (p (Ordinal os)).
have eo : nat_of_ord (Ordinal os) = (Z.to_nat r).-1 by [].
have hQ := left_out_le fS eo.
have hD := least_kept hq fS eo.
have [[U1 U2] UU] := fU; have [[V1 V2] VV] := fV.
have PI : Imx k *m P = P := Pl_rows R rk hp hq; have IP : P *m Imx r = P := Pl_cols R r p q.
have PP : P^T *m P = Imx r := Pl_gram R r p q; have SP : S *m P = P *m D := S_Pl r p q dS.
have TD : D^T = D by rewrite tr_diag_mx.
have TS : S^T = S by apply/matrixP=> i j; rewrite mxE; case: (eqVneq i j) => [->|ne] //; rewrite !dS // eq_sym.
exists (U *m P); split; first by split; [rewrite mulmxA U1 | rewrite -mulmxA IP].
exists D; split.
  apply/shpE=> i j h; rewrite /D /kept !mxE; case: (eqVneq i j) => [e|_]; last by rewrite mulr0n.
  by move: h; rewrite e orbb => /negbTE->; rewrite mul0rn.
split; first by move=> i j /negbTE ne; rewrite /D /kept !mxE ne mulr0n.
exists (V *m P); split; first by split; [rewrite mulmxA V1 | rewrite -mulmxA IP].
exists g.
pose J : 'M[R]_s'.+1 := diag_mx (\row_i if (Z.of_nat i <? r)%ZZ then Num.sqrt (S (place p q i) (place p q i) - g) else 0).
exists J; split.
  apply/shpE=> i j h; rewrite /J !mxE; case: (eqVneq i j) => [e|_]; last by rewrite mulr0n.
  by move: h; rewrite e orbb => /negbTE->; rewrite mul0rn.
split; first by move=> i j /negbTE ne; rewrite /J !mxE ne mulr0n.
have sQ : shp k k Q.
  apply/shpE=> i j h; rewrite /Q /left_out !mxE; case: (eqVneq i j) => [e|_]; last by rewrite mulr0n.
  by move: h; rewrite e orbb => /(dia_shp_row hS)->; rewrite if_same mul0rn.
have dQ : dia Q by move=> i j /negbTE ne; rewrite /Q /left_out !mxE ne mulr0n.
have [K hK eK] := @complete R s' n k V Q g fV sQ dQ hQ.
exists K; split=> //.
rewrite /mmul /mT /madd /msub /msc /mtr /rle zr0 eX.
split; first by rewrite trmx_mul -mulmxA (mulmxA U^T) UU PI PP.
split; first by rewrite trmx_mul -mulmxA (mulmxA V^T) VV PI PP.
split; first by rewrite -!mulmxA (mulmxA V^T) VV PI SP.
split; first by rewrite !trmx_mul TS trmxK -!mulmxA (mulmxA U^T) UU PI SP.
split; first exact: fS.2.
split.
  apply/matrixP=> i j; rewrite /D /kept /J mulmx_diag !mxE; case: (eqVneq i j) => [_|ne]; last by rewrite !mulr0n mulr0 addr0.
  rewrite !mulr1n; case: (boolP (Z.of_nat i <? r)%ZZ) => h; last by rewrite !mulr0 addr0.
  by rewrite mulr1 -expr2 sqr_sqrtr ?subr_ge0 ?hD // addrC subrK.
split.
  have -> : U *m S *m V^T - U *m P *m D *m (V *m P)^T = U *m Q *m V^T.
    by rewrite /Q -(left_outE p hq dS) mulmxBr mulmxBl trmx_mul !mulmxA.
  have TQ : Q^T = Q by rewrite tr_diag_mx.
  by rewrite !trmx_mul trmxK TQ -eK !mulmxA -(mulmxA _ U^T U) UU -(mulmxA V Q (Imx k)) (proj2 sQ).
by rewrite (kept_tr S p q (proj1 pT) hT); apply: (trace_bound fA fB fU fV (proj1 pT) dS fT fS).
Qed.
End Main.
