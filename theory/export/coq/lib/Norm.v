(* Norm.v: normal forms of scalar and matrix expressions, computed inside Coq, and their correctness.
   A polynomial is a sum of rational * powers * traces * word; exponents and sizes are integer polynomials in symbols. *)
From Coq Require Import ZArith QArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Saddleproof Require Import Base.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ---------------------------------------------------------------- comparisons *)
Definition cmpok A (c : A -> A -> comparison) := forall x y, c x y = Eq -> x = y.

Fixpoint lcmp A (c : A -> A -> comparison) (x y : seq A) : comparison :=
  match x, y with
  | [::], [::] => Eq | [::], _ => Lt | _, [::] => Gt
  | a :: x', b :: y' => match c a b with Eq => lcmp c x' y' | r => r end
  end.
Definition pcmp A B (ca : A -> A -> comparison) (cb : B -> B -> comparison) (x y : A * B) :=
  match ca x.1 y.1 with Eq => cb x.2 y.2 | r => r end.
Definition bcmp (a b : bool) := match a, b with false, true => Lt | true, false => Gt | _, _ => Eq end.
Lemma lcmp_ok A (c : A -> A -> comparison) : cmpok c -> cmpok (lcmp c).
Proof.
move=> h; elim=> [|a x ih] [|b y] //=; case e: (c a b) => // e2.
by rewrite (h _ _ e) (ih _ e2).
Qed.
Lemma pcmp_ok A B (ca : A -> A -> comparison) (cb : B -> B -> comparison) : cmpok ca -> cmpok cb -> cmpok (pcmp ca cb).
Proof. by move=> ha hb [a b] [a' b']; rewrite /pcmp /=; case e: (ca a a') => // /hb->; rewrite (ha _ _ e). Qed.
Lemma ncmp_ok : cmpok Nat.compare. Proof. by move=> x y; apply: Nat.compare_eq. Qed.
Lemma Zcmp_ok : cmpok Z.compare. Proof. by move=> x y; apply: Z.compare_eq. Qed.
Lemma Ncmp_ok : cmpok N.compare. Proof. by move=> x y; apply: N.compare_eq. Qed.
Lemma bcmp_ok : cmpok bcmp. Proof. by case=> [] []. Qed.
Definition iseq A (c : A -> A -> comparison) x y := match c x y with Eq => true | _ => false end.
Lemma iseqP A (c : A -> A -> comparison) x y : cmpok c -> iseq c x y -> x = y.
Proof. by move=> h; rewrite /iseq; case e: (c x y) => // _; exact: h. Qed.

(* ---------------------------------------------------------------- sorted association lists *)
Section Merge.
Variables (K C : Type) (cmp : K -> K -> comparison) (add : C -> C -> C) (isz : K -> C -> bool).
Fixpoint merge (l1 : seq (K * C)) : seq (K * C) -> seq (K * C) :=
  fix aux l2 :=
    match l1, l2 with
    | [::], _ => l2 | _, [::] => l1
    | x :: t1, y :: t2 => match cmp x.1 y.1 with
        | Eq => (x.1, add x.2 y.2) :: merge t1 t2 | Lt => x :: merge t1 l2 | Gt => y :: aux t2 end
    end.
Fixpoint push (st : seq (option (seq (K * C)))) r :=
  match st with
  | [::] => [:: Some r] | None :: t => Some r :: t | Some r' :: t => None :: push t (merge r' r) end.
Fixpoint flush (st : seq (option (seq (K * C)))) :=
  match st with [::] => [::] | None :: t => flush t | Some r :: t => merge r (flush t) end.
Definition msort l := flush (foldl (fun st x => push st [:: x]) [::] l).
Definition prune (l : seq (K * C)) := filter (fun x => ~~ isz x.1 x.2) l.

Variables (T : Type) (e : T) (op : Monoid.com_law e) (den : K -> C -> T).
Hypothesis cmp_ok : cmpok cmp.
Hypothesis den_add : forall k c d, den k (add c d) = op (den k c) (den k d).
Definition dens l := \big[op/e]_(x <- l) den x.1 x.2.
Lemma dens_nil : dens [::] = e. Proof. by rewrite /dens big_nil. Qed.
Lemma dens_cons x l : dens (x :: l) = op (den x.1 x.2) (dens l). Proof. by rewrite /dens big_cons. Qed.
Lemma dens_merge l1 l2 : dens (merge l1 l2) = op (dens l1) (dens l2).
Proof.
elim: l1 l2 => [|x t1 ih1]; first by case=> [|y l2]; rewrite dens_nil Monoid.mul1m.
elim=> [|y t2 ih2]; first by rewrite dens_nil Monoid.mulm1.
rewrite /=; case e': (cmp _ _).
- rewrite !dens_cons ih1 den_add (cmp_ok e') -!Monoid.mulmA; congr (op _ _).
  by rewrite !Monoid.mulmA (Monoid.mulmC op (den y.1 y.2)).
- by rewrite dens_cons ih1 [dens (x :: t1)]dens_cons Monoid.mulmA.
- by rewrite dens_cons ih2 [dens (y :: t2)]dens_cons Monoid.mulmCA.
Qed.
Definition dst (st : seq (option (seq (K * C)))) := \big[op/e]_(o <- st) (if o is Some r then dens r else e).
Lemma dst_push st r : dst (push st r) = op (dens r) (dst st).
Proof.
rewrite /dst; elim: st r => [|[r'|] st ih] r /=; rewrite !big_cons ?big_nil //.
  by rewrite Monoid.mul1m ih dens_merge Monoid.mulmAC Monoid.mulmC Monoid.mulmA.
by rewrite Monoid.mul1m.
Qed.
Lemma dens_flush st : dens (flush st) = dst st.
Proof.
rewrite /dst; elim: st => [|[r|] st ih] /=; rewrite ?big_cons ?big_nil ?dens_nil //.
  by rewrite dens_merge ih.
by rewrite Monoid.mul1m.
Qed.
Lemma dst_foldl l st : dst (foldl (fun st x => push st [:: x]) st l) = op (dens l) (dst st).
Proof.
elim: l st => [|x l ih] st /=; first by rewrite dens_nil Monoid.mul1m.
by rewrite ih dst_push /dens !big_cons big_nil Monoid.mulm1 -Monoid.mulmA Monoid.mulmCA.
Qed.
Lemma dens_msort l : dens (msort l) = dens l.
Proof. by rewrite /msort dens_flush dst_foldl /dst big_nil Monoid.mulm1. Qed.
Lemma dens_prune l : (forall k c, isz k c -> den k c = e) -> dens (prune l) = dens l.
Proof.
move=> h; rewrite /dens /prune big_filter big_mkcond /=; apply: eq_bigr => x _.
by case: ifP => // /negbFE/h->.
Qed.
End Merge.
Arguments dens {K C T e} op den l.

(* ---------------------------------------------------------------- integer polynomials *)
Inductive zx := ZV (i : nat) | ZC (z : Z) | ZA (a b : zx) | ZM (a b : zx) | ZO (a : zx).
Definition zpol := seq (seq nat * Z).
Definition kcmp := lcmp Nat.compare.
Definition zcmp : zpol -> zpol -> comparison := lcmp (pcmp kcmp Z.compare).
Definition zeq := iseq zcmp.
Definition zisz (_ : seq nat) (c : Z) := Z.eqb c 0.
Definition zadd (p q : zpol) : zpol := prune zisz (merge kcmp Z.add p q).
Fixpoint kins (i : nat) (l : seq nat) := match l with [::] => [:: i] | j :: t => if (i <= j)%N then i :: l else j :: kins i t end.
Definition kmul (a b : seq nat) := foldr kins b a.
Definition zmul (p q : zpol) : zpol :=
  prune zisz (msort kcmp Z.add [seq (kmul a.1 b.1, Z.mul a.2 b.2) | a <- p, b <- q]).
Fixpoint normz (e : zx) : zpol :=
  match e with
  | ZV i => [:: ([:: i], 1%ZZ)] | ZC z => if Z.eqb z 0 then [::] else [:: ([::], z)]
  | ZA a b => zadd (normz a) (normz b) | ZM a b => zmul (normz a) (normz b)
  | ZO a => [seq (x.1, Z.opp x.2) | x <- normz a] end.
Definition zlit (p : zpol) : option Z := match p with [::] => Some 0%ZZ | [:: ([::], c)] => Some c | _ => None end.

Section DenZ.
Variable zs : seq Z.
Definition zval i := nth 0%ZZ zs i.
Fixpoint denz (e : zx) : Z :=
  match e with ZV i => zval i | ZC z => z | ZA a b => Z.add (denz a) (denz b) | ZM a b => Z.mul (denz a) (denz b)
  | ZO a => Z.opp (denz a) end.
Definition kval (k : seq nat) : Z := foldr (fun i a => Z.mul (zval i) a) 1%ZZ k.
Lemma Zadd0 : left_id 0%ZZ Z.add. Proof. by move=> x; lia. Qed.
Lemma ZaddA : associative Z.add. Proof. by move=> x y z; lia. Qed.
Lemma ZaddC : commutative Z.add. Proof. by move=> x y; lia. Qed.
Lemma Zaddr0 : right_id 0%ZZ Z.add. Proof. by move=> x; lia. Qed.
Definition Zlaw : Monoid.com_law 0%ZZ := @Monoid.ComLaw Z 0%ZZ (Monoid.Law ZaddA Zadd0 Zaddr0) ZaddC.
Definition denk (k : seq nat) (c : Z) : Z := Z.mul c (kval k).
Definition denp (p : zpol) : Z := dens Zlaw denk p.
Lemma denk_add k c d : denk k (Z.add c d) = Zlaw (denk k c) (denk k d).
Proof. by rewrite /denk /=; lia. Qed.
Lemma zadd_ok p q : denp (zadd p q) = Z.add (denp p) (denp q).
Proof.
rewrite /denp /zadd dens_prune; last by move=> k c /Z.eqb_eq->.
by rewrite (dens_merge (lcmp_ok ncmp_ok) denk_add).
Qed.
Lemma kins_ok i l : kval (kins i l) = Z.mul (zval i) (kval l).
Proof. by elim: l => [|j l ih] //=; case: ifP => //= _; rewrite ih; nia. Qed.
Lemma kmul_ok a b : kval (kmul a b) = Z.mul (kval a) (kval b).
Proof.
elim: a => [|i a ih]; first by rewrite [kval [::]]/= Z.mul_1_l.
by rewrite -[kmul _ _]/(kins i (kmul a b)) kins_ok ih -[kval (i :: a)]/(Z.mul (zval i) (kval a)) Z.mul_assoc.
Qed.
Lemma denp_cons x p : denp (x :: p) = Z.add (denk x.1 x.2) (denp p). Proof. exact: dens_cons. Qed.
Lemma zmul_ok p q : denp (zmul p q) = Z.mul (denp p) (denp q).
Proof.
rewrite /denp /zmul dens_prune; last by move=> k c /Z.eqb_eq->.
rewrite (dens_msort (lcmp_ok ncmp_ok) denk_add) /dens big_allpairs_dep /=.
elim: p => [|x p ih]; first by rewrite !big_nil.
rewrite !big_cons ih /= Z.mul_add_distr_r; congr Z.add.
elim: q {ih} => [|y q ih]; first by rewrite !big_nil Z.mul_0_r.
rewrite !big_cons ih /= Z.mul_add_distr_l; congr Z.add.
by rewrite /denk kmul_ok /=; ring.
Qed.
Lemma denp1 k c : denp [:: (k, c)] = Z.mul c (kval k).
Proof. by rewrite denp_cons /denp dens_nil Z.add_0_r. Qed.
Lemma normz_ok e : denp (normz e) = denz e.
Proof.
elim: e => [i|z|a ha b hb|a ha b hb|a ha]; rewrite [normz _]/= [denz _]/= ?zadd_ok ?zmul_ok ?ha ?hb //.
- by rewrite denp1 Z.mul_1_l -[kval _]/(Z.mul _ 1) Z.mul_1_r.
- case: Z.eqb_spec => [->|_]; first by rewrite /denp dens_nil.
  by rewrite denp1 -[kval _]/1%ZZ Z.mul_1_r.
- rewrite -ha /denp /dens big_map; elim: (normz a) => [|x p ih]; rewrite ?big_nil ?big_cons //.
  rewrite ih /denk; change (Z.add (Z.mul (Z.opp x.2) (kval x.1)) (Z.opp (\big[Z.add/0%ZZ]_(y <- p) Z.mul y.2 (kval y.1)))
    = Z.opp (Z.add (Z.mul x.2 (kval x.1)) (\big[Z.add/0%ZZ]_(y <- p) Z.mul y.2 (kval y.1)))).
  by rewrite Z.mul_opp_l Z.opp_add_distr.
Qed.
Lemma zeqP p q : zeq p q -> p = q.
Proof. exact/iseqP/lcmp_ok/pcmp_ok/Zcmp_ok/lcmp_ok/ncmp_ok. Qed.
Lemma zlit_ok p c : zlit p = Some c -> denp p = c.
Proof.
case: p => [|[[|i k] z] [|y p]] //= [<-]; first by rewrite /denp dens_nil.
by rewrite denp1 -[kval _]/1%ZZ Z.mul_1_r.
Qed.
End DenZ.
Lemma zcmp_ok : cmpok zcmp. Proof. exact/lcmp_ok/pcmp_ok/Zcmp_ok/lcmp_ok/ncmp_ok. Qed.

(* ---------------------------------------------------------------- words, monomials, polynomials *)
Lemma lcmp_refl A (c : A -> A -> comparison) : (forall x, c x x = Eq) -> forall x, lcmp c x x = Eq.
Proof. by move=> h; elim=> [|a x ih] //=; rewrite h. Qed.
Lemma zcmp_refl z : zcmp z z = Eq.
Proof.
apply: lcmp_refl => -[k c]; rewrite /pcmp /= /kcmp lcmp_refl ?Z.compare_refl // => x; exact: Nat.compare_refl.
Qed.
Inductive factor := FM (i : nat) (t : bool) | FD (r : seq (nat * zpol)).
Definition word := seq factor.
Definition rcmp := lcmp (pcmp Nat.compare zcmp).
Definition fcmp (a b : factor) := match a, b with
  | FM i t, FM j u => pcmp Nat.compare bcmp (i, t) (j, u)
  | FD r, FD s => rcmp r s | FM _ _, FD _ => Lt | FD _, FM _ _ => Gt end.
Lemma rcmp_ok : cmpok rcmp. Proof. exact/lcmp_ok/pcmp_ok/zcmp_ok/ncmp_ok. Qed.
Lemma fcmp_ok : cmpok fcmp.
Proof.
case=> [i t|r] [j u|s] //=; last by move/rcmp_ok->.
by move/(pcmp_ok ncmp_ok bcmp_ok)=> [-> ->].
Qed.
Definition wcmp := lcmp fcmp.
Lemma wcmp_ok : cmpok wcmp. Proof. exact/lcmp_ok/fcmp_ok. Qed.
(* longer words first count as larger, so that merged diagonal runs win *)
Definition tcmp : zpol * word -> zpol * word -> comparison := fun a b => pcmp wcmp zcmp (a.2, a.1) (b.2, b.1).
Lemma tcmp_ok : cmpok tcmp.
Proof. by move=> [a b] [c d]; rewrite /tcmp => /(pcmp_ok wcmp_ok zcmp_ok) [-> ->]. Qed.

Definition base := (bool * nat)%type.
Definition bscmp : base -> base -> comparison := pcmp bcmp Nat.compare.
Lemma bscmp_ok : cmpok bscmp. Proof. exact/pcmp_ok/ncmp_ok/bcmp_ok. Qed.
Definition npows := seq (base * N).
Definition pows := seq (base * zpol).
Definition traces := seq ((zpol * word) * N).
Definition mono := ((npows * pows) * (traces * word))%type.
Definition mcmp : mono -> mono -> comparison :=
  pcmp (pcmp (lcmp (pcmp bscmp N.compare)) (lcmp (pcmp bscmp zcmp))) (pcmp (lcmp (pcmp tcmp N.compare)) wcmp).
Lemma mcmp_ok : cmpok mcmp.
Proof.
apply: pcmp_ok; apply: pcmp_ok.
- exact/lcmp_ok/pcmp_ok/Ncmp_ok/bscmp_ok.
- exact/lcmp_ok/pcmp_ok/zcmp_ok/bscmp_ok.
- exact/lcmp_ok/pcmp_ok/Ncmp_ok/tcmp_ok.
- exact: wcmp_ok.
Qed.
Definition poly := seq (mono * Q).
Definition qadd (a b : Q) := Qred (Qplus a b).
Definition qmul (a b : Q) := Qred (Qmult a b).
Definition qisz (_ : mono) (q : Q) := Z.eqb (Qnum q) 0.
Definition padd (p q : poly) : poly := prune qisz (merge mcmp qadd p q).
Definition pscale (c : Q) (p : poly) : poly := [seq (x.1, qmul c x.2) | x <- p].
Definition popp (p : poly) : poly := [seq (x.1, Qopp x.2) | x <- p].

Record meta := Meta { zfl : seq nat; sfl : seq nat; mdg : seq nat; nsh : seq (zpol * zpol); ndim : seq zpol }.

Section Compute.
Variable mt : meta.
Definition flag (b : base) : nat := if b.1 then nth 0%N (zfl mt) b.2 else nth 0%N (sfl mt) b.2.
Definition shape i : zpol * zpol := nth ([::], [::]) (nsh mt) i.
Definition dg i := nth 0%N (mdg mt) i.

Definition nzisz (b : base) (e : zpol) := match e with [::] => true | _ => false end.
Definition risz (i : nat) (e : zpol) := match e with [::] => dg i == 2%N | _ => false end.
Definition rmerge a b := prune risz (merge Nat.compare zadd a b).

Fixpoint join (w1 w2 : word) : word :=
  match w1 with
  | [::] => w2
  | [:: FD a] => match w2 with FD b :: t => match rmerge a b with [::] => t | r => FD r :: t end | _ => FD a :: w2 end
  | f :: t => f :: join t w2
  end.
Fixpoint cols (r : zpol) (w : word) : option zpol :=
  match w with
  | [::] => Some r
  | FM i t :: w' => let s := shape i in if zeq (if t then s.2 else s.1) r then cols (if t then s.1 else s.2) w' else None
  | FD l :: w' => if all (fun x => let s := shape x.1 in zeq s.1 r && zeq s.2 r) l then cols r w' else None
  end.
Definition tfac f := match f with FM i t => FM i (~~ t) | FD r => FD r end.
Definition tword (w : word) : word := rev (map tfac w).
Definition closed r w := match cols r w with Some k => zeq k r | None => false end.

Definition seam (w : word) : word :=
  match w with
  | FD a :: ((_ :: _) as t) => match last (FM 0 false) t with FD _ => join t [:: FD a] | _ => w end
  | _ => w end.
Definition rot r (w : word) i : zpol * word :=
  match cols r (take i w) with Some k => (k, drop i w ++ take i w) | None => (r, w) end.
Definition cands r w : seq (zpol * word) :=
  let l := [seq x <- [seq rot r w i | i <- iota 0 (size w)] | closed x.1 x.2] in l ++ [seq (x.1, tword x.2) | x <- l].
Definition tmin (a b : zpol * word) := match tcmp a b with Gt => b | _ => a end.
Definition cfix r w := let s := seam w in if closed r s then s else w.
Definition ctr r w : zpol * word :=
  let w1 := cfix r w in foldl (fun a x => if closed x.1 x.2 then tmin a x else a) (r, w1) (cands r w1).
Definition nadd := N.add.
Definition npm : npows -> npows -> npows := merge bscmp N.add.
Definition pwm (a b : pows) : pows := prune nzisz (merge bscmp zadd a b).
Definition trm : traces -> traces -> traces := merge tcmp N.add.
(* What stands in a word between two places where the size is 1 is a scalar: it is taken out as a trace. *)
Definition z1 : zpol := [:: ([::], 1%ZZ)].
Fixpoint until (r : zpol) (w : word) : option (word * word) :=
  if zeq r z1 then Some ([::], w) else
  match w with
  | [::] => None
  | f :: t => match cols r [:: f] with
    | Some c => match until c t with Some (a, b) => Some (f :: a, b) | None => None end | None => None end end.
Definition loop1 (w : word) : option (word * word) :=
  match w with
  | [::] => None
  | f :: t => match cols z1 [:: f] with
    | Some c => match until c t with Some (a, b) => Some (f :: a, b) | None => None end | None => None end end.
Fixpoint loops (n : nat) (w : word) : seq word * word :=
  match n with
  | 0%N => ([::], w)
  | S n' => match loop1 w with Some (a, b) => let x := loops n' b in (a :: x.1, x.2) | None => ([::], w) end end.
Definition tloops (l : seq word) : traces := foldr (fun b t => trm [:: (ctr z1 b, 1%num)] t) [::] l.
Definition scal (r : zpol) (w : word) : traces * word :=
  match until r w with Some (a, b) => let x := loops (size b) b in (tloops x.1, a ++ x.2) | None => ([::], w) end.
Definition trw (r : zpol) (w : word) : traces :=
  match until r w with
  | Some (a, b) => let v := join b a in
    if closed z1 v then match loops (size v) v with ((_ :: _) as bs, [::]) => tloops bs | _ => [:: (ctr r w, 1%num)] end
    else [:: (ctr r w, 1%num)]
  | None => [:: (ctr r w, 1%num)] end.
Definition mmulw (jw : word -> word -> word) (a b : mono) : mono :=
  ((npm a.1.1 b.1.1, pwm a.1.2 b.1.2), (trm a.2.1 b.2.1, jw a.2.2 b.2.2)).
Definition pmul (jw : word -> word -> word) (p q : poly) : poly :=
  prune qisz (msort mcmp qadd [seq (mmulw jw a.1 b.1, qmul a.2 b.2) | a <- p, b <- q]).
Definition jnil (_ _ : word) : word := [::].
Definition jsnd (_ w : word) : word := w.
Definition pT (p : poly) : poly := [seq ((x.1.1, (x.1.2.1, tword x.1.2.2)), x.2) | x <- p].
Definition one : mono := (([::], [::]), ([::], [::])).
Definition mbase (b : base) : mono :=
  if flag b == 2%N then (([::], [:: (b, [:: ([::], 1%ZZ)])]), ([::], [::])) else (([:: (b, 1%num)], [::]), ([::], [::])).
Definition mkey (k : seq nat) : mono := foldr (fun i m => mmulw jnil (mbase (true, i)) m) one k.
Definition pzpol (z : zpol) : poly := prune qisz (msort mcmp qadd [seq (mkey x.1, x.2 # 1) | x <- z]).
Definition pcst (q : Q) : poly := if Z.eqb (Qnum q) 0 then [::] else [:: (one, q)].
Fixpoint ppow (p : poly) (n : nat) : poly := match n with 0%N => pcst (1 # 1) | S n' => pmul jnil p (ppow p n') end.
Definition qpow (q : Q) (z : Z) : Q :=
  match z with Z0 => 1 # 1 | Zpos p => iter (Pos.to_nat p) (qmul q) (1 # 1)
  | Zneg p => iter (Pos.to_nat p) (qmul (Qinv q)) (1 # 1) end.
Definition mpow (p : poly) (e : zpol) : option poly :=
  match p with
  | [:: ((([::], pw), ([::], _)), q)] =>
    let r c := Some [:: ((([::], prune nzisz [seq (x.1, zmul x.2 e) | x <- pw]), ([::], [::])), c)] in
    match zlit e with
    | Some n => if Z.eqb (Qnum q) 0 then None else r (qpow q n)
    | None => if Qeq_bool q (1 # 1) then r (1 # 1) else None
    end
  | _ => None end.
Definition spow (p : poly) (e : zpol) : option poly :=
  match zlit e with
  | Some n => if Z.leb 0 n then if Z.leb n 200 then Some (ppow p (Z.to_nat n)) else None else mpow p e
  | None => mpow p e end.
Fixpoint ptrace r (p : poly) : option poly :=
  match p with
  | [::] => Some [::]
  | x :: p' =>
    match ptrace r p' with None => None | Some acc =>
      let a := x.1.1 in let t := x.1.2.1 in
      match x.1.2.2 with
      | [::] => if has (zeq r) (ndim mt) then Some (padd (pmul jnil [:: ((a, (t, [::])), x.2)] (pzpol r)) acc) else None
      | w => if closed r w then Some (padd [:: ((a, (trm t (trw r w), [::])), x.2)] acc) else None
      end end end.
Definition typed r c (p : poly) := all (fun x : mono * Q => match cols r x.1.2.2 with Some k => zeq k c | None => false end) p.

Inductive sx := SN (z : Z) | SV (i : nat) | SZ (z : zx) | SH | SA (a b : sx) | SS (a b : sx) | SM (a b : sx) | SO (a : sx)
  | SD (a : sx) (p : positive) | SP (a : sx) (z : zx) | ST (m : mx)
with mx := MV (i : nat) | MI (z : zx) | M0 (r c : zx) | MH | MA (a b : mx) | MS (a b : mx) | MM (a b : mx)
  | MC (s : sx) (m : mx) | MO (a : mx) | MT (a : mx) | MD (i : nat) (z : zx).
Inductive hole := HN | HS (p : poly) | HM (r c : zpol) (p : poly).
Definition mpoly := (zpol * zpol * poly)%type.
Definition red1 r (x : mono * Q) : mono * Q :=
  let y := scal r x.1.2.2 in ((x.1.1, (trm y.1 x.1.2.1, y.2)), x.2).
Definition cuts r (p : poly) := has (fun x : mono * Q => if (scal r x.1.2.2).1 is [::] then false else true) p.
Definition red r (p : poly) : poly := if cuts r p then prune qisz (msort mcmp qadd [seq red1 r x | x <- p]) else p.
Definition chk r c p : option mpoly := if typed r c p && typed r c (red r p) then Some (r, c, red r p) else None.

Fixpoint norms (h : hole) (e : sx) : option poly :=
  match e with
  | SN z => Some (pcst (z # 1))
  | SV i => Some [:: (mbase (false, i), 1 # 1)]
  | SZ z => Some (pzpol (normz z))
  | SH => match h with HS p => Some p | _ => None end
  | SA a b => match norms h a, norms h b with Some p, Some q => Some (padd p q) | _, _ => None end
  | SS a b => match norms h a, norms h b with Some p, Some q => Some (padd p (popp q)) | _, _ => None end
  | SM a b => match norms h a, norms h b with Some p, Some q => Some (pmul jnil p q) | _, _ => None end
  | SO a => match norms h a with Some p => Some (popp p) | None => None end
  | SD a n => match norms h a with Some p => Some (pscale (1 # n) p) | None => None end
  | SP a z => match norms h a with Some p => spow p (normz z) | None => None end
  | ST m => match normm h m with Some (r, c, p) => if zeq r c then ptrace r p else None | None => None end
  end
with normm (h : hole) (e : mx) : option mpoly :=
  match e with
  | MV i => 
    if (0 < dg i)%N then chk (shape i).1 (shape i).2 [:: ((([::], [::]), ([::], [:: FD [:: (i, [:: ([::], 1%ZZ)])]])), 1 # 1)]
    else chk (shape i).1 (shape i).2 [:: ((([::], [::]), ([::], [:: FM i false])), 1 # 1)]
  | MD i z => 
    if (0 < dg i)%N then chk (shape i).1 (shape i).2 [:: ((([::], [::]), ([::], match prune risz [:: (i, normz z)] with [::] => [::] | r => [:: FD r] end)), 1 # 1)] else None
  | MI z => let r := normz z in Some (r, r, [:: (one, 1 # 1)])
  | M0 r c => Some (normz r, normz c, [::])
  | MH => match h with HM r c p => chk r c p | _ => None end
  | MA a b => match normm h a, normm h b with
    | Some (r, c, p), Some (r', c', q) => if zeq r r' && zeq c c' then chk r c (padd p q) else None | _, _ => None end
  | MS a b => match normm h a, normm h b with
    | Some (r, c, p), Some (r', c', q) => if zeq r r' && zeq c c' then chk r c (padd p (popp q)) else None | _, _ => None end
  | MM a b => match normm h a, normm h b with
    | Some (r, c, p), Some (r', c', q) => if zeq c r' then chk r c' (pmul join p q) else None | _, _ => None end
  | MC s m => match norms h s, normm h m with
    | Some p, Some (r, c, q) => chk r c (pmul jsnd p q) | _, _ => None end
  | MO a => match normm h a with Some (r, c, p) => chk r c (popp p) | None => None end
  | MT a => match normm h a with
    | Some (r, c, p) => if typed c r (pT p) then chk c r (prune qisz (msort mcmp qadd (pT p))) else None | None => None end
  end.
Lemma normsE h e : norms h e = match e with
  | SN z => Some (pcst (z # 1))
  | SV i => Some [:: (mbase (false, i), 1 # 1)]
  | SZ z => Some (pzpol (normz z))
  | SH => match h with HS p => Some p | _ => None end
  | SA a b => match norms h a, norms h b with Some p, Some q => Some (padd p q) | _, _ => None end
  | SS a b => match norms h a, norms h b with Some p, Some q => Some (padd p (popp q)) | _, _ => None end
  | SM a b => match norms h a, norms h b with Some p, Some q => Some (pmul jnil p q) | _, _ => None end
  | SO a => match norms h a with Some p => Some (popp p) | None => None end
  | SD a n => match norms h a with Some p => Some (pscale (1 # n) p) | None => None end
  | SP a z => match norms h a with Some p => spow p (normz z) | None => None end
  | ST m => match normm h m with Some (r, c, p) => if zeq r c then ptrace r p else None | None => None end
  end.
Proof. by case: e. Qed.
Lemma normmE h e : normm h e = match e with
  | MV i => 
    if (0 < dg i)%N then chk (shape i).1 (shape i).2 [:: ((([::], [::]), ([::], [:: FD [:: (i, [:: ([::], 1%ZZ)])]])), 1 # 1)]
    else chk (shape i).1 (shape i).2 [:: ((([::], [::]), ([::], [:: FM i false])), 1 # 1)]
  | MD i z => 
    if (0 < dg i)%N then chk (shape i).1 (shape i).2 [:: ((([::], [::]), ([::], match prune risz [:: (i, normz z)] with [::] => [::] | r => [:: FD r] end)), 1 # 1)] else None
  | MI z => let r := normz z in Some (r, r, [:: (one, 1 # 1)])
  | M0 r c => Some (normz r, normz c, [::])
  | MH => match h with HM r c p => chk r c p | _ => None end
  | MA a b => match normm h a, normm h b with
    | Some (r, c, p), Some (r', c', q) => if zeq r r' && zeq c c' then chk r c (padd p q) else None | _, _ => None end
  | MS a b => match normm h a, normm h b with
    | Some (r, c, p), Some (r', c', q) => if zeq r r' && zeq c c' then chk r c (padd p (popp q)) else None | _, _ => None end
  | MM a b => match normm h a, normm h b with
    | Some (r, c, p), Some (r', c', q) => if zeq c r' then chk r c' (pmul join p q) else None | _, _ => None end
  | MC s m => match norms h s, normm h m with
    | Some p, Some (r, c, q) => chk r c (pmul jsnd p q) | _, _ => None end
  | MO a => match normm h a with Some (r, c, p) => chk r c (popp p) | None => None end
  | MT a => match normm h a with
    | Some (r, c, p) => if typed c r (pT p) then chk c r (prune qisz (msort mcmp qadd (pT p))) else None | None => None end
  end.
Proof. by case: e. Qed.
End Compute.
