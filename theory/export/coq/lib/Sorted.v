(* Sorted.v: numbers in order, over any real closed field.

   Statement (rearrangement). f_1 >= ... >= f_n >= 0 and h_1 >= ... >= h_n >= 0; D is a matrix of numbers >= 0 whose rows and
   columns have sums <= 1. Then  sum_ij f_i h_j D_ij <= sum_i f_i h_i.

   Proof. Abel's summation by parts: if the partial sums of x are at most those of y, then sum f_i x_i <= sum f_i y_i. Once for
   f, with x_i = sum_j h_j D_ij and y_i = h_i; that the partial sums compare, sum_j h_j w_j <= sum_(j <= k) h_j with
   w_j = sum_(i <= k) D_ij, is Abel once more, for h: w_j <= 1, and all w_j together are at most k. *)
From mathcomp Require Import all_ssreflect fingroup perm all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sorted.
Variable R : rcfType.

Lemma sorting n (f : 'I_n -> R) : exists p : 'S_n, forall i j : 'I_n, (i <= j)%N -> f (p j) <= f (p i).
Proof.
pose ge (x y : R) := y <= x; pose t := [tuple f i | i < n].
have /tuple_permP[p hp] : perm_eq (sort ge t) t by rewrite perm_sort.
have hE (i : 'I_n) : nth 0 (sort ge t) i = f (p i) by rewrite hp -tnth_nth !tnth_mktuple.
have hs : size (sort ge t) = n by rewrite size_sort size_tuple.
have ho : sorted ge (sort ge t) by apply: sort_sorted => x y; exact: le_total.
exists p => i j hij; rewrite -!hE.
apply: (sorted_leq_nth _ _ 0 ho) => //; rewrite ?inE ?hs ?ltn_ord //; last exact: lexx.
by move=> x y z h1 h2; exact: le_trans h2 h1.
Qed.

Lemma card_below n k : (k <= n)%N -> #|[pred i : 'I_n | (i < k)%N]| = k.
Proof. by move=> h; rewrite -sum1_card (big_ord_narrow h) sum1_card card_ord. Qed.

(* what holds of i whenever it holds of a larger j, holds of the first ones *)
Lemma downwards n (P : pred 'I_n) : (forall i j : 'I_n, (i <= j)%N -> P j -> P i) -> forall i, P i = (i < #|P|)%N.
Proof.
move=> h i; case: (boolP (P i)) => hi; apply/esym.
  rewrite -[X in (X <= _)%N](@card_below n i.+1) //; apply: subset_leq_card; apply/subsetP=> j.
  by rewrite !inE ltnS => hj; exact: h hj hi.
apply/negbTE; rewrite -leqNgt -[X in (_ <= X)%N](@card_below n i) ?(ltnW (ltn_ord i)) //.
apply: subset_leq_card; apply/subsetP=> j; rewrite !inE => hj; rewrite ltnNge.
by apply/negP=> hij; case/negP: hi; exact: h hij hj.
Qed.

Lemma abel n (f z : nat -> R) : (forall i, (i.+1 < n)%N -> f i.+1 <= f i) ->
  (forall k, (k < n)%N -> 0 <= \sum_(i < k.+1) z i) -> 0 <= f n.-1 -> 0 <= \sum_(i < n) f i * z i.
Proof.
case: n => [|n] hf hz h0; first by rewrite big_ord0.
apply: (@le_trans _ _ (f n * \sum_(i < n.+1) z i)); first by rewrite mulr_ge0 ?hz.
elim: n hf hz {h0} => [|n ih] hf hz; first by rewrite !big_ord1.
rewrite [X in _ <= X]big_ord_recr [X in _ * X]big_ord_recr mulrDr /= ler_add2r.
apply: le_trans (ih _ _); first by rewrite ler_wpmul2r ?hz ?hf.
  by move=> i hi; rewrite hf // ltnW.
by move=> k hk; rewrite hz // ltnW.
Qed.

Variable n : nat.
Definition falls (f : 'I_n -> R) : Prop := (forall i j : 'I_n, (i <= j)%N -> f j <= f i) /\ (forall i, 0 <= f i).

Lemma abel_le (f x y : 'I_n -> R) : falls f ->
  (forall k : 'I_n, \sum_(i < n | (i <= k)%N) x i <= \sum_(i < n | (i <= k)%N) y i) -> \sum_i f i * x i <= \sum_i f i * y i.
Proof.
move=> [hf f0] h; rewrite -subr_ge0 -sumrB; case: n f x y hf f0 h => [|m] f x y hf f0 h; first by rewrite big_ord0.
rewrite (eq_bigr (fun i : 'I_m.+1 => f (inord i) * (y (inord i) - x (inord i)))); last first.
  by move=> i _; rewrite inord_val mulrBr.
apply: (@abel _ (fun i => f (inord i)) (fun i => y (inord i) - x (inord i))) => [i hi|k hk|].
- by apply: hf; rewrite !inordK // ltnW.
- rewrite (big_ord_widen _ (fun i => y (inord i) - x (inord i)) hk).
  rewrite (eq_bigr (fun i => y i - x i)) ?sumrB ?subr_ge0; last by move=> i _; rewrite !inord_val.
  by have := h (Ordinal hk).
- exact: f0.
Qed.

Theorem rearrange (f h : 'I_n -> R) (D : 'I_n -> 'I_n -> R) : falls f -> falls h -> (forall i j, 0 <= D i j) ->
  (forall i, \sum_j D i j <= 1) -> (forall j, \sum_i D i j <= 1) -> \sum_i f i * (\sum_j h j * D i j) <= \sum_i f i * h i.
Proof.
move=> hf hh D0 rows cols; apply: abel_le => // k.
rewrite exchange_big /= (eq_bigr (fun j => h j * \sum_(i < n | (i <= k)%N) D i j)); last first.
  by move=> j _; rewrite mulr_sumr.
have -> : \sum_(i < n | (i <= k)%N) h i = \sum_j h j * (j <= k)%N%:R.
  by rewrite big_mkcond; apply: eq_bigr => j _; case: ifP; rewrite ?mulr1 ?mulr0.
apply: abel_le => // l.
have small : \sum_(j < n | (j <= l)%N) \sum_(i < n | (i <= k)%N) D i j <= \sum_(j < n | (j <= l)%N) 1.
  apply: ler_sum => j _; apply: le_trans (cols j); rewrite [X in _ <= X](bigID (fun i : 'I_n => (i <= k)%N)) /=.
  by rewrite ler_addl sumr_ge0.
have few : \sum_(j < n | (j <= l)%N) \sum_(i < n | (i <= k)%N) D i j <= \sum_(i < n | (i <= k)%N) 1.
  rewrite exchange_big /=; apply: ler_sum => i _; apply: le_trans (rows i).
  by rewrite [X in _ <= X](bigID (fun j : 'I_n => (j <= l)%N)) /= ler_addl sumr_ge0.
case: (leqP l k) => hlk.
  apply: le_trans small _; rewrite [X in X <= _]big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => j _.
  by case: ifP => // hj; rewrite (leq_trans hj hlk).
apply: le_trans few _; rewrite [X in X <= _]big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => j _.
by case: ifP => hj; [rewrite (leq_trans hj (ltnW hlk)) | case: ifP].
Qed.
End Sorted.
