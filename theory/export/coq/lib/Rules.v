(* Rules.v: one theorem a rule. Each has a boolean premise that vm_compute decides. *)
From Coq Require Import ZArith NArith QArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Saddleproof Require Import Base Norm Sound.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Record pre := Pre { pzf : seq nat; psf : seq nat; pmd : seq nat; psh : seq (zx * zx); pdim : seq zx }.
Definition mk (p : pre) : meta :=
  Meta (pzf p) (psf p) (pmd p) [seq (normz x.1, normz x.2) | x <- psh p] [seq normz x | x <- pdim p].

Inductive eqn := ES (l r : sx) | EM (l r : mx).
Record cmpf := Cf { strict : bool; big : sx; small : sx }.
Record oterm := OT { ow : sx; ofs : seq nat; osq : seq sx; ogr : seq mx }.

Section Check.
Variable mt : meta.
Definition isnil A (s : seq A) := if s is [::] then true else false.
Definition nf_eqn (e : eqn) : hole :=
  match e with
  | ES l r => match norms mt HN l, norms mt HN r with Some p, Some q => HS (padd p (popp q)) | _, _ => HN end
  | EM l r => match normm mt HN l, normm mt HN r with
    | Some (r, c, p), Some (r', c', q) => if zeq r r' && zeq c c' then HM r c (padd p (popp q)) else HN | _, _ => HN end
  end.
Definition zero_of h := match h with HN => HN | HS _ => HS [::] | HM r c _ => HM r c [::] end.
Definition wit_s (w : sx * eqn) : option poly :=
  let h := nf_eqn w.2 in
  match norms mt h w.1, norms mt (zero_of h) w.1 with Some p, Some q => if isnil q then Some p else None | _, _ => None end.
Definition wit_m (w : mx * eqn) : option poly :=
  let h := nf_eqn w.2 in
  match normm mt h w.1, normm mt (zero_of h) w.1 with
  | Some (_, _, p), Some (_, _, q) => if isnil q then Some p else None | _, _ => None end.
Fixpoint osum A (f : A -> option poly) (l : seq A) : option poly :=
  match l with [::] => Some [::]
  | x :: l' => match f x, osum f l' with Some p, Some q => Some (padd p q) | _, _ => None end end.
Definition chk_s (l r : sx) (ws : seq (sx * eqn)) : bool :=
  match norms mt HN l, norms mt HN r, osum wit_s ws with
  | Some p, Some q, Some t => isnil (padd (padd p (popp q)) (popp t)) | _, _, _ => false end.
Definition wit_mt (rr cc : zpol) (w : mx * eqn) : option poly :=
  let h := nf_eqn w.2 in
  match normm mt h w.1, normm mt (zero_of h) w.1 with
  | Some (r, c, p), Some (r', c', q) => if isnil q && (zeq r rr && zeq c cc) && (zeq r' rr && zeq c' cc) then Some p else None
  | _, _ => None end.
Definition chk_m (l r : mx) (ws : seq (mx * eqn)) : bool :=
  match normm mt HN l, normm mt HN r with
  | Some (a, c, p), Some (a', c', q) =>
    if zeq a a' && zeq c c' then
      match osum (wit_mt a c) ws with Some t => isnil (padd (padd p (popp q)) (popp t)) | None => false end
    else false
  | _, _ => false end.

Definition man (s : bool) (p : poly) : bool :=
  all (fun x : mono * Q => Z.ltb 0 (Qnum x.2) && isnil x.1.2.1 &&
    (if s then isnil x.1.1.1 else all (fun b : base * N => N.even b.2 || (flag mt b.1 == 1%N)) x.1.1.1)) p && (s ==> ~~ isnil p).
Definition nf_cmp (c : cmpf) : option poly :=
  match norms mt HN (big c), norms mt HN (small c) with Some p, Some q => Some (padd p (popp q)) | _, _ => None end.
Fixpoint oprod A (f : A -> option poly) (l : seq A) (p : poly) : option poly :=
  match l with [::] => Some p
  | x :: l' => match f x, oprod f l' p with Some p, Some q => Some (pmul jnil p q) | _, _ => None end end.
Definition nf_term (cf : seq cmpf) (t : oterm) : option (poly * bool) :=
  match norms mt HN (ow t) with
  | None => None
  | Some p => if man false p then
      let s := man true p && all (fun i => strict (nth (Cf false (SN 0) (SN 0)) cf i)) (ofs t) && isnil (osq t) && isnil (ogr t) in
      match oprod (fun i => nf_cmp (nth (Cf false (SN 0) (SN 0)) cf i)) (ofs t) p with None => None | Some p1 =>
      match oprod (fun q => match norms mt HN q with Some x => Some (pmul jnil x x) | None => None end) (osq t) p1 with
      | None => None | Some p2 =>
      match oprod (fun q => norms mt HN (ST (MM (MT q) q))) (ogr t) p2 with None => None | Some p3 => Some (p3, s) end end end
    else None end.
Definition chk_o (goal : cmpf) (cf : seq cmpf) (ws : seq (sx * eqn)) (ts : seq oterm) : bool :=
  match nf_cmp goal, osum wit_s ws, osum (fun t => omap fst (nf_term cf t)) ts with
  | Some p, Some q, Some t => isnil (padd (padd p (popp q)) (popp t)) &&
     (strict goal ==> has (fun t => match nf_term cf t with Some (_, s) => s | None => false end) ts)
  | _, _, _ => false end.
End Check.

Section Rules.
Variables (R : rcfType) (sz : nat).
Notation M := 'M[R]_sz.

Fixpoint okS (s : seq R) (fl : seq nat) : Prop :=
  match s, fl with
  | [::], [::] => True
  | x :: s', f :: l => match f with 0%N => True | 1%N => 0 <= x | _ => 0 < x end /\ okS s' l
  | _, _ => False end.
Fixpoint okZ (s : seq Z) (fl : seq nat) : Prop :=
  match s, fl with
  | [::], [::] => True
  | x :: s', f :: l => match f with 0%N => True | 1%N => Z.le 0 x | _ => Z.lt 0 x end /\ okZ s' l
  | _, _ => False end.
Fixpoint okM (zs : seq Z) (s : seq M) (sh : seq (zx * zx)) (dg : seq nat) : Prop :=
  match s, sh, dg with
  | [::], [::], [::] => True
  | x :: s', h :: sh', d :: dg' =>
    (shp (denz zs h.1) (denz zs h.2) x /\ match d with 0%N => True | 1%N => dia x | _ => pdia (denz zs h.1) x end) /\ okM zs s' sh' dg'
  | _, _, _ => False end.
Fixpoint okD (zs : seq Z) (s : seq zx) : Prop :=
  match s with [::] => True | x :: s' => Z.le 0 (denz zs x) /\ Z.le (denz zs x) (Z.of_nat sz) /\ okD zs s' end.
Definition ok (E : env R sz) (p : pre) : Prop :=
  okZ (zs E) (pzf p) /\ okS (ss E) (psf p) /\ okM (zs E) (ms E) (psh p) (pmd p) /\ okD (zs E) (pdim p).

Lemma okS_nth s fl i : okS s fl -> (nth 0%N fl i = 2%N -> 0 < nth 0 s i) /\ (nth 0%N fl i = 1%N -> 0 <= nth 0 s i).
Proof.
elim: s fl i => [|x s ih] [|f fl] i //=; first by rewrite !nth_nil.
case=> hf /ih{}ih; case: i => [|i] //=.
by split=> e; move: hf; rewrite e.
Qed.
Lemma okZ_nth s fl i : okZ s fl -> (nth 0%N fl i = 2%N -> Z.lt 0 (nth 0%ZZ s i)) /\ (nth 0%N fl i = 1%N -> Z.le 0 (nth 0%ZZ s i)).
Proof.
elim: s fl i => [|x s ih] [|f fl] i //=; first by rewrite !nth_nil.
case=> hf /ih{}ih; case: i => [|i] //=.
by split=> e; move: hf; rewrite e.
Qed.
Lemma okM_nth zs s sh dg i : okM zs s sh dg ->
  let h := nth ([::], [::]) [seq (normz x.1, normz x.2) | x <- sh] i in
  [/\ shp (denp zs h.1) (denp zs h.2) (nth 0 s i), (0 < nth 0 dg i)%N -> dia (nth 0 s i)
    & nth 0%N dg i = 2%N -> pdia (denp zs h.1) (nth 0 s i)].
Proof.
elim: s sh dg i => [|x s ih] [|h sh] [|d dg] i //=.
  by rewrite !nth_nil => _; split=> //; exact: shp0.
case=> -[hs hd] /ih{}ih; case: i => [|i] //=; rewrite !normz_ok; split=> //.
  by case: d hd => [|[|d]] // [].
by move=> e; move: hd; rewrite e.
Qed.
Lemma wf_of E p : ok E p -> wf E (mk p).
Proof.
case=> hz [hs [hm hd]]; split.
- move=> [[] i] /=; rewrite /flag /bval /= => e; [apply: zr_gt0 | ].
    by have [h _] := okZ_nth i hz; apply: h.
  by have [h _] := okS_nth i hs; apply: h.
- move=> [[] i] /=; rewrite /flag /bval /= => e; [apply: zr_ge0 | ].
    by have [_ h] := okZ_nth i hz; apply: h.
  by have [_ h] := okS_nth i hs; apply: h.
- by move=> i; have [h _ _] := okM_nth i hm.
- by move=> i e; have [_ h _] := okM_nth i hm; apply: h.
- by move=> i e; have [_ _ h] := okM_nth i hm; apply: h.
- move=> r /=; elim: (pdim p) hd => [|x l ih] //= [h1 [h2 h3]] /orP[/zeqP->|]; last exact: ih.
  by rewrite normz_ok.
Qed.

Variables (E : env R sz) (P : pre).
Hypothesis OK : ok E P.
Let mt := mk P.
Let W := wf_of OK.
Notation DS := (ds E 0 0).
Notation DM := (dm E 0 0).
Definition den_eqn e := match e with ES l r => DS l = DS r | EM l r => DM l = DM r end.
Definition den_cmp c := if strict c then rlt (DS (small c)) (DS (big c)) else rle (DS (small c)) (DS (big c)).
Fixpoint all_eqn (l : seq eqn) : Prop := match l with [::] => True | x :: l' => den_eqn x /\ all_eqn l' end.
Fixpoint all_cmp (l : seq cmpf) : Prop := match l with [::] => True | x :: l' => den_cmp x /\ all_cmp l' end.

Lemma nS e p : norms mt HN e = Some p -> DS e = den_sp E mt p.
Proof. by have [h _] := @norm_ok R sz E mt W 0 0 HN I; exact: h. Qed.
Lemma nM e r c p : normm mt HN e = Some (r, c, p) -> DM e = den_mp E mt r p.
Proof. by have [_ h] := @norm_ok R sz E mt W 0 0 HN I => /h[]. Qed.
Lemma nf_eqn_ok e : den_eqn e -> hole_ok E mt 0 0 (nf_eqn mt e) /\ hole_ok E mt 0 0 (zero_of (nf_eqn mt e)).
Proof.
case: e => l r /= h.
  case el: (norms mt HN l) => [p|] //; case er: (norms mt HN r) => [q|] //=.
  by rewrite padd_s // popp_s -(nS el) -(nS er) h subrr sp_nil.
case el: (normm mt HN l) => [[[a c] p]|] //; case er: (normm mt HN r) => [[[a' c'] q]|] //=.
case: ifP => // /andP[/zeqP e1 _]; subst a' => /=.
by rewrite padd_m // popp_m -(nM el) -(nM er) h subrr mp_nil.
Qed.
Lemma wit_s_ok w p : den_eqn w.2 -> wit_s mt w = Some p -> den_sp E mt p = 0.
Proof.
move=> /nf_eqn_ok[h1 h2]; rewrite /wit_s.
case e1: norms => [x|] //; case e2: norms => [y|] //; case: y e2 => //= e2 [<-].
have [k _] := norm_ok W h1; have [k2 _] := norm_ok W h2.
by rewrite -(k _ _ e1) (k2 _ _ e2) sp_nil.
Qed.
Lemma wit_mt_ok r c w p : den_eqn w.2 -> wit_mt mt r c w = Some p -> den_mp E mt r p = 0.
Proof.
move=> /nf_eqn_ok[h1 h2]; rewrite /wit_mt.
case e1: (normm mt (nf_eqn mt w.2) w.1) => [[[a b] x]|] //; case e2: (normm mt (zero_of (nf_eqn mt w.2)) w.1) => [[[a' b'] y]|] //.
case: y e2 => //= e2; case: ifP => // /andP[/andP[/zeqP ea _] /andP[/zeqP ea' _]] [<-]; subst a a'.
have [_ k] := norm_ok W h1; have [_ k2] := norm_ok W h2.
by have [<- _] := k _ _ _ _ e1; have [-> _] := k2 _ _ _ _ e2; rewrite mp_nil.
Qed.
Lemma sum_s_ok ws p : all_eqn [seq w.2 | w <- ws] -> osum (wit_s mt) ws = Some p -> den_sp E mt p = 0.
Proof.
elim: ws p => [|w ws ih] p; first by move=> _ [<-]; rewrite sp_nil.
case=> hw hws; rewrite [osum _ _]/=; case e1: (wit_s mt w) => [x|] //; case e2: (osum _ ws) => [y|] // [<-].
by rewrite padd_s // (wit_s_ok hw e1) (ih _ hws e2) addr0.
Qed.
Lemma sum_m_ok r c ws p : all_eqn [seq w.2 | w <- ws] -> osum (wit_mt mt r c) ws = Some p -> den_mp E mt r p = 0.
Proof.
elim: ws p => [|w ws ih] p; first by move=> _ [<-]; rewrite mp_nil.
case=> hw hws; rewrite [osum _ _]/=; case e1: (wit_mt mt r c w) => [x|] //; case e2: (osum _ ws) => [y|] // [<-].
by rewrite padd_m // (wit_mt_ok hw e1) (ih _ hws e2) addr0.
Qed.
Theorem expand_s l r ws : all_eqn [seq w.2 | w <- ws] -> chk_s mt l r ws = true -> DS l = DS r.
Proof.
move=> h; rewrite /chk_s; case el: (norms mt HN l) => [p|] //; case er: (norms mt HN r) => [q|] //.
case et: (osum _ _) => [t|] // hn.
have: den_sp E mt (padd (padd p (popp q)) (popp t)) = 0 by case: (padd _ (popp t)) hn => // _; rewrite sp_nil.
rewrite !padd_s // !popp_s (sum_s_ok h et) subr0 (nS el) (nS er) => /eqP.
by rewrite subr_eq0 => /eqP.
Qed.
Theorem expand_m l r ws : all_eqn [seq w.2 | w <- ws] -> chk_m mt l r ws = true -> DM l = DM r.
Proof.
move=> h; rewrite /chk_m; case el: (normm mt HN l) => [[[a c] p]|] //; case er: (normm mt HN r) => [[[a' c'] q]|] //.
case: ifP => // /andP[/zeqP e1 _]; subst a'; case et: (osum _ _) => [t|] // hn.
have: den_mp E mt a (padd (padd p (popp q)) (popp t)) = 0 by case: (padd _ (popp t)) hn => // _; rewrite mp_nil.
rewrite !padd_m // !popp_m (sum_m_ok h et) subr0 (nM el) (nM er) => /eqP.
by rewrite subr_eq0 => /eqP.
Qed.

(* order *)
Lemma man_ge0 p : man mt false p -> 0 <= den_sp E mt p.
Proof.
rewrite /man andbT; elim: p => [|[[[np pw] [t w]] q] p ih]; first by rewrite sp_nil.
rewrite [all _ _]/= => /andP[/andP[/andP[hq ht] hn] /ih{}ih].
rewrite sp_cons addr_ge0 // /d_sp /= mulr_ge0 //; first by rewrite ltW // qr_gt0.
rewrite /den_mono /=; case: t ht => // _; rewrite /den_t dens_nil mulr1 mulr_ge0 //.
  elim: np hn => [|[b n] np ihn]; first by rewrite /den_np dens_nil ler01.
  rewrite [all _ _]/= => /andP[hb /ihn{}ihn]; rewrite /den_np dens_cons mulr_ge0 // /d_np /=.
  case/orP: hb => hb; last by apply: exprn_ge0; apply: (Hnng W); apply/eqP.
  have [k ->]: exists k, N.to_nat n = (k + k)%N.
    by have [k ->] := proj1 (N.even_spec n) hb; exists (N.to_nat k); rewrite -N.double_spec N2Nat.inj_double /=; lia.
  by rewrite exprD -expr2 sqr_ge0.
elim: pw => [|[b e] pw ihp]; first by rewrite /den_pw dens_nil ler01.
rewrite /den_pw dens_cons mulr_ge0 // /d_pw /=; case: ifP => [/eqP h|_]; last exact: ler01.
by rewrite ltW // zpow_gt0 // (Hpos W).
Qed.
Lemma man_gt0 p : man mt true p -> 0 < den_sp E mt p.
Proof.
rewrite /man => /andP[h1 /= h2].
elim: p h1 h2 => [|[[[np pw] [t w]] q] p ih] //.
rewrite [all _ _]/= => /andP[/andP[/andP[hq ht] hn] hp] _.
have hx: 0 < d_sp E mt ((np, pw), (t, w)) q.
  rewrite /d_sp /= mulr_gt0 ?qr_gt0 // /den_mono /=; case: t ht => // _; case: np hn => // _.
  rewrite /den_t /den_np !dens_nil mulr1 mul1r.
  elim: pw => [|[b e] pw ihp]; first by rewrite /den_pw dens_nil ltr01.
  rewrite /den_pw dens_cons mulr_gt0 // /d_pw /=; case: ifP => [/eqP h|_]; last exact: ltr01.
  by rewrite zpow_gt0 // (Hpos W).
rewrite sp_cons; case: p hp ih => [|y p] hp ih; first by rewrite sp_nil addr0.
by rewrite addr_gt0 // ih.
Qed.
Lemma nf_cmp_ok c p : nf_cmp mt c = Some p -> den_cmp c -> 0 <= den_sp E mt p /\ (strict c -> 0 < den_sp E mt p).
Proof.
rewrite /nf_cmp; case el: (norms mt HN (big c)) => [x|] //; case er: (norms mt HN (small c)) => [y|] // [<-].
rewrite padd_s // popp_s -(nS el) -(nS er) /den_cmp /rlt /rle subr_ge0 subr_gt0.
by case: (strict c) => // h; split=> //; exact: ltW.
Qed.
Lemma all_cmp_nth cf i : all_cmp cf -> den_cmp (nth (Cf false (SN 0) (SN 0)) cf i).
Proof.
elim: cf i => [|c cf ih] i /=; first by rewrite nth_nil /den_cmp /= /rle.
by case=> hc /ih{}ih; case: i.
Qed.
Lemma nf_term_ok cf t p s : all_cmp cf -> nf_term mt cf t = Some (p, s) ->
  0 <= den_sp E mt p /\ (s -> 0 < den_sp E mt p).
Proof.
move=> hcf; rewrite /nf_term; case ew: (norms mt HN (ow t)) => [x|] //; case: ifP => // hm.
set s0 := man mt true x && _ && _ && _; have h0 := man_ge0 hm.
case e1: (oprod _ (ofs t) x) => [p1|] //; case e2: (oprod _ (osq t) p1) => [p2|] //; case e3: (oprod _ (ogr t) p2) => [p3|] // [<- <-].
have k1: 0 <= den_sp E mt p1 /\ (man mt true x && all (fun i => strict (nth (Cf false (SN 0) (SN 0)) cf i)) (ofs t) -> 0 < den_sp E mt p1).
  elim: (ofs t) p1 e1 {e2} => [|i l ih] p1; first by case=> <-; split=> //; rewrite andbT; exact: man_gt0.
  rewrite [oprod _ _ _]/=; case ei: (nf_cmp _ _) => [y|] //; case el: (oprod _ l _) => [z|] // [<-].
  have [a1 a2] := nf_cmp_ok ei (all_cmp_nth i hcf); have [b1 b2] := ih _ el.
  rewrite pmul_s // mulr_ge0 //; split=> // /and3P[c1 c2 c3]; rewrite mulr_gt0 ?a2 ?b2 // c1 //=.
have k2: 0 <= den_sp E mt p2 /\ (isnil (osq t) -> p2 = p1).
  elim: (osq t) p2 e2 {e3} => [|q l ih] p2; first by case=> <-; split=> //; case: k1.
  rewrite [oprod _ _ _]/=; case ei: (norms mt HN q) => [y|] //; case el: (oprod _ l _) => [z|] // [<-].
  by split=> //; rewrite !pmul_s // mulr_ge0 ?(proj1 (ih _ el)) // -expr2 sqr_ge0.
have k3: 0 <= den_sp E mt p3 /\ (isnil (ogr t) -> p3 = p2).
  elim: (ogr t) p3 e3 => [|q l ih] p3; first by case=> <-; split=> //; case: k2.
  rewrite [oprod _ _ _]/=; case ei: (norms mt HN _) => [y|] //; case el: (oprod _ l _) => [z|] // [<-].
  by split=> //; rewrite pmul_s // mulr_ge0 ?(proj1 (ih _ el)) // -(nS ei); exact: trgram_ge0.
case: k1 k2 k3 => a1 a2 [b1 b2] [c1 c2]; split=> //; rewrite /s0 => /andP[/andP[d1 d2] d3].
by rewrite c2 // b2 // a2.
Qed.
Theorem order_ok goal cf ws ts : all_cmp cf -> all_eqn [seq w.2 | w <- ws] -> chk_o mt goal cf ws ts = true -> den_cmp goal.
Proof.
move=> hcf hws; rewrite /chk_o; case eg: (nf_cmp mt goal) => [p|] //; case ew: (osum _ ws) => [q|] //.
case et: (osum _ ts) => [t|] // /andP[hn hs].
have hz: den_sp E mt (padd (padd p (popp q)) (popp t)) = 0 by case: (padd _ (popp t)) hn => // _; rewrite sp_nil.
move: hz; rewrite !padd_s // !popp_s (sum_s_ok hws ew) subr0 => /eqP; rewrite subr_eq0 => /eqP ept.
have ht: 0 <= den_sp E mt t /\ (has (fun t => match nf_term mt cf t with Some (_, s) => s | None => false end) ts -> 0 < den_sp E mt t).
  elim: ts t et {ept hn hs} => [|x ts ih] t; first by case=> <-; rewrite sp_nil.
  rewrite [osum _ _]/=; case ex: (nf_term mt cf x) => [[y s]|] //; rewrite [omap _ _]/=.
  case el: (osum _ ts) => [z|] // [<-]; have [a1 a2] := nf_term_ok hcf ex; have [b1 b2] := ih _ el.
  rewrite padd_s //; split; first by rewrite addr_ge0.
  by rewrite [has _ _]/= ex => /orP[/a2 h|/b2 h]; [exact: ltr_paddr | exact: ltr_paddl].
move: eg; rewrite /nf_cmp; case el: (norms mt HN (big goal)) => [x|] //; case er: (norms mt HN (small goal)) => [y|] // [ep].
move: ept; rewrite -ep padd_s // popp_s -(nS el) -(nS er) => e; case: ht; rewrite -e subr_ge0 subr_gt0 /den_cmp /rlt /rle => h1 h2.
by case: (strict goal) hs => //= hs; exact: h2.
Qed.
End Rules.
