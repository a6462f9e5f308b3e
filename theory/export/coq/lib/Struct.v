(* Struct.v: what the structural rules need: induction over Z, definitions exist, order is decidable, first variation. *)
From Coq Require Import ZArith NArith QArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import polyrcf ring.
From Saddleproof Require Import Base Norm Sound Rules.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* induction *)
Lemma Zup (P : Z -> Prop) lo : P lo -> (forall n, Z.le lo n -> P n -> P (Z.add n 1)) -> forall n, Z.le lo n -> P n.
Proof.
move=> h0 h1 n hn; have [k ->]: exists k, n = Z.add lo (Z.of_nat k) by exists (Z.to_nat (Z.sub n lo)); lia.
elim: k {n hn} => [|k ih]; first by rewrite Z.add_0_r.
have ->: Z.add lo (Z.of_nat k.+1) = Z.add (Z.add lo (Z.of_nat k)) 1 by lia.
by apply: h1 ih; lia.
Qed.
Lemma Zup_to (P : Z -> Prop) lo hi : P lo -> (forall n, Z.le lo n -> Z.le n (Z.sub hi 1) -> P n -> P (Z.add n 1)) ->
  forall n, Z.le lo n -> Z.le n hi -> P n.
Proof.
move=> h0 h1 n hn; move: hn; apply: (@Zup (fun n => Z.le n hi -> P n) lo) => // k hk ih hk1.
by apply: h1; [lia|lia|apply: ih; lia].
Qed.
Lemma Zdown_to (P : Z -> Prop) lo hi : P hi -> (forall n, Z.le lo n -> Z.le n (Z.sub hi 1) -> P (Z.add n 1) -> P n) ->
  forall n, Z.le lo n -> Z.le n hi -> P n.
Proof.
move=> h0 h1 n hn hh.
have: Z.le lo (Z.sub hi (Z.sub hi n)) -> P (Z.sub hi (Z.sub hi n)).
  have hp: Z.le 0 (Z.sub hi n) by lia.
  move: hp; apply: (@Zup (fun k => Z.le lo (Z.sub hi k) -> P (Z.sub hi k)) 0%ZZ) => [_|k hk ih hk1].
    by rewrite Z.sub_0_r.
  apply: h1; [lia|lia|]; have ->: Z.add (Z.sub hi (Z.add k 1)) 1 = Z.sub hi k by lia.
  by apply: ih; lia.
have e: Z.sub hi (Z.sub hi n) = n by lia.
by rewrite e; apply.
Qed.

(* definitions are conservative *)
Lemma ex_up T (lo : Z) (a : T) (step : Z -> T -> T) :
  exists f : Z -> T, f lo = a /\ forall n, Z.le lo n -> f (Z.add n 1) = step n (f n).
Proof.
pose g := fix g (k : nat) := if k is k'.+1 then step (Z.add lo (Z.of_nat k')) (g k') else a.
exists (fun z => g (Z.to_nat (Z.sub z lo))); split; first by rewrite Z.sub_diag.
move=> n hn; have [k ->]: exists k, n = Z.add lo (Z.of_nat k) by exists (Z.to_nat (Z.sub n lo)); lia.
have ->: Z.to_nat (Z.sub (Z.add (Z.add lo (Z.of_nat k)) 1) lo) = k.+1 by lia.
by have ->: Z.to_nat (Z.sub (Z.add lo (Z.of_nat k)) lo) = k by lia.
Qed.
Lemma ex_down T (hi : Z) (a : T) (step : Z -> T -> T) :
  exists f : Z -> T, f hi = a /\ forall n, Z.le n (Z.sub hi 1) -> f n = step n (f (Z.add n 1)).
Proof.
pose g := fix g (k : nat) := if k is k'.+1 then step (Z.sub (Z.sub hi (Z.of_nat k')) 1) (g k') else a.
exists (fun z => g (Z.to_nat (Z.sub hi z))); split; first by rewrite Z.sub_diag.
move=> n hn; have [k ->]: exists k, n = Z.sub (Z.sub hi (Z.of_nat k)) 1 by exists (Z.to_nat (Z.sub (Z.sub hi n) 1)); lia.
have ->: Z.to_nat (Z.sub hi (Z.sub (Z.sub hi (Z.of_nat k)) 1)) = k.+1 by lia.
by have ->: Z.to_nat (Z.sub hi (Z.add (Z.sub (Z.sub hi (Z.of_nat k)) 1) 1)) = k by lia.
Qed.
Lemma ex_over T (p : Z) (v : T) (f : Z -> T) : exists g : Z -> T, g p = v /\ forall n, n <> p -> g n = f n.
Proof. by exists (fun n => if Z.eqb n p then v else f n); split=> [|n]; [rewrite Z.eqb_refl | move/Z.eqb_neq->]. Qed.

Section S.
Variables (R : rcfType) (sz : nat).
Notation M := 'M[R]_sz.

Lemma ex_root (n : Z) (a : R) : Z.le 1 n -> rpos a -> exists x : R, rpos x /\ zpow x n = a.
Proof.
rewrite /rpos => hn ha; have [k ek]: exists k : nat, n = Z.of_nat k.+1 by exists (Z.to_nat (Z.sub n 1)); lia.
pose p : {poly R} := 'X^(k.+1) - a%:P.
have b0: 0 <= 1 + a by rewrite addr_ge0 ?ler01 // ltW.
have hb: a <= (1 + a) ^+ k.+1.
  have h1: 1 <= 1 + a by rewrite ler_addl ltW.
  apply: (@le_trans _ _ (1 + a)); first by rewrite ler_addr ler01.
  by rewrite exprS ler_pmulr ?(lt_le_trans ltr01 h1) // exprn_ege1.
have pE x : p.[x] = x ^+ k.+1 - a by rewrite /p hornerD hornerN hornerC hornerXn.
have hp: p.[0] <= 0 <= p.[1 + a] by rewrite !pE expr0n /= sub0r oppr_le0 ltW //= subr_ge0.
have [x /andP[x0 _]] := poly_ivt b0 hp.
rewrite /root pE subr_eq0 => /eqP ex; exists x; rewrite ek zpow_nat; split=> //.
rewrite lt_neqAle x0 andbT; apply/eqP=> e; move: ha; rewrite -ex -e expr0n /= ltxx //.
Qed.

Lemma rle_or (x : R) : rle (zr 0) x \/ rlt (zr 0) (ropp x).
Proof. by rewrite /rle /rlt /ropp zr0 oppr_gt0; case: (lerP 0 x) => h; [left|right]. Qed.
Lemma rle_refl (x : R) : rle x x. Proof. exact: lexx. Qed.
Lemma le_or_lt (x y : R) : rle x y \/ rlt y x.
Proof. by rewrite /rle /rlt; case: (lerP x y) => h; [left|right]. Qed.
Lemma lt_or_le (x y : R) : rlt x y \/ rle y x.
Proof. by rewrite /rle /rlt; case: (ltrP x y) => h; [left|right]. Qed.
Lemma lt_le_False (x y : R) : rlt x y -> rle y x -> False.
Proof. by rewrite /rlt /rle => h1 h2; move: (lt_le_trans h1 h2); rewrite ltxx. Qed.

(* power *)
Lemma zpow_nat' (x : R) n : Z.le 0 n -> zpow x n = x ^+ Z.to_nat n.
Proof. by move=> h; rewrite -zpow_nat Z2Nat.id. Qed.
Lemma pow_lt (x y : R) n : Z.le 1 n -> rpos x -> rpos y -> rlt x y <-> rlt (zpow x n) (zpow y n).
Proof.
rewrite /rpos /rlt => h hx hy; rewrite !zpow_nat'; try lia.
rewrite ltr_pexpn2r ?nnegrE ?(ltW hx) ?(ltW hy) //; apply/ssrnat.ltP; lia.
Qed.
Lemma pow_le (x y : R) n : Z.le 1 n -> rpos x -> rpos y -> rle x y <-> rle (zpow x n) (zpow y n).
Proof.
rewrite /rpos /rle => h hx hy; rewrite !zpow_nat'; try lia.
rewrite ler_pexpn2r ?nnegrE ?(ltW hx) ?(ltW hy) //; apply/ssrnat.ltP; lia.
Qed.
Lemma pow_inj (x y : R) n : n <> 0%ZZ -> rpos x -> rpos y -> zpow x n = zpow y n -> x = y.
Proof.
move=> hn hx hy.
have key k : Z.le 1 k -> zpow x k = zpow y k -> x = y.
  move=> hk; rewrite !zpow_nat'; try lia; move/eqP; rewrite eqr_expn2 ?(ltW hx) ?(ltW hy) //; first by move/eqP.
  by apply/ssrnat.ltP; lia.
case: (Z_le_gt_dec 1 n) => h; first exact: key.
move=> e; apply: (key (Z.opp n)); first lia.
by rewrite /zpow !iozN -!invr_expz; congr (_^-1).
Qed.

(* first variation: f has derivative 0 at 0 *)
Definition flat0 (f : R -> R) : Prop :=
  forall e : R, 0 < e -> exists d : R, 0 < d /\ forall t : R, `|t| < d -> `|f t - f 0| <= e * `|t|.
Lemma flat0_lin (f : R -> R) c0 c1 c2 : (forall t, f t = c0 + t * c1 + t ^+ 2 * c2) -> flat0 f -> c1 = 0.
Proof.
move=> hf h; apply/eqP; case: (eqVneq c1 0) => // hc; exfalso.
have hc0: 0 < `|c1| by rewrite normr_gt0.
have [d [d0 hd]] := h (`|c1| / 2%:R) (divr_gt0 hc0 (ltr0n _ 2)).
pose s := Num.min (d / 2%:R) (`|c1| / (4%:R * (1 + `|c2|))).
have hb: 0 < 4%:R * (1 + `|c2|) by rewrite mulr_gt0 ?ltr0n // ltr_paddr ?normr_ge0 ?ltr01.
have s0: 0 < s by rewrite /s lt_minr !divr_gt0 ?ltr0n.
have sd: `|s| < d.
  rewrite gtr0_norm // /s lt_minl; apply/orP; left.
  by rewrite ltr_pdivr_mulr ?ltr0n // mulr_natr mulr2n ltr_addl.
have := hd s sd; rewrite !hf mul0r expr0n mul0r !addr0 /= => h1.
have e1: c0 + s * c1 + s ^+ 2 * c2 - c0 = s * (c1 + s * c2).
  by rewrite addrAC [c0 + _]addrC addrK expr2 -mulrA -mulrDr.
move: h1; rewrite e1 normrM mulrC ler_pmul2r ?normr_gt0 ?gt_eqF // => h1.
have h2: `|c1| <= `|c1 + s * c2| + `|s * c2|.
  by have := ler_norm_sub (c1 + s * c2) (s * c2); rewrite addrK.
have h3: `|s * c2| <= `|c1| / 4%:R.
  rewrite normrM gtr0_norm //; apply: (@le_trans _ _ (s * (1 + `|c2|))).
    by rewrite ler_pmul2l // ler_addr ler01.
  rewrite -ler_pdivl_mulr; last by rewrite ltr_paddr ?normr_ge0 ?ltr01.
  by rewrite -mulrA -invfM /s le_minl lexx orbT.
have := le_trans h2 (ler_add h1 h3).
rewrite -mulrDr -{1}[`|c1|]mulr1 ler_pmul2l // leNgt => /negP; apply.
have ->: 2%:R^-1 + 4%:R^-1 = 1 - 4%:R^-1 :> R by field.
by rewrite ltr_subl_addr ltr_addl invr_gt0 ltr0n.
Qed.
Lemma flat0_sq (f : R -> R) c0 c2 : (forall t, f t = c0 + t ^+ 2 * c2) -> flat0 f.
Proof.
move=> hf e e0; have hb: 0 < 1 + `|c2| by rewrite ltr_paddr ?normr_ge0 ?ltr01.
exists (e / (1 + `|c2|)); split; first exact: divr_gt0.
move=> t ht; rewrite !hf expr0n mul0r addr0 addrAC subrr add0r normrM normrX expr2 -mulrA mulrC -mulrA.
rewrite -[X in _ <= X]mulrC ler_wpmul2l ?normr_ge0 //.
rewrite mulrC; apply: (@le_trans _ _ (`|t| * (1 + `|c2|))); first by rewrite ler_wpmul2l ?normr_ge0 // ler_addr ler01.
by rewrite -ler_pdivl_mulr // ltW.
Qed.

Lemma flat0_ext (f g : R -> R) : (forall t, f t = g t) -> flat0 f -> flat0 g.
Proof. by move=> h hf e /hf[d [d0 hd]]; exists d; split=> // t ht; rewrite -!h; exact: hd. Qed.
Lemma flat0_lin' (f : R -> R) c0 c1 c2 :
  (forall t, f t = radd (radd c0 (rmul t c1)) (rmul (zpow t 2) c2)) -> flat0 f -> c1 = zr 0.
Proof. exact: flat0_lin. Qed.
Lemma flat0_sq' (f : R -> R) c0 c2 : (forall t, f t = radd c0 (rmul (zpow t 2) c2)) -> flat0 f.
Proof. exact: flat0_sq. Qed.

Lemma pdia_dpow (m : Z) (A : M) z : pdia m A -> pdia m (dpow A z).
Proof.
case=> hd hp; split=> [i j ne | i hi].
  by rewrite !mxE (negbTE ne) mulr0n.
by rewrite !mxE eqxx mulr1n gt_eqF ?hp // zpow_gt0 // hp.
Qed.

(* entries *)
Lemma mentD (A B : M) i : ment (madd A B) i = radd (ment A i) (ment B i).
Proof. by rewrite /ment /madd /radd -big_split /=; apply: eq_bigr => k _; case: ifP => _; rewrite ?mxE ?addr0. Qed.
Lemma mentB (A B : M) i : ment (msub A B) i = rsub (ment A i) (ment B i).
Proof. by rewrite /ment /msub /rsub -sumrB; apply: eq_bigr => k _; case: ifP => _; rewrite ?mxE ?subr0. Qed.
Lemma mentZ (c : R) (A : M) i : ment (msc c A) i = rmul c (ment A i).
Proof. by rewrite /ment /msc /rmul mulr_sumr; apply: eq_bigr => k _; case: ifP => _; rewrite ?mxE ?mulr0. Qed.
Lemma mentN (A : M) i : ment (mopp A) i = ropp (ment A i).
Proof. by rewrite /ment /mopp /ropp -sumrN; apply: eq_bigr => k _; case: ifP => _; rewrite ?mxE ?oppr0. Qed.
Lemma ment_at (A : M) (k : 'I_sz) : ment A (Z.add (Z.of_nat k) 1) = A k k.
Proof.
rewrite /ment (bigD1 k) //= Z.eqb_refl big1 ?addr0 // => j hj.
by case: Z.eqb_spec => // e; case/eqP: hj; apply: val_inj => /=; lia.
Qed.
Lemma mentP (A : M) z i : rpos (ment A i) -> ment (dpow A z) i = zpow (ment A i) z.
Proof.
case: (boolP [exists k : 'I_sz, Z.eqb (Z.add (Z.of_nat k) 1) i]) => [/existsP[k /Z.eqb_eq <-]|].
  by rewrite /rpos !ment_at !mxE eqxx mulr1n => h; rewrite gt_eqF.
rewrite negb_exists => /forallP h; rewrite /rpos [X in 0 < X]/ment big1 ?ltxx // => k _.
by rewrite (negbTE (h k)).
Qed.

Lemma ment_pos m (A : M) i : pdia m A -> Z.le m (Z.of_nat sz) -> Z.le 1 i -> Z.le i m -> rpos (ment A i).
Proof.
case=> _ hp h1 h2 h3; have hk: (Z.to_nat (Z.sub i 1) < sz)%N by apply/ssrnat.ltP; lia.
have ->: i = Z.add (Z.of_nat (Ordinal hk)) 1 by rewrite /=; lia.
by rewrite ment_at; apply: hp; apply/Z.ltb_lt; rewrite /=; lia.
Qed.
Lemma ment0 i : ment (@m0 R sz) i = zr 0.
Proof. by rewrite /ment big1 // => k _; case: ifP => _; rewrite ?mxE. Qed.
Lemma mentI m i : Z.le 1 i -> Z.le i m -> Z.le i (Z.of_nat sz) -> ment (@Imx R sz m) i = zr 1.
Proof.
move=> h1 h2 h3; have hk: (Z.to_nat (Z.sub i 1) < sz)%N by apply/ssrnat.ltP; lia.
have ->: i = Z.add (Z.of_nat (Ordinal hk)) 1 by rewrite /=; lia.
rewrite ment_at !mxE eqxx; case: Z.ltb_spec => //= h; move: h; rewrite /=; lia.
Qed.
Lemma mentM (A B : M) i : dia A -> ment (mmul A B) i = rmul (ment A i) (ment B i).
Proof.
move=> hA; case: (boolP [exists k : 'I_sz, Z.eqb (Z.add (Z.of_nat k) 1) i]) => [/existsP[k /Z.eqb_eq <-]|].
  rewrite !ment_at /mmul /rmul mxE (bigD1 k) //= big1 ?addr0 // => j hj.
  by rewrite hA ?mul0r // eq_sym.
rewrite negb_exists => /forallP h.
have z (C : M) : ment C i = 0 by rewrite /ment big1 // => k _; rewrite (negbTE (h k)).
by rewrite !z /rmul mul0r.
Qed.
Lemma dia_dpow (A : M) z m : pdia m A -> dia (dpow A z).
Proof. by move=> _ i j ne; rewrite !mxE (negbTE ne) mulr0n. Qed.
Lemma dia_mul (A B : M) : dia A -> dia B -> dia (mmul A B).
Proof.
move=> hA hB i j ne; rewrite /mmul mxE big1 // => k _.
by case: (eqVneq i k) => [e|h]; [rewrite hB ?mulr0 // -e | rewrite hA ?mul0r].
Qed.
Lemma pdia_mul m (A B : M) : pdia m A -> pdia m B -> pdia m (mmul A B).
Proof.
case=> hA pA [hB pB]; split=> [|i hi]; first exact: dia_mul.
rewrite /mmul mxE (bigD1 i) //= big1 ?addr0; first by rewrite mulr_gt0 ?pA ?pB.
by move=> k hk; rewrite hA ?mul0r // eq_sym.
Qed.

(* a weighted Gram trace that is <= 0 makes its matrix 0 *)
Lemma gram_zero (w : R) (Q : M) : rlt (zr 0) w -> rle (rmul w (mtr (mmul (mT Q) Q))) (zr 0) -> Q = m0.
Proof.
rewrite /rlt /rle /rmul /mtr /mmul /mT zr0 => hw; rewrite pmulr_rle0 // => h.
by apply: trgram_eq0; apply/eqP; rewrite eq_le h trgram_ge0.
Qed.

(* shapes by reflection *)
Lemma den_w_shp (E : env R sz) mt r w c : wf E mt -> cols mt r w = Some c -> shp (denp (zs E) r) (denp (zs E) c) (den_w E r w).
Proof.
move=> W h; split; first exact: den_w_l.
exact: (cols_ok W h (Imx_I E r)).
Qed.
Lemma den_mp_shp (E : env R sz) mt r c p : wf E mt -> typed mt r c p -> shp (denp (zs E) r) (denp (zs E) c) (den_mp E mt r p).
Proof.
move=> W; elim: p => [|x p ih] h; first by rewrite mp_nil; exact: shp0.
have [h1 h2] := typed_cons h; rewrite mp_cons; apply: shpD; last exact: ih.
by apply: shpZ; exact: (den_w_shp W h1).
Qed.
Definition chk_shp (mt : meta) (e : mx) (r c : zx) : bool :=
  match normm mt HN e with Some (r', c', _) => zeq r' (normz r) && zeq c' (normz c) | None => false end.
Lemma shape_ok (E : env R sz) P e r c : ok E P -> chk_shp (mk P) e r c = true ->
  shp (denz (zs E) r) (denz (zs E) c) (dm E 0 0 e).
Proof.
move=> OK; rewrite /chk_shp; case en: (normm _ _ _) => [[[a b] p]|] // /andP[/zeqP ea /zeqP eb]; subst a b.
have W := wf_of OK; have [_ k] := @norm_ok R sz E (mk P) W 0 0 HN I; have [-> ht] := k _ _ _ _ en.
by rewrite -!normz_ok; exact: den_mp_shp.
Qed.
End S.
