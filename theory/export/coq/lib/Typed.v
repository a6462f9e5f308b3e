(* Typed.v: from rectangular matrices of mathcomp to the one space 'M_N in which certificates are checked, and back. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Norm Sound Rules Struct.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Emb.
Variables (R : rcfType) (N : nat).
Definition pad m : 'M[R]_(N, m) := \matrix_(i, j) ((i : nat) == j)%:R.
Definition emb m n (A : 'M[R]_(m, n)) : 'M[R]_N := pad m *m A *m (pad n)^T.
Lemma padK m : (m <= N)%N -> (pad m)^T *m pad m = 1%:M.
Proof.
move=> h; apply/matrixP=> i j; rewrite !mxE (bigD1 (widen_ord h i)) //= !mxE eqxx mul1r big1 ?addr0 //.
by move=> k hk; rewrite !mxE; case: eqP => // e; rewrite ?mul0r //; case/eqP: hk; apply: val_inj.
Qed.
Lemma padI m : pad m *m (pad m)^T = Imx (Z.of_nat m).
Proof.
apply/matrixP=> i j; rewrite !mxE.
case: (boolP (Z.ltb (Z.of_nat i) (Z.of_nat m))) => [/Z.ltb_lt|/negP] h.
  have hi: (i < m)%N by apply/ltP; lia.
  rewrite andbT (bigD1 (Ordinal hi)) //= !mxE eqxx mul1r big1 ?addr0 1?eq_sym //.
  by move=> k hk; rewrite !mxE; case: eqP => // e; rewrite ?mul0r //; case/eqP: hk; apply: val_inj.
rewrite andbF big1 // => k _; rewrite !mxE; case: eqP => // e; rewrite ?mul0r //.
by case: h; apply/Z.ltb_lt; have := ltn_ord k; move/ltP; lia.
Qed.
Lemma embD m n (A B : 'M[R]_(m, n)) : emb (A + B) = emb A + emb B.
Proof. by rewrite /emb mulmxDr mulmxDl. Qed.
Lemma embN m n (A : 'M[R]_(m, n)) : emb (- A) = - emb A.
Proof. by rewrite /emb mulmxN mulNmx. Qed.
Lemma embB m n (A B : 'M[R]_(m, n)) : emb (A - B) = emb A - emb B.
Proof. by rewrite embD embN. Qed.
Lemma embZ m n a (A : 'M[R]_(m, n)) : emb (a *: A) = a *: emb A.
Proof. by rewrite /emb -scalemxAr -scalemxAl. Qed.
Lemma embT m n (A : 'M[R]_(m, n)) : emb A^T = (emb A)^T.
Proof. by rewrite /emb !trmx_mul trmxK mulmxA. Qed.
Lemma embM m n p (A : 'M[R]_(m, n)) (B : 'M[R]_(n, p)) : (n <= N)%N -> emb (A *m B) = emb A *m emb B.
Proof. by move=> h; rewrite /emb !mulmxA -[X in _ = X *m _ *m _](mulmxA (pad m *m A)) padK // mulmx1. Qed.
Lemma emb1 m : emb (1%:M : 'M[R]_m) = Imx (Z.of_nat m).
Proof. by rewrite /emb mulmx1 padI. Qed.
Lemma emb0 m n : emb (0 : 'M[R]_(m, n)) = 0. Proof. by rewrite /emb mulmx0 mul0mx. Qed.
Lemma emb_tr m (A : 'M[R]_m) : (m <= N)%N -> \tr (emb A) = \tr A.
Proof. by move=> h; rewrite /emb mxtrace_mulC mulmxA padK // mul1mx. Qed.
Lemma emb_inj m n (A B : 'M[R]_(m, n)) : (m <= N)%N -> (n <= N)%N -> emb A = emb B -> A = B.
Proof.
move=> hm hn; move/(congr1 (fun X => (pad m)^T *m X *m pad n)); rewrite /emb !mulmxA padK // !mul1mx.
by rewrite -!mulmxA padK // !mulmx1.
Qed.
Lemma emb_shp m n (A : 'M[R]_(m, n)) : (m <= N)%N -> (n <= N)%N -> shp (Z.of_nat m) (Z.of_nat n) (emb A).
Proof.
by move=> hm hn; split; rewrite -emb1 -embM ?mul1mx ?mulmx1.
Qed.
(* every matrix of shape m x n is one *)
Definition unemb m n (A : 'M[R]_N) : 'M[R]_(m, n) := (pad m)^T *m A *m pad n.
Lemma unembK m n A : shp (Z.of_nat m) (Z.of_nat n) A -> emb (unemb m n A) = A.
Proof. by case=> h1 h2; rewrite /emb /unemb !mulmxA padI h1 -mulmxA padI h2. Qed.
End Emb.
Arguments emb {R} N {m n} A.
