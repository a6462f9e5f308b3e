(* Plain.v: from the final theorem of a claim to matrices of Mathematical Components.
   Part 1 has the words of the plain statements. Part 2 has what their proofs share: a letter of a final theorem is given as
   `emb N A`, the rectangular matrix A in the one space of the certificate (Typed.v), a letter that the certificate defines
   gets its definition, and in the end all embeddings are moved to the outside and taken away. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Struct Typed Named Weyl.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ---------------------------------------------------------------- 1. words of plain statements *)
Section Words.
Variable R : rcfType.
(* the square of the Frobenius norm *)
Definition sqnorm m n (A : 'M[R]_(m, n)) : R := \tr (A^T *m A).
(* symmetric and positive semidefinite; A ⪯ B is psd (B - A) *)
Definition psd n (S : 'M[R]_n) : Prop := S^T = S /\ forall x : 'cV[R]_n, 0 <= (x^T *m S *m x) 0 0.
Lemma sqnorm_ge0 m n (A : 'M[R]_(m, n)) : 0 <= sqnorm A.
Proof.
by rewrite /sqnorm /mxtrace; apply: sumr_ge0 => i _; rewrite mxE; apply: sumr_ge0 => j _; rewrite mxE -expr2 sqr_ge0.
Qed.
End Words.

(* ---------------------------------------------------------------- 2. what the proofs share *)
Section Share.
Variable R : rcfType.
Lemma psd_gram n (S : 'M[R]_n) : psd S -> exists K : 'M_n, S = K *m K^T.
Proof. by case=> h1 h2; apply: gram => // x; rewrite -quad. Qed.

(* numbers *)
Lemma zr_pos p : zr (Zpos p) = (Pos.to_nat p)%:R :> R. Proof. by rewrite -positive_nat_Z zr_nat. Qed.
Lemma zpow_pos (x : R) p : zpow x (Zpos p) = x ^+ Pos.to_nat p. Proof. by rewrite -positive_nat_Z zpow_nat. Qed.
Lemma zpow_neg (x : R) p : zpow x (Zneg p) = x ^- Pos.to_nat p. Proof. by rewrite zpow_inv zpow_pos. Qed.
Lemma half : zr 2 * (zr 1 / zr 2) = 1 :> R. Proof. by rewrite [zr 1]zr1 mul1r divff // zrp_neq0. Qed.
Lemma rdiv_gt0 (x : R) p : 0 < x -> rlt (zr 0) (rdiv x p).
Proof. by move=> h; rewrite /rlt /rdiv zr0 divr_gt0 // zr_gt0. Qed.
Lemma halfE : rmul (zr 2) (rdiv (zr 1) 2) = 1 :> R. Proof. exact: half. Qed.
Lemma half_gt0 : rlt (zr 0) (rdiv (zr 1 : R) 2). Proof. by apply: rdiv_gt0; rewrite zr1 ltr01. Qed.

Lemma zpow_2n (x : R) k : zpow x (2 * Z.of_nat k)%ZZ = x ^+ (2 * k).
Proof. by rewrite -zpow_nat; congr zpow; rewrite -multE; lia. Qed.
Lemma halfsym n (G : 'M[R]_n) : G^T = G -> 2%:R^-1 *: G + (2%:R^-1 *: G)^T = G.
Proof. by move=> h; rewrite linearZ /= h -scalerDl -mulr2n -mulr_natr mulVf ?scale1r // pnatr_eq0. Qed.
(* finitely many choices *)
Lemma fin_choice T (x0 : T) (P : nat -> T -> Prop) k : (forall j, (j < k)%N -> exists x, P j x) ->
  exists f : nat -> T, forall j, (j < k)%N -> P j (f j).
Proof.
elim: k => [|k ih] h; first by exists (fun=> x0).
have [f hf] := ih (fun j hj => h j (ltnW hj)); have [x hx] := h k (ltnSn k).
exists (fun j => if j == k then x else f j) => j; rewrite ltnS leq_eqVlt; case: eqP => [->//|_] /=; exact: hf.
Qed.

(* comparing up to a ring identity *)
Lemma le_conv (a b a' b' : R) : a' <= b' -> b - a = b' - a' -> a <= b.
Proof. by rewrite -subr_ge0 -[a <= b]subr_ge0 => h ->. Qed.
Lemma lt_conv (a b a' b' : R) : a' < b' -> b - a = b' - a' -> a < b.
Proof. by rewrite -subr_gt0 -[a < b]subr_gt0 => h ->. Qed.
Lemma eq_conv (a b a' b' : R) : a' = b' -> b - a = b' - a' -> a = b.
Proof. by move=> -> /eqP; rewrite subrr subr_eq0 => /eqP. Qed.

(* embeddings to the outside *)
Variable N : nat.
Notation M := 'M[R]_N.
Lemma fT m n (A : 'M[R]_(m, n)) : (emb N A)^T = emb N A^T. Proof. by rewrite embT. Qed.
Lemma fM m n p (A : 'M[R]_(m, n)) (B : 'M[R]_(n, p)) : (n <= N)%N -> emb N A *m emb N B = emb N (A *m B).
Proof. by move=> h; rewrite embM. Qed.
Lemma fD m n (A B : 'M[R]_(m, n)) : emb N A + emb N B = emb N (A + B). Proof. by rewrite embD. Qed.
Lemma fN m n (A : 'M[R]_(m, n)) : - emb N A = emb N (- A). Proof. by rewrite embN. Qed.
Lemma fZ m n a (A : 'M[R]_(m, n)) : a *: emb N A = emb N (a *: A). Proof. by rewrite embZ. Qed.
Lemma f1 m : Imx (Z.of_nat m) = emb N (1%:M : 'M[R]_m). Proof. by rewrite emb1. Qed.
Lemma shpB a b (A B : M) : shp a b A -> shp a b B -> shp a b (A - B).
Proof. by move=> h1 h2; apply: shpD h1 (shpN h2). Qed.

Lemma emb_eq0 m n (A : 'M[R]_(m, n)) : (m <= N)%N -> (n <= N)%N -> emb N A = 0 -> A = 0.
Proof. by move=> hm hn h; apply: (@emb_inj R N) => //; rewrite emb0. Qed.

(* diagonal matrices *)
Lemma emb_row m n (A : 'M[R]_(m, n)) (i : 'I_N) j (hi : (i < m)%N) : (pad R N m *m A) i j = A (Ordinal hi) j.
Proof.
rewrite mxE (bigD1 (Ordinal hi)) //= mxE eqxx mul1r big1 ?addr0 // => k hk.
by rewrite mxE; case: eqP => [e|]; rewrite ?mul0r //; case/eqP: hk; apply: val_inj.
Qed.
Lemma emb_at m n (A : 'M[R]_(m, n)) (i j : 'I_N) (hi : (i < m)%N) (hj : (j < n)%N) :
  emb N A i j = A (Ordinal hi) (Ordinal hj).
Proof.
rewrite /emb mxE (bigD1 (Ordinal hj)) //= emb_row [(_^T) _ _]mxE [pad _ _ _ _ _]mxE eqxx mulr1 big1 ?addr0 // => k hk.
by rewrite [(_^T) _ _]mxE [pad _ _ _ _ _]mxE; case: eqP => [e|]; rewrite ?mulr0 //; case/eqP: hk; apply: val_inj.
Qed.
Lemma emb_out m n (A : 'M[R]_(m, n)) (i j : 'I_N) : (m <= N)%N -> (n <= N)%N -> (m <= i)%N || (n <= j)%N -> emb N A i j = 0.
Proof.
move=> hm hn h; have /shpE := emb_shp A hm hn; apply.
by case/orP: h => h; apply/orP; [left|right]; apply/negP => /Z.ltb_lt; move/ssrnat.leP: h; lia.
Qed.
Lemma emb_dia n (s : 'rV[R]_n) : (n <= N)%N -> dia (emb N (diag_mx s)).
Proof.
move=> hn i j ne; case: (leqP n i) => [h|hi]; first by rewrite emb_out ?h.
case: (leqP n j) => [h|hj]; first by rewrite emb_out ?h ?orbT.
by rewrite emb_at mxE -val_eqE /= val_eqE (negbTE ne) mulr0n.
Qed.
Lemma emb_pdia n (s : 'rV[R]_n) : (n <= N)%N -> (forall i, 0 < s 0 i) -> pdia (Z.of_nat n) (emb N (diag_mx s)).
Proof.
move=> hn hs; split=> [|i hi]; first exact: emb_dia.
have h: (i < n)%N by apply/ssrnat.ltP; lia.
by rewrite emb_at mxE eqxx mulr1n.
Qed.
Lemma pdia_emb n (S : M) : (n <= N)%N -> shp (Z.of_nat n) (Z.of_nat n) S -> pdia (Z.of_nat n) S ->
  exists2 s : 'rV[R]_n, (forall i, 0 < s 0 i) & S = emb N (diag_mx s).
Proof.
move=> hn hS [hd hp]; exists (\row_i S (widen_ord hn i) (widen_ord hn i)) => [i|].
  by rewrite mxE; apply: hp => /=; have /ssrnat.ltP := ltn_ord i; lia.
apply/matrixP=> i j; case: (eqVneq i j) => [<-|ne]; last by rewrite hd // emb_dia.
case: (leqP n i) => [h|hi].
  by rewrite emb_out ?h //; apply: (dia_shp_row hS); apply/negP => /Z.ltb_lt; move/ssrnat.leP: h; lia.
by rewrite emb_at mxE eqxx mulr1n mxE; congr (S _ _); apply: val_inj.
Qed.
Lemma dpow_at (A : M) z i j : dpow A z i j = if i == j then if A i i == 0 then 0 else zpow (A i i) z else 0.
Proof. by rewrite /dpow [diag_mx _ _ _]mxE; case: eqP => _; rewrite ?mulr0n // mulr1n [drow _ _ _ _]mxE. Qed.
Lemma emb_dpow n (s : 'rV[R]_n) z : (n <= N)%N -> (forall i, 0 < s 0 i) ->
  dpow (emb N (diag_mx s)) z = emb N (diag_mx (\row_i zpow (s 0 i) z)).
Proof.
move=> hn hs; apply/matrixP=> i j; rewrite dpow_at; case: (eqVneq i j) => [<-|ne]; last by rewrite emb_dia.
case: (leqP n i) => [h|hi]; first by rewrite !emb_out ?h // eqxx.
by rewrite !emb_at ![diag_mx _ _ _]mxE eqxx !mulr1n mxE gt_eqF.
Qed.
Lemma tr_dpow n (s : 'rV[R]_n) z : (n <= N)%N -> (forall i, 0 < s 0 i) ->
  mtr (dpow (emb N (diag_mx s)) z) = \sum_i zpow (s 0 i) z.
Proof. by move=> hn hs; rewrite emb_dpow // /mtr emb_tr // mxtrace_diag; apply: eq_bigr => i _; rewrite mxE. Qed.
Lemma tr_dpow_nat n (s : 'rV[R]_n) k : (n <= N)%N -> (forall i, 0 < s 0 i) ->
  mtr (dpow (emb N (diag_mx s)) (Z.of_nat k)) = \sum_i s 0 i ^+ k.
Proof. by move=> hn hs; rewrite tr_dpow //; apply: eq_bigr => i _; rewrite zpow_nat. Qed.
Lemma tr_dpow_2n n (s : 'rV[R]_n) k : (n <= N)%N -> (forall i, 0 < s 0 i) ->
  mtr (dpow (emb N (diag_mx s)) (2 * Z.of_nat k)%ZZ) = \sum_i s 0 i ^+ (2 * k).
Proof. by move=> hn hs; rewrite tr_dpow //; apply: eq_bigr => i _; rewrite zpow_2n. Qed.
Lemma tr_dpow_2 n (s : 'rV[R]_n) : (n <= N)%N -> (forall i, 0 < s 0 i) ->
  mtr (dpow (emb N (diag_mx s)) 2) = \sum_i s 0 i ^+ 2.
Proof. exact: (@tr_dpow_nat n s 2). Qed.
Lemma tr_dpowM n (s m : 'rV[R]_n) k : (n <= N)%N -> (forall i, 0 < s 0 i) ->
  mtr (mmul (dpow (emb N (diag_mx s)) (Z.of_nat k)) (emb N (diag_mx m))) = \sum_i s 0 i ^+ k * m 0 i.
Proof.
move=> hn hs; rewrite emb_dpow // /mtr /mmul -embM // emb_tr // mulmx_diag mxtrace_diag.
by apply: eq_bigr => i _; rewrite !mxE zpow_nat.
Qed.
Lemma emb_ment n (s : 'rV[R]_n) (i : 'I_n) : (n <= N)%N -> ment (emb N (diag_mx s)) (Z.of_nat i.+1) = s 0 i.
Proof.
move=> hn; have hi: (i < N)%N by exact: leq_trans hn.
have -> : Z.of_nat i.+1 = Z.add (Z.of_nat (Ordinal hi)) 1 by rewrite /=; lia.
rewrite ment_at (@emb_at _ _ _ (Ordinal hi) (Ordinal hi) (ltn_ord i) (ltn_ord i)) mxE eqxx mulr1n; congr (s _ _).
exact: val_inj.
Qed.

(* indices *)
Lemma nSz z : (0 <= z)%ZZ -> Z.to_nat (z + 1)%ZZ = (Z.to_nat z).+1. Proof. by lia. Qed.
Lemma lt_n z T : (0 <= z)%ZZ -> (z <= Z.of_nat T - 1)%ZZ -> (Z.to_nat z < T)%N.
Proof. by move=> h1 h2; apply/ssrnat.ltP; lia. Qed.
Lemma le_n z T : (0 <= z)%ZZ -> (z <= Z.of_nat T)%ZZ -> (Z.to_nat z <= T)%N.
Proof. by move=> h1 h2; apply/ssrnat.leP; lia. Qed.
Lemma one_le e : (0 < e)%N -> (1 <= Z.of_nat e)%ZZ. Proof. by move/ssrnat.ltP; lia. Qed.
Lemma two_le e : (1 < e)%N -> (2 <= Z.of_nat e)%ZZ. Proof. by move/ssrnat.ltP; lia. Qed.
Lemma three_le e : (2 < e)%N -> (3 <= Z.of_nat e)%ZZ. Proof. by move/ssrnat.ltP; lia. Qed.
Lemma le_z e T : (e <= T)%N -> (Z.of_nat e <= Z.of_nat T)%ZZ. Proof. by move/ssrnat.leP; lia. Qed.
End Share.

(* a space with room for some sizes *)
Lemma room a b c d e f : exists N, [/\ (a <= N.+1)%N, (b <= N.+1)%N, (c <= N.+1)%N & [/\ (d <= N.+1)%N, (e <= N.+1)%N & (f <= N.+1)%N]].
Proof. by exists (a + b + c + d + e + f)%N; split; [| | |split]; apply/ssrnat.leP; rewrite -?plusE; lia. Qed.
Lemma room3 a b c : exists N, [/\ (a <= N.+1)%N, (b <= N.+1)%N & (c <= N.+1)%N].
Proof. by have [N [? ? ? _]] := room a b c 0 0 0; exists N. Qed.
Lemma room4 a b c d : exists N, [/\ (a <= N.+1)%N, (b <= N.+1)%N, (c <= N.+1)%N & (d <= N.+1)%N].
Proof. by have [N [? ? ? [? _ _]]] := room a b c d 0 0; exists N. Qed.
Lemma room5 a b c d e : exists N, [/\ (a <= N.+1)%N, (b <= N.+1)%N, (c <= N.+1)%N, (d <= N.+1)%N & (e <= N.+1)%N].
Proof. by have [N [? ? ? [? ? _]]] := room a b c d e 0; exists N. Qed.

(* a size is at most the size of the space *)
Ltac dim := solve [ assumption | match goal with
  h : forall k : nat, is_true (k <= _)%N -> is_true (_ k <= _)%N |- _ => apply: h; first [ done | by apply: ltnW | apply/ssrnat.leP; lia ] end ].
Ltac shape := lazymatch goal with
  | |- shp _ _ (emb _ _) => apply: emb_shp; dim
  | |- shp _ _ (mmul _ _) => eapply shpM; [ shape | shape ]
  | |- shp _ _ (madd _ _) => apply: shpD; shape
  | |- shp _ _ (msub _ _) => apply: shpB; shape
  | |- shp _ _ (mopp _) => apply: shpN; shape
  | |- shp _ _ (msc _ _) => apply: shpZ; shape
  | |- shp _ _ (mT _) => apply: shpT; shape
  | |- shp _ _ (Imx _) => exact: Imx_shp
  | |- shp _ _ m0 => exact: shp0
  | |- dia (emb _ _) => apply: emb_dia; dim
  | |- pdia _ (emb _ _) => apply: emb_pdia; [ dim | assumption ]
  | |- forall _, _ => let z := fresh "z" in let h := fresh "h" in intros z h; cbv beta; shape
  end.
(* what a letter asks of what it is given *)
Ltac side := first [ assumption | reflexivity | exact: half_gt0
  | exact: one_le | exact: two_le | exact: three_le | exact: le_z; dim | apply: le_z; dim | exact: Zle_0_nat | exact: ltr01
  | solve [ shape ] | solve [ let z := fresh in intros z ?; reflexivity ] ].
(* hypotheses that `side` proves; the others are left, in their order *)
Ltac ask H := lazymatch type of H with
  | ?P -> _ => lazymatch type of P with Prop =>
      let h := fresh "h" in assert (h : P); [ cbv beta; try solve [ side ] | specialize (H h); clear h; ask H ] | _ => idtac end
  | _ => idtac end.
(* letters that are defined by an equation get what they are defined by *)
Ltac def H := lazymatch type of H with
  | forall x : _, x = ?r -> _ => specialize (H r); ask H; def H
  | forall x : _, _ -> x = ?r -> _ => specialize (H r); ask H; def H
  | forall x : Z -> _, (forall n : Z, _ -> x n = @?r n) -> _ => specialize (H r); cbv beta in H; ask H; def H
  | forall x : Z -> _, (forall n : Z, _ -> _) -> (forall n : Z, _ -> x n = @?r n) -> _ => specialize (H r); cbv beta in H; ask H; def H
  | _ => idtac end.
Tactic Notation "give0" hyp(H) constr(x) := specialize (H x); cbv beta in H; ask H.
Tactic Notation "give" hyp(H) constr(x) := specialize (H x); cbv beta in H; ask H; def H.
(* the words of certificates become those of Mathematical Components, and embeddings go to the outside and away *)
Ltac words H := rewrite ?halfE ?zr_pos in H; cbv [rle rlt rpos radd rsub rmul ropp rdiv madd msub mmul mopp msc mT mtr m0] in H;
  change (Z.to_nat 0) with 0%N in H; rewrite ?Nat2Z.id ?zpow_neg ?zpow_2n ?zpow_nat ?zpow_pos ?zr_pos ?zr_nat ?zr0 ?zr1 ?scale1r ?mul1r in H; cbv [Pos.to_nat Pos.iter_op Nat.add] in H.
Ltac out H := repeat first [ progress rewrite ?(fT, fD, fN, fZ, f1) in H | rewrite fM in H; [ | dim ] ].
Ltac away H := repeat (rewrite emb_tr in H; [ | dim ]); try first [ apply emb_eq0 in H; [ | dim | dim ] | apply emb_inj in H; [ | dim | dim ] ]; rewrite -?scalemxAl in H.
Ltac plain H := words H; out H; away H.
(* the same in a hypothesis of a final theorem *)
Ltac goal := rewrite ?halfE ?zr_pos; cbv [rle rlt rpos radd rsub rmul ropp rdiv madd msub mmul mopp msc mT mtr m0];
  change (Z.to_nat 0) with 0%N; rewrite ?Nat2Z.id ?zpow_neg ?zpow_2n ?zpow_nat ?zpow_pos ?zr_pos ?zr_nat ?zr0 ?zr1 ?scale1r ?mul1r; cbv [Pos.to_nat Pos.iter_op Nat.add];
  repeat first [ progress rewrite ?(fT, fD, fN, fZ, f1) | rewrite fM; [ | dim ] ];
  repeat (rewrite emb_tr; [ | dim ]); rewrite -?scalemxAl.
(* one step of a recursion: an index j, j + 1 as a successor, and j < T *)
Ltac step := let j := fresh "j" in let h1 := fresh "h" in let h2 := fresh "h" in let hj := fresh "hj" in
  intros j [h1 h2]; try (pose proof (lt_n h1 h2) as hj); rewrite ?(nSz h1); goal; move: (Z.to_nat j) hj => {h1 h2} {}j hj.
(* the goal is the hypothesis up to a ring identity: the difference of the sides is the same *)
Ltac close H := first [ apply: (le_conv H) | apply: (lt_conv H) | apply: (eq_conv H) ]; rewrite /sqnorm -?scalemxAl;
  repeat match goal with |- context [ mxtrace ?A ] => let t := fresh "t" in set t := (\tr A); clearbody t end;
  repeat match goal with |- context [ bigop ?e ?r ?f ] => let t := fresh "t" in set t := (bigop e r f); clearbody t end;
  repeat match goal with |- context [ ?x ^+ (?a - ?b)%N ] => let t := fresh "t" in set t := (x ^+ (a - b)%N); clearbody t end; first [ reflexivity | by field ].
