(* Shape.v: the positive roots of a sum of c s^e whose derivative changes sign once. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import polyrcf ring.
From Saddleproof Require Import Base Norm Sound Rules Struct Mono.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Shape.
Variable R : rcfType.
Notation lau := (seq (R * Z)).
Fixpoint dl (l : lau) : lau := match l with [::] => [::] | x :: l' => (rmul x.1 (zr x.2), Z.sub x.2 1) :: dl l' end.
Fixpoint nl (l : lau) : lau := match l with [::] => [::] | x :: l' => (- x.1, x.2) :: nl l' end.
Lemma dlevE (l : lau) (t : R) : dlev l t = lev (dl l) t. Proof. by elim: l => //= x l ->. Qed.
Lemma nlE (l : lau) (t : R) : lev (nl l) t = - lev l t.
Proof. by elim: l => [|x l ih] /=; rewrite ?zr0 ?oppr0 // ih /radd /rmul opprD mulNr. Qed.
Lemma dnlE (l : lau) (t : R) : dlev (nl l) t = - dlev l t.
Proof. by elim: l => [|x l ih] /=; rewrite ?zr0 ?oppr0 // ih /radd /rmul opprD !mulNr. Qed.

(* exactly i simple and j double positive roots where w holds, and no other *)
Definition rootsP (l : lau) (w : R -> Prop) (i j : nat) : Prop :=
  exists xs ys : seq R, [/\ uniq (xs ++ ys), size xs = i, size ys = j,
    (forall s, s \in xs -> [/\ 0 < s, w s, lev l s = 0 & lev (dl l) s <> 0]) &
    (forall s, s \in ys -> [/\ 0 < s, w s, lev l s = 0, lev (dl l) s = 0 & lev (dl (dl l)) s <> 0]) /\
    (forall s, 0 < s -> w s -> lev l s = 0 -> s \in xs ++ ys)].

Lemma lev_ivt (l : lau) (a b : R) : 0 < a -> a < b -> lev l a < 0 -> 0 < lev l b -> exists c, [/\ a < c, c < b & lev l c = 0].
Proof.
move=> a0 ab ha hb; have [n hn] := ex_big l; have b0 := lt_trans a0 ab.
have [|x /andP[x1 x2] hx] := @poly_ivt R (pol n l) a b (ltW ab).
  by rewrite !polE // pmulr_lle0 ?exprn_gt0 // (ltW ha) /= mulr_ge0 ?exprn_ge0 // ltW.
have x0: 0 < x by exact: lt_le_trans x1.
move: hx; rewrite rootE polE // mulf_eq0 expf_eq0 (gt_eqF x0) andbF orbF => /eqP hx.
exists x; split=> //; rewrite lt_neqAle ?x1 ?x2 andbT; apply/eqP=> e; move: hx.
  by rewrite -e => h; rewrite h ltxx in ha.
by rewrite e => h; rewrite h ltxx in hb.
Qed.

(* limits *)
Fixpoint okl (l : lau) : Prop := match l with [::] => True | x :: l' => (x.2 = 0%ZZ \/ 0 < x.1) /\ okl l' end.
Fixpoint konst (l : lau) : R := match l with [::] => 0 | x :: l' => (if Z.eqb x.2 0 then x.1 else 0) + konst l' end.
Lemma lev_ge (l : lau) (s : R) : okl l -> 0 < s -> konst l <= lev l s.
Proof.
move=> h s0; elim: l h => [|x l ih] //= [hx /ih{}ih]; rewrite /radd /rmul ler_add //.
case: Z.eqb_spec => [->|ne]; first by rewrite zpow0 mulr1.
by case: hx => // hx; rewrite mulr_ge0 ?(ltW hx) // ltW // zpow_gt0.
Qed.
Lemma lev_ge_in (l : lau) (s c : R) e : okl l -> 0 < s -> e <> 0%ZZ -> List.In (c, e) l -> c * zpow s e + konst l <= lev l s.
Proof.
move=> h s0 he; elim: l h => [|x l ih] //= [hx hl] [ex|hin].
  rewrite ex /= /radd /rmul; case: Z.eqb_spec => // _; rewrite add0r ler_add2l; exact: lev_ge.
rewrite addrCA /radd /rmul ler_add ?ih //.
case: Z.eqb_spec => [->|ne]; first by rewrite zpow0 mulr1.
by case: hx => // hx; rewrite mulr_ge0 ?(ltW hx) // ltW // zpow_gt0.
Qed.
Lemma zpow_ge (s : R) e : 1 <= s -> Z.le 1 e -> s <= zpow s e.
Proof.
move=> hs he; have [k ->]: exists k, e = Z.of_nat k.+1 by exists (Z.to_nat (Z.sub e 1)); lia.
by rewrite zpow_nat exprS ler_pmulr ?(lt_le_trans ltr01) // exprn_ege1.
Qed.
Definition grows (l : lau) := exists c e, [/\ List.In (c, e) l, Z.le 1 e & 0 < c].
Definition blows (l : lau) := exists c e, [/\ List.In (c, e) l, Z.le e (-1)%ZZ & 0 < c].
Lemma far (l : lau) (a : R) : okl l -> grows l -> 0 < a -> exists b, a < b /\ 0 < lev l b.
Proof.
move=> ho [c [e [hin he hc]]] a0.
pose b := a + 1 + (`|konst l| + 1) / c.
have h1: 0 < (`|konst l| + 1) / c by rewrite divr_gt0 // ltr_paddl ?normr_ge0.
have hb: 1 <= b by rewrite /b -addrA [1 + _]addrC addrA ler_addr addr_ge0 ?(ltW a0) ?(ltW h1).
have b0: 0 < b by exact: lt_le_trans hb.
exists b; split; first by rewrite /b -addrA ltr_addl addr_gt0 ?ltr01.
apply: lt_le_trans (lev_ge_in ho b0 _ hin); last by lia.
have h2: c * b <= c * zpow b e by rewrite ler_pmul2l // zpow_ge.
have h3: `|konst l| < c * b.
  rewrite /b mulrDr mulrCA divff ?gt_eqF // mulr1 addrC -addrA ltr_addl addr_gt0 ?ltr01 //.
  by rewrite mulr_gt0 // addr_gt0 ?ltr01.
have h4: - `|konst l| <= konst l by rewrite ler_oppl -normrN ler_norm.
by rewrite (lt_le_trans _ (ler_add h2 h4)) // subr_gt0.
Qed.
Lemma near (l : lau) (a : R) : okl l -> blows l -> 0 < a -> exists b, [/\ 0 < b, b < a & 0 < lev l b].
Proof.
move=> ho [c [e [hin he hc]]] a0.
pose t := a^-1 + 1 + (`|konst l| + 1) / c.
have h1: 0 < (`|konst l| + 1) / c by rewrite divr_gt0 // ltr_paddl ?normr_ge0.
have ia: 0 < a^-1 by rewrite invr_gt0.
have ht: 1 <= t by rewrite /t -addrA [1 + _]addrC addrA ler_addr addr_ge0 ?(ltW ia) ?(ltW h1).
have t0: 0 < t by exact: lt_le_trans ht.
exists t^-1; split; first by rewrite invr_gt0.
  by rewrite -[a]invrK ltf_pinv ?posrE // /t -addrA ltr_addl addr_gt0 ?ltr01.
have tb: 0 < t^-1 by rewrite invr_gt0.
apply: lt_le_trans (lev_ge_in ho tb _ hin); last by lia.
have e1: zpow t^-1 e = zpow t (Z.opp e) by rewrite /zpow iozN -exprz_inv.
have h2: c * t <= c * zpow t (Z.opp e) by rewrite ler_pmul2l // zpow_ge //; lia.
have h3: `|konst l| < c * t.
  rewrite /t mulrDr mulrCA divff ?gt_eqF // mulr1 addrC -addrA ltr_addl addr_gt0 ?ltr01 //.
  by rewrite mulr_gt0 // addr_gt0 ?ltr01.
have h4: - `|konst l| <= konst l by rewrite ler_oppl -normrN ler_norm.
by rewrite e1 (lt_le_trans _ (ler_add h2 h4)) // subr_gt0.
Qed.

Section Bend.
Variables (l : lau) (A B : R) (p : Z) (m : R -> R).
Hypotheses (hA : rpos A) (hB : rpos B) (hp : Z.le 1 p) (hm : forall s, rpos s -> rpos (m s)).
Hypothesis hid : forall s, rpos s -> rmul s (lev (dl l) s) = rmul (m s) (rsub (rmul A (zpow s p)) B).
Hypotheses (ho : okl l) (hg : grows l) (hb : blows l).

Lemma bend_ex : exists z, 0 < z /\ A * zpow z p = B.
Proof.
have hq: rpos (B / A) by rewrite /rpos divr_gt0.
have [z [z0 ez]] := ex_root hp hq.
by exists z; split=> //; rewrite ez mulrCA divff ?mulr1 // gt_eqF.
Qed.
Variable z : R.
Hypotheses (z0 : 0 < z) (ez : A * zpow z p = B).
Lemma bend_lt s : 0 < s -> (A * zpow s p < B) = (s < z).
Proof.
move=> s0; rewrite -ez ltr_pmul2l //; apply/idP/idP => h.
  by apply/(@pow_lt R s z p hp s0 z0).
by apply/(@pow_lt R s z p hp s0 z0).
Qed.
Lemma bend_gt s : 0 < s -> (B < A * zpow s p) = (z < s).
Proof.
move=> s0; rewrite -ez ltr_pmul2l //; apply/idP/idP => h.
  by apply/(@pow_lt R z s p hp z0 s0).
by apply/(@pow_lt R z s p hp z0 s0).
Qed.
Lemma d_pos s : z < s -> 0 < dlev l s.
Proof.
move=> h; have s0 := lt_trans z0 h; rewrite -(pmulr_rgt0 _ s0) dlevE.
by have := hid s0; rewrite /rmul /rsub => ->; rewrite mulr_gt0 ?hm // subr_gt0 bend_gt.
Qed.
Lemma d_neg s : 0 < s -> s < z -> dlev l s < 0.
Proof.
move=> s0 h; rewrite -(pmulr_rlt0 _ s0) dlevE.
by have := hid s0; rewrite /rmul /rsub => ->; rewrite pmulr_rlt0 ?hm // subr_lt0 bend_lt.
Qed.
Lemma d_z : dlev l z = 0.
Proof.
have := hid z0; rewrite /rmul /rsub ez subrr mulr0 -dlevE => /eqP.
by rewrite mulf_eq0 (gt_eqF z0) => /eqP.
Qed.
Lemma up a b : z <= a -> a < b -> lev l a < lev l b.
Proof.
move=> ha hab; have a0 := lt_le_trans z0 ha.
have [c /andP[c1 c2]] := between2 hab.
have h1: lev l a <= lev l c.
  apply: (@lev_le R l a c a0 (ltW c1)) => t h1 h2; rewrite /rle zr0.
  case: (eqVneq z t) => [<-|ne]; first by rewrite d_z.
  by rewrite ltW // d_pos // lt_neqAle ne (le_trans ha h1).
apply: le_lt_trans h1 (@lev_strict R l c b (lt_trans a0 c1) c2 _) => t h1 h2.
by rewrite d_pos // (le_lt_trans ha) // (lt_le_trans c1).
Qed.
Lemma down a b : 0 < a -> a < b -> b <= z -> lev l b < lev l a.
Proof.
move=> a0 hab hb'.
have [c /andP[c1 c2]] := between2 hab; have c0 := lt_trans a0 c1.
have h1: lev l b <= lev l c.
  rewrite -ler_opp2 -!nlE; apply: (@lev_le R (nl l) c b c0 (ltW c2)) => t h1 h2; rewrite /rle zr0 dnlE oppr_ge0.
  case: (eqVneq t z) => [->|ne]; first by rewrite d_z.
  by rewrite ltW // d_neg ?(lt_le_trans c0) // lt_neqAle ne (le_trans h2 hb').
apply: le_lt_trans h1 _; rewrite -ltr_opp2 -!nlE; apply: lev_strict => // t h1 h2.
by rewrite dnlE oppr_gt0 d_neg ?(lt_le_trans a0) // (le_lt_trans h2) // (lt_le_trans c2).
Qed.
Lemma above_z s : 0 < s -> lev l z <= lev l s.
Proof.
move=> s0; case: (ltgtP s z) => [h|h|->//]; first by rewrite ltW // down.
by rewrite ltW // up.
Qed.

Lemma shape_none : rlt (zr 0) (lev l z) -> rootsP l (fun=> True) 0 0.
Proof.
move=> hz; exists [::], [::]; split=> //; split=> // s s0 _ e.
by have := lt_le_trans hz (above_z s0); rewrite e zr0 ltxx.
Qed.
Lemma shape_double : lev l z = zr 0 -> lev (dl (dl l)) z <> 0 -> rootsP l (fun=> True) 0 1.
Proof.
move=> hz h2; exists [::], [:: z]; split=> //; split=> [s|s s0 _ e].
  by rewrite inE => /eqP->; split=> //; rewrite -dlevE d_z.
rewrite inE; case: (ltgtP s z) => // h.
  by have := @down s z s0 h (lexx z); rewrite e hz zr0 ltxx.
by have := @up z s (lexx z) h; rewrite e hz zr0 ltxx.
Qed.
Lemma two_roots : rlt (lev l z) (zr 0) -> exists x y, [/\ 0 < x, x < z, z < y & lev l x = 0 /\ lev l y = 0].
Proof.
rewrite /rlt zr0 => hz.
have [b [b1 b2]] := far ho hg z0; have [y [y1 y2 y3]] := lev_ivt z0 b1 hz b2.
have [a [a1 a2 a3]] := near ho hb z0.
have ha: lev (nl l) a < 0 by rewrite nlE oppr_lt0.
have hzz: 0 < lev (nl l) z by rewrite nlE oppr_gt0.
have [x [x1 x2 x3]] := lev_ivt a1 a2 ha hzz.
exists x, y; split=> //; first exact: lt_trans x1.
by split=> //; apply/eqP; rewrite -oppr_eq0 -nlE x3.
Qed.
Lemma right_unique s y : z < s -> z < y -> lev l s = 0 -> lev l y = 0 -> s = y.
Proof.
move=> hs hy es ey; case: (ltgtP s y) => // h.
  by have := @up s y (ltW hs) h; rewrite es ey ltxx.
by have := @up y s (ltW hy) h; rewrite es ey ltxx.
Qed.
Lemma left_unique s x : 0 < s -> 0 < x -> s < z -> x < z -> lev l s = 0 -> lev l x = 0 -> s = x.
Proof.
move=> s0 x0 hs hx es ex; case: (ltgtP s x) => // h.
  by have := @down s x s0 h (ltW hx); rewrite es ex ltxx.
by have := @down x s x0 h (ltW hs); rewrite es ex ltxx.
Qed.
Lemma shape_two : rlt (lev l z) (zr 0) -> rootsP l (fun=> True) 2 0.
Proof.
move=> hz; have [x [y [x0 xz zy [ex ey]]]] := two_roots hz.
exists [:: x; y], [::]; split=> //.
- by rewrite /= inE andbT lt_eqF // (lt_trans xz).
- move=> s; rewrite !inE => /orP[] /eqP->; split=> //; rewrite -?dlevE.
  + by move=> e; have := d_neg x0 xz; rewrite e ltxx.
  + exact: lt_trans zy.
  + by move=> e; have := d_pos zy; rewrite e ltxx.
split=> // s s0 _ e; rewrite !inE; case: (ltgtP s z) => h.
- by rewrite (left_unique s0 x0 h xz e ex) eqxx.
- by rewrite (right_unique h zy e ey) eqxx orbT.
by move: hz; rewrite -h e /rlt zr0 ltxx.
Qed.
Lemma shape_right (w : R -> R) : (forall s, rpos s -> w s = rsub (rmul A (zpow s p)) B) -> rlt (lev l z) (zr 0) ->
  rootsP l (fun s => rlt (zr 0) (w s)) 1 0.
Proof.
move=> hw hz; have [x [y [x0 xz zy [ex ey]]]] := two_roots hz.
have y0 := lt_trans z0 zy.
have ww s : 0 < s -> rlt (zr 0) (w s) <-> z < s.
  by move=> s0; rewrite /rlt zr0 (hw s s0) /rsub /rmul subr_gt0 bend_gt.
exists [:: y], [::]; split=> //.
  move=> s; rewrite inE => /eqP->; split=> //; first exact/ww.
  by rewrite -dlevE => e; have := d_pos zy; rewrite e ltxx.
split=> // s s0 /(ww s s0) h e; rewrite inE; apply/eqP; exact: right_unique.
Qed.
Lemma shape_left (w : R -> R) : (forall s, rpos s -> w s = rsub B (rmul A (zpow s p))) -> rlt (lev l z) (zr 0) ->
  rootsP l (fun s => rlt (zr 0) (w s)) 1 0.
Proof.
move=> hw hz; have [x [y [x0 xz zy [ex ey]]]] := two_roots hz.
have ww s : 0 < s -> rlt (zr 0) (w s) <-> s < z.
  by move=> s0; rewrite /rlt zr0 (hw s s0) /rsub /rmul subr_gt0 bend_lt.
exists [:: x], [::]; split=> //.
  move=> s; rewrite inE => /eqP->; split=> //; first exact/(ww _ x0).
  by rewrite -dlevE => e; have := d_neg x0 xz; rewrite e ltxx.
split=> // s s0 /(ww s s0) h e; rewrite inE; apply/eqP; exact: left_unique.
Qed.
End Bend.

Lemma gt0_neq (x : R) : rlt (zr 0) x -> x <> 0.
Proof. by rewrite /rlt zr0 => h e; rewrite e ltxx in h. Qed.
Lemma konst_one (l : lau) c : [seq x.1 | x <- [seq x <- l | Z.eqb x.2 0]] = [:: c] -> konst l = c.
Proof.
have key (k : lau) : konst k = \sum_(y <- [seq x.1 | x <- [seq x <- k | Z.eqb x.2 0]]) y.
  by elim: k => [|x k ih] /=; rewrite ?big_nil // ih; case: ifP => _ /=; rewrite ?big_cons ?add0r.
by rewrite key => ->; rewrite big_cons big_nil addr0.
Qed.
Section Rising.
Variable l : lau.
Hypothesis hd : forall s, rpos s -> rlt (zr 0) (lev (dl l) s).
Hypotheses (ho : okl l) (hg : grows l).
Hypothesis hz : forall x, List.In x l -> Z.le 0 x.2.
Lemma rising a b : 0 < a -> a < b -> lev l a < lev l b.
Proof. by move=> a0 hab; apply: lev_strict => // t h1 _; rewrite dlevE; apply: hd; exact: lt_le_trans h1. Qed.
Lemma rise_none : rle (zr 0) (konst l) -> rootsP l (fun=> True) 0 0.
Proof.
rewrite /rle zr0 => hk; exists [::], [::]; split=> //; split=> // s s0 _ e.
have h2: 0 < s / 2%:R by rewrite divr_gt0 // ltr0n.
have h3: s / 2%:R < s by rewrite ltr_pdivr_mulr ?ltr0n // mulr_natr mulr2n ltr_addl.
by have := le_lt_trans (le_trans hk (lev_ge ho h2)) (rising h2 h3); rewrite e ltxx.
Qed.
Lemma near0 a : 0 < a -> rlt (konst l) (zr 0) -> exists b, [/\ 0 < b, b < a & lev l b < 0].
Proof.
rewrite /rlt zr0 => a0 hk.
have hbig: big 0 l.
  elim: l hz => //= x l' ih h; apply/andP; split; first by apply/Z.leb_le; have := h x (or_introl erefl); lia.
  by apply: ih => y hy; apply: h; right.
have p0: (pol 0 l).[0] = konst l.
  elim: l hz => [|x l' ih] h /=; first by rewrite horner0.
  rewrite hornerD hornerZ hornerXn ih; last by move=> y hy; apply: h; right.
  congr (_ + _); have := h x (or_introl erefl); case: Z.eqb_spec => [->|ne] hx; first by rewrite expr0 mulr1.
  have [k ->]: exists k, Z.to_nat (Z.add x.2 0) = k.+1 by exists (Z.to_nat (Z.sub x.2 1)); lia.
  by rewrite expr0n /= mulr0.
have nk: 0 < - konst l by rewrite oppr_gt0.
have [d d0 hc] := poly_cont 0 (pol 0 l) nk.
have hm: 0 < Num.min a d by rewrite lt_minr a0.
have [b /andP[b0 b1]] := between2 hm; move: b1; rewrite lt_minr => /andP[b1 b2].
exists b; split=> //; have := hc b; rewrite subr0 (gtr0_norm b0) => /(_ b2).
by rewrite ltr_distl p0 addrN => /andP[_]; rewrite polE // expr0 mulr1.
Qed.
Lemma rise_one : rlt (konst l) (zr 0) -> rootsP l (fun=> True) 1 0.
Proof.
move=> hk; have [a [a0 _ ha]] := near0 ltr01 hk.
have [b [ab hb]] := far ho hg a0.
have [c [c1 c2 c3]] := lev_ivt a0 ab ha hb.
have c0 := lt_trans a0 c1.
exists [:: c], [::]; split=> //.
  move=> s; rewrite inE => /eqP->; split=> // e.
  by have := hd c0; rewrite e /rlt zr0 ltxx.
split=> // s s0 _ e; rewrite inE; case: (ltgtP s c) => // h.
  by have := rising s0 h; rewrite e c3 ltxx.
by have := rising c0 h; rewrite e c3 ltxx.
Qed.
End Rising.
End Shape.
