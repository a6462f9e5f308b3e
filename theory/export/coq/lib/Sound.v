(* Sound.v: the normal forms of Norm.v denote what the expressions denote. *)
From Coq Require Import ZArith NArith QArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Saddleproof Require Import Base Norm.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Record env (R : rcfType) (sz : nat) := Env { zs : seq Z; ss : seq R; ms : seq 'M[R]_sz }.

Section Sound.
Variables (R : rcfType) (sz : nat) (E : env R sz) (mt : meta).
Notation M := 'M[R]_sz.
Notation dz := (denp (zs E)).
Definition bval (b : base) : R := if b.1 then zr (zval (zs E) b.2) else nth 0 (ss E) b.2.
Definition mval i : M := nth 0 (ms E) i.

Record wf : Prop := Wf {
  Hpos : forall b, flag mt b = 2%N -> 0 < bval b;
  Hnng : forall b, flag mt b = 1%N -> 0 <= bval b;
  Hshp : forall i, shp (dz (shape mt i).1) (dz (shape mt i).2) (mval i);
  Hdia : forall i, (0 < dg mt i)%N -> dia (mval i);
  Hpdi : forall i, dg mt i = 2%N -> pdia (dz (shape mt i).1) (mval i);
  Hdim : forall r, has (zeq r) (ndim mt) -> (0 <= dz r <= Z.of_nat sz)%ZZ }.
Hypothesis W : wf.

Lemma rowA : associative (fun u v : 'rV[R]_sz => \row_i (u 0 i * v 0 i)).
Proof. by move=> u v w; apply/rowP=> i; rewrite !mxE mulrA. Qed.
Lemma rowC : commutative (fun u v : 'rV[R]_sz => \row_i (u 0 i * v 0 i)).
Proof. by move=> u v; apply/rowP=> i; rewrite !mxE mulrC. Qed.
Lemma row1 : left_id (const_mx 1) (fun u v : 'rV[R]_sz => \row_i (u 0 i * v 0 i)).
Proof. by move=> u; apply/rowP=> i; rewrite !mxE mul1r. Qed.
Lemma row1r : right_id (const_mx 1) (fun u v : 'rV[R]_sz => \row_i (u 0 i * v 0 i)).
Proof. by move=> u; apply/rowP=> i; rewrite !mxE mulr1. Qed.
Definition rowlaw : Monoid.com_law (const_mx 1) := @Monoid.ComLaw 'rV[R]_sz (const_mx 1) (Monoid.Law rowA row1 row1r) rowC.
Lemma diag_row (u v : 'rV[R]_sz) : diag_mx (rowlaw u v) = diag_mx u *m diag_mx v.
Proof. by rewrite mulmx_diag; congr diag_mx. Qed.

Notation mulaw := (GRing.mul_comoid R).
Notation adlaw := (GRing.add_comoid R).
Notation malaw := (GRing.add_comoid [zmodType of M]).

Definition d_np (b : base) (n : N) : R := bval b ^+ N.to_nat n.
Definition d_pw (b : base) (e : zpol) : R := if flag mt b == 2%N then zpow (bval b) (dz e) else 1.
Definition d_rn (i : nat) (e : zpol) : 'rV[R]_sz := drow (mval i) (dz e).
Definition den_np := dens mulaw d_np.
Definition den_pw := dens mulaw d_pw.
Definition den_rn := dens rowlaw d_rn.
Definition den_f f : M := match f with FM i t => if t then (mval i)^T else mval i | FD r => diag_mx (den_rn r) end.
Definition actW (X : M) (w : word) : M := foldl (fun X f => X *m den_f f) X w.
Definition den_w (r : zpol) (w : word) : M := actW (Imx (dz r)) w.
Definition d_t (kw : zpol * word) (n : N) : R := \tr (den_w kw.1 kw.2) ^+ N.to_nat n.
Definition den_t := dens mulaw d_t.
Definition den_mono (m : mono) : R := den_np m.1.1 * den_pw m.1.2 * den_t m.2.1.
Definition d_sp (m : mono) (q : Q) : R := qr R q * den_mono m.
Definition d_mp r (m : mono) (q : Q) : M := (qr R q * den_mono m) *: den_w r m.2.2.
Definition den_sp := dens adlaw d_sp.
Definition den_mp r := dens malaw (d_mp r).

Lemma d_np_add b c d : d_np b (N.add c d) = d_np b c * d_np b d.
Proof. by rewrite /d_np N2Nat.inj_add exprD. Qed.
Lemma d_t_add b c d : d_t b (N.add c d) = d_t b c * d_t b d.
Proof. by rewrite /d_t N2Nat.inj_add exprD. Qed.
Lemma d_pw_add b c d : d_pw b (zadd c d) = d_pw b c * d_pw b d.
Proof.
rewrite /d_pw; case: eqP => [h|_]; last by rewrite mulr1.
by rewrite zadd_ok zpowD // lt0r_neq0 // (Hpos W).
Qed.
Lemma d_rn_add b c d : d_rn b (zadd c d) = rowlaw (d_rn b c) (d_rn b d).
Proof. by rewrite /d_rn zadd_ok drowD. Qed.
Lemma d_sp_add m c d : d_sp m (qadd c d) = d_sp m c + d_sp m d.
Proof. by rewrite /d_sp /qadd qr_red qrD mulrDl. Qed.
Lemma d_mp_add r m c d : d_mp r m (qadd c d) = d_mp r m c + d_mp r m d.
Proof. by rewrite /d_mp /qadd qr_red qrD mulrDl scalerDl. Qed.

Lemma npm_ok a b : den_np (npm a b) = den_np a * den_np b.
Proof. exact: (dens_merge bscmp_ok d_np_add). Qed.
Lemma trm_ok a b : den_t (trm a b) = den_t a * den_t b.
Proof. exact: (dens_merge tcmp_ok d_t_add). Qed.
Lemma pwprune_ok a : den_pw (prune nzisz a) = den_pw a.
Proof.
apply: dens_prune => b [|//] _; rewrite /d_pw /denp dens_nil; by case: ifP.
Qed.
Lemma pwm_ok a b : den_pw (pwm a b) = den_pw a * den_pw b.
Proof. by rewrite /pwm pwprune_ok /den_pw (dens_merge bscmp_ok d_pw_add). Qed.
Lemma den_mono_mulw jw a b : den_mono (mmulw jw a b) = den_mono a * den_mono b.
Proof.
rewrite /den_mono /= npm_ok pwm_ok trm_ok.
by rewrite [den_np _ * den_np _ * _]mulrACA [LHS]mulrACA.
Qed.

Lemma qisz_s m q : qisz m q -> d_sp m q = 0.
Proof. by case: q => [a p] /Z.eqb_eq /= ->; rewrite /d_sp qr0 mul0r. Qed.
Lemma qisz_m r m q : qisz m q -> d_mp r m q = 0.
Proof. by case: q => [a p] /Z.eqb_eq /= ->; rewrite /d_mp qr0 mul0r scale0r. Qed.
Lemma padd_s p q : den_sp (padd p q) = den_sp p + den_sp q.
Proof. by rewrite /padd /den_sp (dens_prune _ _ qisz_s) (dens_merge mcmp_ok d_sp_add). Qed.
Lemma padd_m r p q : den_mp r (padd p q) = den_mp r p + den_mp r q.
Proof. by rewrite /padd /den_mp (dens_prune _ _ (@qisz_m r)) (dens_merge mcmp_ok (@d_mp_add r)). Qed.
Lemma sp_cons x p : den_sp (x :: p) = d_sp x.1 x.2 + den_sp p. Proof. exact: dens_cons. Qed.
Lemma mp_cons r x p : den_mp r (x :: p) = d_mp r x.1 x.2 + den_mp r p. Proof. exact: dens_cons. Qed.
Lemma sp_nil : den_sp [::] = 0. Proof. exact: dens_nil. Qed.
Lemma mp_nil r : den_mp r [::] = 0. Proof. exact: dens_nil. Qed.
Lemma popp_s p : den_sp (popp p) = - den_sp p.
Proof.
elim: p => [|x p ih]; rewrite ?sp_nil ?oppr0 // [popp _]/= !sp_cons ih opprD.
by rewrite /d_sp /= qrN mulNr.
Qed.
Lemma popp_m r p : den_mp r (popp p) = - den_mp r p.
Proof.
elim: p => [|x p ih]; rewrite ?mp_nil ?oppr0 // [popp _]/= !mp_cons ih opprD.
by rewrite /d_mp /= qrN mulNr scaleNr.
Qed.
Lemma pscale_s c p : den_sp (pscale c p) = qr R c * den_sp p.
Proof.
elim: p => [|x p ih]; rewrite ?sp_nil ?mulr0 // [pscale _ _]/= !sp_cons ih mulrDr.
by rewrite /d_sp /= /qmul qr_red qrM mulrA.
Qed.
Lemma pmul_s jw p q : den_sp (pmul jw p q) = den_sp p * den_sp q.
Proof.
rewrite /pmul /den_sp (dens_prune _ _ qisz_s) (dens_msort mcmp_ok d_sp_add) /dens big_allpairs_dep /=.
rewrite mulr_suml; apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => y _.
by rewrite /d_sp den_mono_mulw /qmul qr_red qrM mulrACA.
Qed.
Lemma pmul_sm r p q : den_mp r (pmul jsnd p q) = den_sp p *: den_mp r q.
Proof.
rewrite /pmul /den_mp (dens_prune _ _ (@qisz_m r)) (dens_msort mcmp_ok (@d_mp_add r)) /dens big_allpairs_dep /=.
rewrite scaler_suml; apply: eq_bigr => x _; rewrite scaler_sumr; apply: eq_bigr => y _.
by rewrite /d_mp /d_sp den_mono_mulw /qmul qr_red qrM scalerA mulrACA.
Qed.

(* words *)
Lemma actW_cat X a b : actW X (a ++ b) = actW (actW X a) b. Proof. exact: foldl_cat. Qed.
Lemma actW_mul A X w : actW (A *m X) w = A *m actW X w.
Proof. by elim: w X => [|f w ih] X //=; rewrite -mulmxA ih. Qed.
Lemma actW_add X Y w : actW (X + Y) w = actW X w + actW Y w.
Proof. by elim: w X Y => [|f w ih] X Y //=; rewrite mulmxDl ih. Qed.
Lemma rn_cons x l : den_rn (x :: l) = rowlaw (d_rn x.1 x.2) (den_rn l). Proof. exact: dens_cons. Qed.
Lemma run_shp k l (X : M) : all (fun x => let s := shape mt x.1 in zeq s.1 k && zeq s.2 k) l ->
  X *m Imx (dz k) = X -> X *m diag_mx (den_rn l) *m Imx (dz k) = X *m diag_mx (den_rn l).
Proof.
elim: l X => [|x l ih] X /=.
  move=> _ h; rewrite /den_rn dens_nil; have ->: diag_mx (const_mx 1) = 1%:M :> M by rewrite diag_const_mx.
  by rewrite mulmx1.
case/andP=> /andP[/zeqP e1 /zeqP e2] hl hX; rewrite rn_cons diag_row mulmxA ih //.
have [_ hs]: shp (dz k) (dz k) (dpow (mval x.1) (dz x.2)) by apply: dpow_shp; rewrite -{1}e1 -e2; exact: Hshp.
by rewrite /d_rn -/(dpow (mval x.1) (dz x.2)) -mulmxA hs.
Qed.
Lemma cols_ok r w c (X : M) : cols mt r w = Some c -> X *m Imx (dz r) = X -> actW X w *m Imx (dz c) = actW X w.
Proof.
elim: w r X => [|[i t|l] w ih] r X /=; first by case=> ->.
  case: t => /=; case: ifP => // /zeqP <- h hX; apply: (ih _ _ h); rewrite -mulmxA; congr (_ *m _).
    by have [e _] := Hshp W i; rewrite -[in RHS]e trmx_mul ImxT.
  by have [_ e] := Hshp W i.
by case: ifP => // hl h hX; apply: (ih _ _ h); apply: run_shp.
Qed.
Lemma rprune_ok k l (X : M) : all (fun x => let s := shape mt x.1 in zeq s.1 k && zeq s.2 k) l ->
  X *m Imx (dz k) = X -> X *m diag_mx (den_rn (prune (risz mt) l)) = X *m diag_mx (den_rn l).
Proof.
elim: l X => [|x l ih] X //= /andP[/andP[/zeqP e1 /zeqP e2] hl] hX.
have hs: shp (dz k) (dz k) (mval x.1) by rewrite -{1}e1 -e2; exact: Hshp.
rewrite rn_cons diag_row mulmxA; case: ifP => [_|/negbFE].
  rewrite rn_cons diag_row mulmxA; apply: ih => //.
  by have [_ h] := dpow_shp (dz x.2) hs; rewrite -mulmxA h.
rewrite /risz; case ex: x.2 => [|//] /eqP h2; rewrite ih //; congr (_ *m _).
have := dpow0 hs; rewrite -{1}e1 => /(_ (Hpdi W h2)) h0.
by rewrite -/(dpow _ _) /d_rn /denp dens_nil -/(dpow _ _) h0.
Qed.
Lemma rmerge_ok k a b (X : M) : all (fun x => let s := shape mt x.1 in zeq s.1 k && zeq s.2 k) a ->
  all (fun x => let s := shape mt x.1 in zeq s.1 k && zeq s.2 k) b ->
  X *m Imx (dz k) = X -> X *m diag_mx (den_rn (rmerge mt a b)) = X *m diag_mx (den_rn a) *m diag_mx (den_rn b).
Proof.
move=> ha hb hX; rewrite /rmerge (@rprune_ok k) //.
  by rewrite /den_rn (dens_merge ncmp_ok d_rn_add) diag_row mulmxA.
elim: a b ha hb => [|x a iha] b; first by case: b.
elim: b => [|y b ihb] //= /andP[hx ha] /andP[hy hb]; case: Nat.compare => /=.
- by rewrite hx iha.
- by rewrite hx iha //= hy.
- by rewrite hy ihb //= hx.
Qed.
Lemma join_ok k w1 c w2 d (X : M) : cols mt k w1 = Some c -> cols mt c w2 = Some d -> X *m Imx (dz k) = X ->
  actW X (join mt w1 w2) = actW (actW X w1) w2.
Proof.
elim: w1 k X => [|f w1 ih] k X; first by case=> ->.
case: f => [i t|a] /=.
  case: t => /=; case: ifP => // /zeqP e h1 h2 hX; rewrite ?(ih _ _ h1 h2) //; rewrite -mulmxA; congr (_ *m _).
    by have [h _] := Hshp W i; rewrite -[in RHS]h trmx_mul ImxT.
  by have [_ h] := Hshp W i.
case: ifP => // ha h1 h2 hX.
case: w1 ih h1 => [|f1 w1] ih h1; last first.
  by rewrite -[X in X = _]/(actW X (FD a :: join mt (f1 :: w1) w2)) /= (ih _ _ h1 h2) //; exact: run_shp.
case: h1 => h1; subst c; case: w2 {ih} h2 => [|[i t|b] w2] //=.
case: ifP => // hb _; rewrite -(rmerge_ok ha hb hX); case e: (rmerge mt a b) => [|x l] //=.
congr (actW _ _); rewrite /den_rn dens_nil.
have ->: diag_mx (const_mx 1) = 1%:M :> M by rewrite diag_const_mx.
by rewrite mulmx1.
Qed.
Lemma Imx_I r : Imx (dz r) *m Imx (dz r) = Imx (dz r) :> M. Proof. exact: Imx_idem. Qed.
Lemma den_w_mul r w1 c w2 d : cols mt r w1 = Some c -> cols mt c w2 = Some d ->
  den_w r (join mt w1 w2) = den_w r w1 *m den_w c w2.
Proof.
move=> h1 h2; rewrite /den_w (join_ok h1 h2 (Imx_I r)) -actW_mul.
by rewrite (cols_ok h1 (Imx_I r)).
Qed.
Lemma cols_cat r a b : cols mt r (a ++ b) = obind (fun k => cols mt k b) (cols mt r a).
Proof. by elim: a r => [|[i t|l] a ih] r //=; case: ifP => // _; rewrite ih. Qed.
Lemma den_w_cat r w1 c w2 d : cols mt r w1 = Some c -> cols mt c w2 = Some d ->
  den_w r (w1 ++ w2) = den_w r w1 *m den_w c w2.
Proof.
by move=> h1 h2; rewrite /den_w actW_cat -actW_mul (cols_ok h1 (Imx_I r)).
Qed.
Lemma den_w_l r w : Imx (dz r) *m den_w r w = den_w r w.
Proof. by rewrite /den_w -actW_mul Imx_I. Qed.
Lemma den_fT f : den_f (tfac f) = (den_f f)^T.
Proof. by case: f => [i [] | r] //=; rewrite ?trmxK // tr_diag_mx. Qed.
Lemma actW_T w (X Y : M) : actW X w *m Y = X *m (actW Y^T (tword w))^T.
Proof.
elim: w X Y => [|f w ih] X Y /=; first by rewrite trmxK.
rewrite ih /tword /= rev_cons -cats1 actW_cat /= trmx_mul den_fT trmxK.
by rewrite -!mulmxA.
Qed.
Lemma tword_ok r w c : cols mt r w = Some c -> cols mt c (tword w) = Some r -> (den_w r w)^T = den_w c (tword w).
Proof.
move=> h1 h2; have h3 := cols_ok h1 (Imx_I r); have h4 := cols_ok h2 (Imx_I c).
have ->: den_w r w = actW (Imx (dz r)) w *m Imx (dz c) by rewrite h3.
by rewrite actW_T trmx_mul trmxK !ImxT h4.
Qed.
Lemma closedP r w : closed mt r w -> cols mt r w = Some r.
Proof. by rewrite /closed; case: cols => // k /zeqP->. Qed.
Lemma rot_ok r w i : closed mt r w -> let x := rot mt r w i in closed mt x.1 x.2 ->
  \tr (den_w x.1 x.2) = \tr (den_w r w).
Proof.
move=> h; rewrite /rot; case e: cols => [k|] //= _.
have hw := closedP h; rewrite -(cat_take_drop i w) cols_cat e /= in hw.
rewrite (den_w_cat hw e) -[in RHS](cat_take_drop i w) (den_w_cat e hw) mxtrace_mulC //.
Qed.
Lemma seam_ok r w : closed mt r w -> closed mt r (seam mt w) -> \tr (den_w r (seam mt w)) = \tr (den_w r w).
Proof.
case: w => [|[i t|a] [|f w]] //; rewrite /seam; move: (f :: w) => {f} {}w h.
case e: (last _ _) => // [b] h2.
have hw := closedP h; move: (hw); rewrite -[FD a :: _]cat1s cols_cat.
case e1: (cols mt r [:: FD a]) => [k|] //= e2.
have ek: k = r by move: e1 => /=; case: ifP => // _ [].
subst k; rewrite -[in RHS](cat1s (FD a)) (den_w_cat e1 e2) mxtrace_mulC -(den_w_mul e2 e1) //.
Qed.
Lemma ctr_ok r w : closed mt r w -> \tr (den_w (ctr mt r w).1 (ctr mt r w).2) = \tr (den_w r w).
Proof.
move=> h; rewrite /ctr -/(cfix mt r w); set w1 := cfix mt r w.
have [h1 e1]: closed mt r w1 /\ \tr (den_w r w1) = \tr (den_w r w).
  by rewrite /w1 /cfix; case: ifP => // hs; split => //; exact: seam_ok.
have hc: all (fun x => closed mt x.1 x.2 ==> (\tr (den_w x.1 x.2) == \tr (den_w r w))) (cands mt r w1).
  have hl: all (fun x => closed mt x.1 x.2 && (\tr (den_w x.1 x.2) == \tr (den_w r w)))
      [seq x <- [seq rot mt r w1 i | i <- iota 0 (size w1)] | closed mt x.1 x.2].
    elim: (iota _ _) => //= i l ih; case: ifP => // hx; rewrite [all _ _]/= hx ih andbT /=.
    by rewrite rot_ok // e1.
  rewrite /cands all_cat; apply/andP; split; first by apply: sub_all hl => x /andP[_]; move=> h'; rewrite h' implybT.
  rewrite all_map; apply: sub_all hl => x /= /andP[hx hx2]; apply/implyP=> hr.
  by rewrite -(tword_ok (closedP hx) (closedP hr)) mxtrace_tr.
move: hc; have: \tr (den_w (r, w1).1 (r, w1).2) = \tr (den_w r w) by [].
elim: (cands mt r w1) (r, w1) => [|x l ih] y // ey.
rewrite [all _ _]/= => /andP[/implyP hx hl]; rewrite [foldl _ _ _]/=; apply: ih => //.
by case: ifP => // hcl; rewrite /tmin; case: tcmp => //; exact/eqP/hx.
Qed.

Lemma typed_cons r c x p : typed mt r c (x :: p) -> cols mt r x.1.2.2 = Some c /\ typed mt r c p.
Proof.
rewrite /typed [all _ _]/=; case/andP; case: (cols mt r x.1.2.2) => // k h1 h2; split => //.
by rewrite (zeqP h1).
Qed.

(* sizes that are 1 *)
Lemma dz1 : dz z1 = 1%ZZ. Proof. by rewrite /denp /dens big_seq1. Qed.
Lemma scalar1 (X : M) : shp 1 1 X -> X = \tr X *: Imx 1.
Proof.
move/shpE=> h; apply/matrixP=> i j; rewrite !mxE.
have e0 (k : 'I_sz) : (Z.of_nat k <? 1)%ZZ -> k = 0%N :> nat by move/Z.ltb_lt; lia.
case: (boolP (Z.of_nat i <? 1)%ZZ) => hi; last by rewrite h ?hi // andbF mulr0.
case: (boolP (Z.of_nat j <? 1)%ZZ) => hj; last first.
  rewrite h ?hj ?orbT //; case: eqP => [e|_]; last by rewrite mulr0.
  by move: hj; rewrite -e hi.
have ->: j = i by apply: val_inj; rewrite /= (e0 _ hi) (e0 _ hj).
rewrite eqxx mulr1 /mxtrace (bigD1 i) //= big1 ?addr0 // => k hk; apply: h.
by case: (boolP (Z.of_nat k <? 1)%ZZ) => // h1; case/eqP: hk; apply: val_inj; rewrite /= (e0 _ hi) (e0 _ h1).
Qed.
Lemma cols_cons r f w c : cols mt r (f :: w) = Some c -> exists2 k, cols mt r [:: f] = Some k & cols mt k w = Some c.
Proof. by rewrite -[f :: w]cat1s cols_cat; case e: (cols mt r [:: f]) => [k|] //= h; exists k. Qed.
Lemma until_ok r w a b : until mt r w = Some (a, b) -> w = a ++ b /\ cols mt r a = Some z1.
Proof.
elim: w r a b => [|f w ih] r a b; rewrite [until _ _ _]/=; case: ifP => [/zeqP->|_] //.
- by case=> <- <-.
- by case=> <- <-.
case e1: (cols mt r [:: f]) => [k|]; rewrite /= in e1 *; rewrite ?e1 //.
case e: (until mt k w) => [[a' b']|] // [<- <-].
have [-> h] := ih _ _ _ e; split=> //.
by rewrite -[f :: a']cat1s cols_cat /= e1.
Qed.
Lemma loop1_ok w a b : loop1 mt w = Some (a, b) -> w = a ++ b /\ cols mt z1 a = Some z1.
Proof.
case: w => [|f w] //; rewrite /loop1; case e1: (cols mt z1 [:: f]) => [k|] //.
case e: (until mt k w) => [[a' b']|] // [<- <-].
have [-> h] := until_ok e; split=> //.
by rewrite -[f :: a']cat1s cols_cat e1.
Qed.
Lemma den_w_shp' r w c : cols mt r w = Some c -> shp (dz r) (dz c) (den_w r w).
Proof. by move=> h; split; [exact: den_w_l | exact: (cols_ok h (Imx_I r))]. Qed.
Lemma loop_scalar a : cols mt z1 a = Some z1 -> den_w z1 a = \tr (den_w z1 a) *: Imx (dz z1).
Proof. by move=> h; have := den_w_shp' h; rewrite dz1; exact: scalar1. Qed.
Lemma den_t_one x : den_t [:: (x, 1%num)] = \tr (den_w x.1 x.2).
Proof. by rewrite /den_t dens_cons dens_nil /= mulr1 /d_t expr1. Qed.
Lemma den_t_loop a l : cols mt z1 a = Some z1 -> den_t (tloops mt (a :: l)) = \tr (den_w z1 a) * den_t (tloops mt l).
Proof.
move=> h; rewrite -[tloops _ _]/(trm [:: (ctr mt z1 a, 1%num)] (tloops mt l)) trm_ok den_t_one ctr_ok // /closed h.
by rewrite /zeq /iseq zcmp_refl.
Qed.
Lemma loops_ok n w c : cols mt z1 w = Some c -> let x := loops mt n w in
  cols mt z1 x.2 = Some c /\ den_w z1 w = den_t (tloops mt x.1) *: den_w z1 x.2.
Proof.
elim: n w => [|n ih] w h; first by rewrite /= /den_t dens_nil scale1r.
rewrite [loops _ _ _]/=; case e: (loop1 mt w) => [[a b]|]; last by rewrite /= /den_t dens_nil scale1r.
have [ew ha] := loop1_ok e; have hb: cols mt z1 b = Some c by move: h; rewrite ew cols_cat ha.
have [h1 h2] := ih _ hb; split; first exact: h1.
rewrite ew (den_w_cat ha hb) (loop_scalar ha) -scalemxAl den_w_l h2 den_t_loop //.
by rewrite scalerA.
Qed.
Lemma scal_ok r w c : cols mt r w = Some c -> den_w r w = den_t (scal mt r w).1 *: den_w r (scal mt r w).2.
Proof.
move=> h; rewrite /scal; case e: (until mt r w) => [[a b]|]; last by rewrite /= /den_t dens_nil scale1r.
have [ew ha] := until_ok e; have hb: cols mt z1 b = Some c by move: h; rewrite ew cols_cat ha.
have [h1 h2] := loops_ok (size b) hb; rewrite [X in _ = _ *: X]/= in h2 *.
by rewrite ew (den_w_cat ha hb) (den_w_cat ha h1) h2 scalemxAr.
Qed.
Lemma trw_ok r w : closed mt r w -> den_t (trw mt r w) = \tr (den_w r w).
Proof.
move=> h; have hc: den_t [:: (ctr mt r w, 1%num)] = \tr (den_w r w) by rewrite den_t_one ctr_ok.
rewrite /trw; case e: (until mt r w) => [[a b]|] //; case: ifP => // hv.
have [ew ha] := until_ok e; have hw := closedP h.
have hb: cols mt z1 b = Some r by move: hw; rewrite ew cols_cat ha.
have [h1 h2] := loops_ok (size (join mt b a)) (closedP hv).
case el: (loops mt _ _) h1 h2 => [[|a1 bs] [|f t]] //= h1 h2.
rewrite ew (den_w_cat ha hb) mxtrace_mulC -(den_w_mul hb ha) h2 mxtraceZ.
have ha1: cols mt z1 a1 = Some z1.
  move: el; case: (size _) => [|n] //=; case e1: (loop1 mt _) => [[a' b']|] // [<- _ _].
  by have [_ h3] := loop1_ok e1.
rewrite -/(tloops mt (a1 :: bs)) den_t_loop //; case: (posnP sz) => hs.
  have t0 (X : M) : \tr X = 0 by rewrite /mxtrace big1 // => k _; move: (ltn_ord k); rewrite {2}hs.
  by rewrite (t0 (den_w z1 a1)) !mul0r.
by rewrite /den_w /= trImx ?dz1 ?zr1 ?mulr1 //; split; [lia | move/ltP: hs; lia].
Qed.
Lemma red1_ok r c x : cols mt r x.1.2.2 = Some c -> d_mp r (red1 mt r x).1 (red1 mt r x).2 = d_mp r x.1 x.2.
Proof.
move=> h; rewrite /d_mp /red1 /= [in RHS](scal_ok h) scalerA /den_mono /= trm_ok; congr (_ *: _).
by rewrite -[RHS]mulrA; congr (_ * _); rewrite -[RHS]mulrA; congr (_ * _); exact: mulrC.
Qed.
Lemma red_ok r c p : typed mt r c p -> den_mp r (red mt r p) = den_mp r p.
Proof.
rewrite /red; case: ifP => // _; rewrite /den_mp (dens_prune _ _ (@qisz_m r)) (dens_msort mcmp_ok (@d_mp_add r)).
elim: p => [|x p ih] // /typed_cons[h1 h2]; rewrite [map _ _]/= !dens_cons ih //; congr (_ + _).
exact: (red1_ok h1).
Qed.

(* integers as scalars, powers *)
Lemma den_mono_one : den_mono one = 1.
Proof. by rewrite /den_mono /den_np /den_pw /den_t !dens_nil !mulr1. Qed.
Lemma sp1 m q : den_sp [:: (m, q)] = qr R q * den_mono m.
Proof. by rewrite sp_cons sp_nil addr0. Qed.
Lemma mbase_ok b : den_mono (mbase mt b) = bval b.
Proof.
rewrite /mbase; case: ifP => /eqP h; rewrite /den_mono /=.
  rewrite /den_np /den_t !dens_nil /den_pw dens_cons dens_nil /= mul1r !mulr1 /d_pw /= h eqxx.
  by rewrite denp1 -[kval _ _]/1%ZZ zpow1.
by rewrite /den_pw /den_t !dens_nil /den_np dens_cons dens_nil /= !mulr1 /d_np expr1.
Qed.
Lemma mkey_ok k : den_mono (mkey mt k) = zr (kval (zs E) k).
Proof.
elim: k => [|i k ih]; first by rewrite den_mono_one.
by rewrite -[mkey _ _]/(mmulw jnil (mbase mt (true, i)) (mkey mt k)) den_mono_mulw mbase_ok ih zrM.
Qed.
Lemma pzpol_ok z : den_sp (pzpol mt z) = zr (dz z).
Proof.
rewrite /pzpol /den_sp (dens_prune _ _ qisz_s) (dens_msort mcmp_ok d_sp_add).
elim: z => [|x z ih]; first by rewrite dens_nil /denp dens_nil.
rewrite [map _ _]/= dens_cons denp_cons zrD ih; congr (_ + _).
by rewrite /d_sp mkey_ok qr_int /denk zrM.
Qed.
Lemma pcst_ok q : den_sp (pcst q) = qr R q.
Proof.
rewrite /pcst; case: Z.eqb_spec => [h|_]; last by rewrite sp1 den_mono_one mulr1.
by case: q h => a p /= ->; rewrite sp_nil qr0.
Qed.
Lemma ppow_ok p n : den_sp (ppow p n) = den_sp p ^+ n.
Proof. by elim: n => [|n ih]; rewrite [ppow _ _]/= ?pcst_ok ?pmul_s ?ih ?exprS // expr0 qr_int. Qed.
Lemma iter_qmul n q a : qr R (iter n (qmul q) a) = qr R q ^+ n * qr R a.
Proof. by elim: n => [|n ih]; rewrite ?expr0 ?mul1r //= /qmul qr_red qrM ih exprS mulrA. Qed.
Lemma qpow_ok q z : Qnum q <> 0%ZZ -> qr R (qpow q z) = zpow (qr R q) z.
Proof.
move=> h; case: z => [|p|p] /=; first by rewrite qr_int zpow0.
  by rewrite iter_qmul qr_int mulr1 -zpow_nat positive_nat_Z.
by rewrite iter_qmul qr_int mulr1 qr_inv // zpow_inv -positive_nat_Z zpow_nat exprVn.
Qed.
Lemma pw_zmul pw e : den_pw [seq (x.1, zmul x.2 e) | x <- pw] = zpow (den_pw pw) (dz e).
Proof.
rewrite /den_pw; elim: pw => [|x pw ih]; first by rewrite !dens_nil zpow_1.
rewrite [map _ _]/= !dens_cons ih zpowM; congr (_ * _); rewrite /d_pw /=.
by case: ifP => _; rewrite ?zpow_1 // zpow_zpow zmul_ok.
Qed.
Lemma mpow_ok p e p' : mpow p e = Some p' -> den_sp p' = zpow (den_sp p) (dz e).
Proof.
case: p => [|[[[[|//] pw] [[|//] w]] q] [|//]] //; rewrite /mpow.
have key c : den_sp [:: ((([::], prune nzisz [seq (x.1, zmul x.2 e) | x <- pw]), ([::], [::])), c)]
   = qr R c * zpow (den_pw pw) (dz e).
  by rewrite sp1 /den_mono /= pwprune_ok pw_zmul /den_np /den_t !dens_nil mul1r mulr1.
rewrite sp1 /den_mono /= /den_np /den_t !dens_nil mul1r mulr1 zpowM.
case ez: (zlit e) => [n|]; case: ifP => // h [<-]; rewrite key; congr (_ * _).
  by rewrite qpow_ok ?(zlit_ok _ ez) // => h2; rewrite h2 in h.
by rewrite (qr_eq _ (Qeq_bool_eq _ _ h)) !qr_int zr1 zpow_1.
Qed.
Lemma spow_ok p e p' : spow p e = Some p' -> den_sp p' = zpow (den_sp p) (dz e).
Proof.
rewrite /spow; case ez: (zlit e) => [n|]; last exact: mpow_ok.
case: Z.leb_spec => // h; last by move=> h2; apply: mpow_ok.
by case: ifP => // _ [<-]; rewrite ppow_ok -zpow_nat Z2Nat.id // (zlit_ok _ ez).
Qed.

(* traces *)
Lemma ptrace_ok r p p' : ptrace mt r p = Some p' -> den_sp p' = \tr (den_mp r p).
Proof.
elim: p p' => [|[[[np pw] [t w]] q] p ih] p'; first by case=> <-; rewrite sp_nil mp_nil mxtrace0.
rewrite [ptrace _ _ _]/=; case e: (ptrace mt r p) => [acc|] //.
have {}ih: den_sp acc = \tr (den_mp r p) by apply: ih.
rewrite mp_cons mxtraceD /d_mp mxtraceZ -ih.
case: w => [|f w]; case: ifP => // h [<-]; rewrite padd_s; congr (_ + _).
  by rewrite pmul_s sp1 pzpol_ok /den_w /= trImx //; exact: Hdim.
rewrite sp1 -mulrA; congr (_ * _); rewrite /den_mono /= trm_ok mulrA; congr (_ * _).
exact: trw_ok.
Qed.
Lemma pmul_m r c d p q : typed mt r c p -> typed mt c d q -> den_mp r (pmul (join mt) p q) = den_mp r p *m den_mp c q.
Proof.
move=> hp hq.
rewrite /pmul /den_mp (dens_prune _ _ (@qisz_m r)) (dens_msort mcmp_ok (@d_mp_add r)) /dens big_allpairs_dep /=.
rewrite mulmx_suml; elim: p hp => [|x p ih] hp; rewrite ?big_nil // !big_cons.
have [hx hp'] := typed_cons hp; rewrite ih //; congr (_ + _).
rewrite mulmx_sumr; elim: q hq {ih} => [|y q ih] hq; rewrite ?big_nil // !big_cons.
have [hy hq'] := typed_cons hq; rewrite ih //; congr (_ + _).
rewrite /d_mp /= (den_w_mul hx hy) den_mono_mulw /qmul qr_red qrM -scalemxAl -scalemxAr scalerA.
by congr (_ *: _); rewrite mulrACA.
Qed.
Lemma pT_ok r c p : typed mt r c p -> typed mt c r (pT p) -> den_mp c (pT p) = (den_mp r p)^T.
Proof.
elim: p => [|x p ih] h; first by rewrite !mp_nil trmx0.
rewrite [pT _]/= => /typed_cons[/= h2 h3]; have [h4 h5] := typed_cons h.
by rewrite !mp_cons ih // linearD /= /d_mp /= linearZ /= (tword_ok h4 h2).
Qed.

(* expressions *)
Variables (hs : R) (hm : M).
Fixpoint ds (e : sx) : R :=
  match e with
  | SN z => zr z | SV i => nth 0 (ss E) i | SZ z => zr (denz (zs E) z) | SH => hs
  | SA a b => radd (ds a) (ds b) | SS a b => rsub (ds a) (ds b) | SM a b => rmul (ds a) (ds b) | SO a => ropp (ds a)
  | SD a p => rdiv (ds a) p | SP a z => zpow (ds a) (denz (zs E) z) | ST m => mtr (dm m)
  end
with dm (e : mx) : M :=
  match e with
  | MV i => nth 0 (ms E) i | MI z => Imx (denz (zs E) z) | M0 r c => m0 | MH => hm
  | MA a b => madd (dm a) (dm b) | MS a b => msub (dm a) (dm b) | MM a b => mmul (dm a) (dm b)
  | MC s m => msc (ds s) (dm m) | MO a => mopp (dm a) | MT a => mT (dm a) | MD i z => dpow (nth 0 (ms E) i) (denz (zs E) z)
  end.
Definition hole_ok h := match h with HN => True | HS p => hs = den_sp p | HM r c p => hm = den_mp r p end.
Scheme sx_ind2 := Induction for sx Sort Prop with mx_ind2 := Induction for mx Sort Prop.
Combined Scheme sx_mx_ind from sx_ind2, mx_ind2.
Lemma chkP r c p x : chk mt r c p = Some x ->
  typed mt r c p /\ forall X, X = den_mp r p -> X = den_mp x.1.1 x.2 /\ typed mt x.1.1 x.1.2 x.2.
Proof.
rewrite /chk; case: ifP => // /andP[h1 h2] [<-]; split=> // X ->; split=> //=.
by rewrite (red_ok h1).
Qed.
Lemma mp1 r m q : den_mp r [:: (m, q)] = (qr R q * den_mono m) *: den_w r m.2.2.
Proof. by rewrite mp_cons mp_nil addr0. Qed.
Lemma typed_msort r c p : typed mt r c p -> True. Proof. by []. Qed.
Lemma den_mono0 w : den_mono (([::], [::]), ([::], w)) = 1.
Proof. by rewrite /den_mono /den_np /den_pw /den_t !dens_nil !mulr1. Qed.

Theorem norm_ok h : hole_ok h ->
  (forall e p, norms mt h e = Some p -> ds e = den_sp p) /\
  (forall e r c p, normm mt h e = Some (r, c, p) -> dm e = den_mp r p /\ typed mt r c p).
Proof.
move=> hh; apply: sx_mx_ind.
- by move=> z p; rewrite normsE [ds _]/=; move=> [<-]; rewrite pcst_ok qr_int.
- by move=> i p; rewrite normsE [ds _]/=; move=> [<-]; rewrite sp1 mbase_ok qr_int zr1 mul1r.
- by move=> z p; rewrite normsE [ds _]/=; move=> [<-]; rewrite pzpol_ok normz_ok.
- by move=> p; rewrite normsE [ds _]/=; case: h hh => //= q -> [<-].
- by move=> a iha b ihb p; rewrite normsE [ds _]/=; case ea: (norms mt h a) => [x|] //=; case eb: (norms mt h b) => [y|] //= [<-]; rewrite padd_s (iha _ ea) (ihb _ eb).
- move=> a iha b ihb p; rewrite normsE [ds _]/=; case ea: (norms mt h a) => [x|] //=; case eb: (norms mt h b) => [y|] //= [<-].
  by rewrite padd_s popp_s (iha _ ea) (ihb _ eb).
- by move=> a iha b ihb p; rewrite normsE [ds _]/=; case ea: (norms mt h a) => [x|] //=; case eb: (norms mt h b) => [y|] //= [<-]; rewrite pmul_s (iha _ ea) (ihb _ eb).
- by move=> a iha p; rewrite normsE [ds _]/=; case ea: (norms mt h a) => [x|] //= [<-]; rewrite popp_s (iha _ ea).
- move=> a iha n p; rewrite normsE [ds _]/=; case ea: (norms mt h a) => [x|] //= [<-]; rewrite pscale_s (iha _ ea) /rdiv mulrC; congr (_ * _).
  by rewrite /qr /= zr1 mul1r.
- by move=> a iha z p; rewrite normsE [ds _]/=; case ea: (norms mt h a) => [x|] //= /spow_ok->; rewrite (iha _ ea) normz_ok.
- move=> m ihm p; rewrite normsE [ds _]/=; case em: (normm mt h m) => [[[r c] q]|] //=; case: ifP => // _ /ptrace_ok->.
  by have [-> _] := ihm _ _ _ em.
- move=> i r c p; rewrite normmE [dm _]/=; case: ifP => hd /chkP[ht]; apply; rewrite mp1 den_mono0 qr_int zr1 mulr1 scale1r /den_w /=.
    rewrite rn_cons /den_rn dens_nil diag_row diag_const_mx mulmx1 /d_rn denp1 -[kval _ _]/1%ZZ -/(dpow _ _).
    rewrite dpow1; last exact: (Hdia W hd).
    by have [e _] := Hshp W i; exact: (esym e).
  by have [e _] := Hshp W i; exact: (esym e).
- move=> z r c p; rewrite normmE [dm _]/=; move=> [<- <- <-]; split; last by rewrite /typed /= /zeq /iseq zcmp_refl.
  by rewrite mp1 den_mono_one qr_int zr1 mulr1 scale1r /den_w /= normz_ok.
- by move=> r' c' r c p; rewrite normmE [dm _]/=; move=> [<- <- <-]; rewrite mp_nil.
- by move=> r c p; rewrite normmE [dm _]/=; case: h hh => //= r' c' q -> /chkP[ht]; apply.
- move=> a iha b ihb r c p; rewrite normmE [dm _]/=; case ea: (normm mt h a) => [[[r1 c1] x]|] //=; case eb: (normm mt h b) => [[[r2 c2] y]|] //=.
  case: ifP => // /andP[/zeqP e1 /zeqP e2] /chkP[ht]; apply; subst r2 c2.
  by have [-> _] := iha _ _ _ ea; have [-> _] := ihb _ _ _ eb; rewrite padd_m.
- move=> a iha b ihb r c p; rewrite normmE [dm _]/=; case ea: (normm mt h a) => [[[r1 c1] x]|] //=; case eb: (normm mt h b) => [[[r2 c2] y]|] //=.
  case: ifP => // /andP[/zeqP e1 /zeqP e2] /chkP[ht]; apply; subst r2 c2.
  by have [-> _] := iha _ _ _ ea; have [-> _] := ihb _ _ _ eb; rewrite padd_m popp_m.
- move=> a iha b ihb r c p; rewrite normmE [dm _]/=; case ea: (normm mt h a) => [[[r1 c1] x]|] //=; case eb: (normm mt h b) => [[[r2 c2] y]|] //=.
  case: ifP => // /zeqP e1 /chkP[ht]; apply; subst r2.
  by have [-> h1] := iha _ _ _ ea; have [-> h2] := ihb _ _ _ eb; rewrite (pmul_m h1 h2).
- move=> s ihs m ihm r c p; rewrite normmE [dm _]/=; case es: (norms mt h s) => [x|] //=; case em: (normm mt h m) => [[[r1 c1] y]|] //= /chkP[ht]; apply.
  by rewrite (ihs _ es); have [-> _] := ihm _ _ _ em; rewrite pmul_sm.
- move=> a iha r c p; rewrite normmE [dm _]/=; case ea: (normm mt h a) => [[[r1 c1] x]|] //= /chkP[ht]; apply.
  by have [-> _] := iha _ _ _ ea; rewrite popp_m.
- move=> a iha r c p; rewrite normmE [dm _]/=; case ea: (normm mt h a) => [[[r1 c1] x]|] //=; case: ifP => // ht0 /chkP[ht]; apply.
  have [-> h1] := iha _ _ _ ea.
  rewrite /den_mp (dens_prune _ _ (@qisz_m _)) (dens_msort mcmp_ok (@d_mp_add _)).
  exact: (esym (pT_ok h1 ht0)).
- move=> i z r c p; rewrite normmE [dm _]/=; case: ifP => // hd /chkP[ht]; apply; rewrite mp1 den_mono0 qr_int zr1 mulr1 scale1r /den_w /=.
  have hs': shp (dz (shape mt i).1) (dz (shape mt i).1) (nth 0 (ms E) i).
    move: ht; rewrite /typed /= andbT; have := Hshp W i; rewrite /mval.
    rewrite /risz; case: (normz z) => [|t l] /=; last first.
      by case: ifP => // /andP[/andP[_ /zeqP h1] _]; rewrite /mval h1.
    case: ifP => /= _ hs2; last by move=> /zeqP e; rewrite -e in hs2.
    by case: ifP => // _ /zeqP e; rewrite -e in hs2.
  rewrite /risz; case en: (normz z) => [|t l] /=.
    have ez: denz (zs E) z = 0%ZZ by rewrite -normz_ok en /denp dens_nil.
    case: ifP => [/negbTE h2|/negbFE/eqP h2] /=.
      rewrite rn_cons /den_rn dens_nil diag_row diag_const_mx mulmx1 /d_rn -/(dpow _ _) -en normz_ok.
      by have [e _] := dpow_shp (denz (zs E) z) hs'; exact: (esym e).
    by rewrite ez (dpow0 hs' (Hpdi W h2)).
  rewrite rn_cons /den_rn dens_nil diag_row diag_const_mx mulmx1 /d_rn -/(dpow _ _) -en normz_ok.
  by have [e _] := dpow_shp (denz (zs E) z) hs'; exact: (esym e).
Qed.

End Sound.
