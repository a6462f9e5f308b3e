(* Mono.v: a sum of c t^e, e in Z, whose derivative is non-negative between two positive points does not decrease. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import polyrcf ring.
From Saddleproof Require Import Base Norm Sound Rules Struct.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Mono.
Variable R : rcfType.
Fixpoint lev (l : seq (R * Z)) (t : R) : R :=
  match l with [::] => zr 0 | x :: l' => radd (rmul x.1 (zpow t x.2)) (lev l' t) end.
Fixpoint dlev (l : seq (R * Z)) (t : R) : R :=
  match l with [::] => zr 0 | x :: l' => radd (rmul (rmul x.1 (zr x.2)) (zpow t (Z.sub x.2 1))) (dlev l' t) end.

Lemma seq_max (s : seq R) c : c \in s -> exists2 m, m \in s & forall x, x \in s -> x <= m.
Proof.
elim: s c => // a s ih c _; case: s ih => [|b s] ih.
  by exists a; rewrite ?mem_head // => x; rewrite inE => /eqP->.
have [m hm hx] := ih b (mem_head _ _).
case: (lerP a m) => h.
  by exists m; [rewrite in_cons hm orbT | move=> x; rewrite in_cons => /orP[/eqP->|/hx]].
exists a; first exact: mem_head.
by move=> x; rewrite in_cons => /orP[/eqP->//|/hx h2]; exact: le_trans h2 (ltW h).
Qed.

Lemma near_root (r : {poly R}) c : r.[c] = 0 -> 0 < r^`().[c] ->
  exists2 d, 0 < d & (forall y, c < y -> y < c + d -> 0 < r.[y]) /\ (forall y, c - d < y -> y < c -> r.[y] < 0).
Proof.
move=> hr hd; have /factor_theorem [s es]: root r c by apply/rootP.
have hs: 0 < s.[c].
  by move: hd; rewrite es derivM !derivE hornerD !hornerM !hornerE subrr mulr0 add0r.
have [d d0 hc] := poly_cont c s hs.
have pos y : `|y - c| < d -> 0 < s.[y].
  by move=> /hc; rewrite ltr_distl => /andP[]; rewrite subrr.
exists d => //; split=> y h1 h2; rewrite es hornerM !hornerE.
  by rewrite mulr_gt0 ?subr_gt0 // pos // gtr0_norm ?subr_gt0 // ltr_subl_addl.
by rewrite pmulr_rlt0 ?subr_lt0 // pos // ltr0_norm ?subr_lt0 // opprB ltr_subl_addr addrC -ltr_subl_addr.
Qed.

Lemma between2 (a b : R) : a < b -> exists y, a < y < b.
Proof. by move=> h; exists ((a + b) / 2%:R); rewrite !midf_lt. Qed.

Lemma no_down (r : {poly R}) a b : a < b -> r.[b] = 0 -> 0 <= r.[a] ->
  (forall t, a <= t -> t <= b -> r.[t] = 0 -> 0 < r^`().[t]) -> False.
Proof.
move=> ab rb ra hd.
have r0: r != 0 by apply: contraTneq (hd b (ltW ab) (lexx b) rb) => ->; rewrite deriv0 horner0 ltxx.
have left a' : a <= a' -> a' < b -> exists z, [/\ a' < z, z < b & r.[z] < 0].
  move=> h1 h2; have [d d0 [_ hn]] := near_root rb (hd b (ltW ab) (lexx b) rb).
  have hm: Num.max a' (b - d) < b by rewrite lt_maxl h2 ltr_subl_addr ltr_addl.
  have [z /andP[z1 z2]] := between2 hm.
  move: z1; rewrite lt_maxl => /andP[z1 z3].
  by exists z; split=> //; apply: hn.
have right c : a <= c -> c < b -> r.[c] = 0 -> exists y, [/\ c < y, y < b & 0 < r.[y]].
  move=> h1 h2 h3; have [d d0 [hp _]] := near_root h3 (hd c h1 (ltW h2) h3).
  have hm: c < Num.min b (c + d) by rewrite lt_minr h2 ltr_addl.
  have [y /andP[y1 y2]] := between2 hm.
  move: y2; rewrite lt_minr => /andP[y2 y3].
  by exists y; split=> //; apply: hp.
have ivt y z : y < z -> 0 < r.[y] -> r.[z] < 0 -> exists2 c, y < c < z & root r c.
  move=> yz hy hz; have [|x /andP[x1 x2] hx] := @poly_ivt R (- r) y z (ltW yz).
    by rewrite !hornerN oppr_le0 oppr_ge0 !ltW.
  move: hx; rewrite rootN => hx; exists x => //.
  have ny: y != x by apply/eqP=> e; move/rootP: hx; rewrite -e => e2; rewrite e2 ltxx in hy.
  have nz: x != z by apply/eqP=> e; move/rootP: hx; rewrite e => e2; rewrite e2 ltxx in hz.
  by rewrite !lt_neqAle ny nz x1 x2.
have next c : a <= c -> c < b -> 0 <= r.[c] -> exists c', [/\ c < c', c' < b & root r c'].
  move=> h1 h2; rewrite le_eqVlt => /orP[/eqP h3|h3].
    have [y [y1 y2 y3]] := right c h1 h2 (esym h3).
    have [z [z1 z2 z3]] := left y (ltW (le_lt_trans h1 y1)) y2.
    have [c' /andP[c1 c2] c3] := ivt y z z1 y3 z3.
    by exists c'; split=> //; [exact: lt_trans y1 c1 | exact: lt_trans c2 z2].
  have [z [z1 z2 z3]] := left c h1 h2.
  have [c' /andP[c1 c2] c3] := ivt c z z1 h3 z3.
  by exists c'; split=> //; exact: lt_trans c2 z2.
have [c [c1 c2 c3]] := next a (lexx a) ab ra.
have mem x : a < x -> x < b -> root r x -> x \in roots r a b by move=> h1 h2 h3; rewrite in_roots h3 r0 in_itv /= h1 h2.
have [m] := seq_max (mem c c1 c2 c3); rewrite in_roots => /and3P[m1 m2 _] hm.
move: m2; rewrite in_itv /= => /andP[m2 m3].
have rm: 0 <= r.[m] by rewrite (rootP m1).
have [c' [d1 d2 d3]] := next m (ltW m2) m3 rm.
by have := hm c' (mem c' (lt_trans m2 d1) d2 d3); rewrite leNgt d1.
Qed.

(* polynomials times a power *)
Definition big (k : nat) (l : seq (R * Z)) := all (fun x : R * Z => Z.leb 0 (Z.add x.2 (Z.of_nat k))) l.
Fixpoint pol (k : nat) (l : seq (R * Z)) : {poly R} :=
  match l with [::] => 0 | x :: l' => x.1 *: 'X^(Z.to_nat (Z.add x.2 (Z.of_nat k))) + pol k l' end.
Lemma ex_big l : exists k, big k l.
Proof.
elim: l => [|x l [k hk]]; first by exists 0%N.
exists (k + Z.abs_nat x.2)%N; rewrite /big /=; apply/andP; split; first by apply/Z.leb_le; lia.
by apply: sub_all hk => y /Z.leb_le h; apply/Z.leb_le; lia.
Qed.
Lemma zpow_pos (t : R) e k : 0 < t -> Z.le 0 (Z.add e (Z.of_nat k)) -> t ^+ Z.to_nat (Z.add e (Z.of_nat k)) = zpow t e * t ^+ k.
Proof. by move=> h he; rewrite -zpow_nat' // zpowD ?zpow_nat ?gt_eqF. Qed.
Lemma polE k l t : 0 < t -> big k l -> (pol k l).[t] = lev l t * t ^+ k.
Proof.
move=> h; elim: l => [|x l ih] /=; first by rewrite horner0 mul0r.
case/andP=> /Z.leb_le hx /ih{}ih; rewrite hornerD hornerZ hornerXn ih zpow_pos //.
by rewrite /radd /rmul mulrDl mulrA.
Qed.
Lemma dpolE k l t : 0 < t -> big k l -> t * (pol k l)^`().[t] = t ^+ k * (t * dlev l t + k%:R * lev l t).
Proof.
move=> h; elim: l => [|x l ih] /=; first by rewrite deriv0 horner0 !mulr0 add0r mulr0.
case/andP=> /Z.leb_le hx /ih{}ih; rewrite derivD derivZ derivXn hornerD hornerZ hornerMn hornerXn [LHS]mulrDr ih.
set n := Z.to_nat _.
have e1: t * (x.1 * (t ^+ n.-1 *+ n)) = x.1 * n%:R * t ^+ n.
  case: n => [|n]; first by rewrite mulr0n !mulr0 mul0r.
  by rewrite -mulr_natr exprS /=; ring.
have e2: n%:R = zr x.2 + k%:R :> R by rewrite -!zr_nat /n Z2Nat.id // zrD.
have e3: zpow t x.2 = t * zpow t (Z.sub x.2 1).
  by rewrite -{2}(zpow1 t) -zpowD ?gt_eqF //; congr zpow; lia.
have e4: t ^+ n = zpow t x.2 * t ^+ k by rewrite /n zpow_pos.
by rewrite e1 e4 e2 e3 /radd /rmul; ring.
Qed.

Lemma lev_strict l a b : 0 < a -> a < b -> (forall t, a <= t -> t <= b -> 0 < dlev l t) -> lev l a < lev l b.
Proof.
move=> a0 ab hd; rewrite ltNge; apply/negP => hle.
have [k hk] := ex_big l.
have pos t : a <= t -> 0 < t by exact: lt_le_trans.
pose r := pol k l - (lev l b) *: 'X^k.
have rE t : a <= t -> r.[t] = (lev l t - lev l b) * t ^+ k.
  by move=> h; rewrite /r hornerD hornerN hornerZ hornerXn polE ?pos // mulrBl.
apply: (@no_down r a b ab).
- by rewrite rE ?ltW // subrr mul0r.
- by rewrite rE // mulr_ge0 ?subr_ge0 // exprn_ge0 // ltW.
- move=> t h1 h2; rewrite rE // => /eqP; rewrite mulf_eq0 expf_eq0 (gt_eqF (pos t h1)) andbF orbF subr_eq0 => /eqP e.
  rewrite -(pmulr_rgt0 (r^`().[t]) (pos t h1)) /r derivB derivZ derivXn hornerD hornerN hornerZ hornerMn hornerXn mulrBr dpolE ?(pos t h1) // e.
  have ->: t * (lev l b * (t ^+ k.-1 *+ k)) = t ^+ k * (k%:R * lev l b).
    case: k {hk r rE} => [|k]; first by rewrite mulr0n !mulr0 mul0r mulr0.
    by rewrite -mulr_natr exprS /=; ring.
  by rewrite -mulrBr addrK !mulr_gt0 ?exprn_gt0 ?hd ?(pos t h1).
Qed.
Lemma pos_le (a t : R) : rpos a -> rle a t -> rpos t.
Proof. exact: lt_le_trans. Qed.
Lemma lev_lt l a b : rpos a -> rlt a b -> (forall t, rle a t -> rle t b -> rlt (zr 0) (dlev l t)) -> rlt (lev l a) (lev l b).
Proof. exact: lev_strict. Qed.
Lemma lev_le l a b : rpos a -> rle a b -> (forall t, rle a t -> rle t b -> rle (zr 0) (dlev l t)) -> rle (lev l a) (lev l b).
Proof.
rewrite /rpos /rle => a0; rewrite le_eqVlt => /orP[/eqP->//|ab] hd.
rewrite leNgt; apply/negP => hlt.
pose e := (lev l a - lev l b) / (b - a).
have e0: 0 < e by rewrite divr_gt0 ?subr_gt0.
have := @lev_strict ((e, 1%ZZ) :: l) a b a0 ab.
have hpos t : a <= t -> t <= b -> 0 < dlev ((e, 1%ZZ) :: l) t.
  move=> h1 h2; rewrite /= /radd /rmul zpow0 zr1 !mulr1 ltr_paddr //; exact: hd.
move=> /(_ hpos); rewrite /= /radd /rmul !zpow1.
rewrite -subr_gt0 (_ : _ - _ = e * (b - a) - (lev l a - lev l b)); last by ring.
by rewrite /e mulfVK ?subrr ?ltxx // subr_eq0 gt_eqF.
Qed.
End Mono.
