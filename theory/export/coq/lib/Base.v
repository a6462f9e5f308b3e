(* Base.v: what the letters of a certificate denote. All matrices of one statement live in one space 'M[R]_N, a matrix
   of shape m x n being one that the projectors I m, I n leave alone; N is any number that is at least every size. *)
From Coq Require Import ZArith QArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Delimit Scope Z_scope with ZZ.
Delimit Scope Q_scope with QQ.
Local Open Scope ring_scope.

Section Base.
Variable R : rcfType.

Definition zr (z : Z) : R := (int_of_Z z)%:~R.
Definition zpow (x : R) (z : Z) : R := x ^ (int_of_Z z).
Definition qr (q : Q) : R := zr (Qnum q) / zr (Zpos (Qden q)).

Lemma iozD a b : int_of_Z (a + b)%ZZ = (int_of_Z a + int_of_Z b)%R.
Proof. exact: (rmorphD ZInstances.int_of_Z_rmorphism a b). Qed.
Lemma iozN a : int_of_Z (- a)%ZZ = - int_of_Z a.
Proof. exact: (rmorphN ZInstances.int_of_Z_rmorphism a). Qed.
Lemma iozB a b : int_of_Z (a - b)%ZZ = (int_of_Z a - int_of_Z b)%R.
Proof. exact: (rmorphB ZInstances.int_of_Z_rmorphism a b). Qed.
Lemma iozM a b : int_of_Z (a * b)%ZZ = (int_of_Z a * int_of_Z b)%R.
Proof. exact: (rmorphM ZInstances.int_of_Z_rmorphism a b). Qed.
Lemma ioz_nat (n : nat) : int_of_Z (Z.of_nat n) = n%:Z.
Proof. by case: n => [|n] //=; rewrite /int_of_Z SuccNat2Pos.id_succ. Qed.

Lemma zrD a b : zr (a + b)%ZZ = zr a + zr b. Proof. by rewrite /zr iozD intrD. Qed.
Lemma zrN a : zr (- a)%ZZ = - zr a. Proof. by rewrite /zr iozN mulrNz. Qed.
Lemma zrB a b : zr (a - b)%ZZ = zr a - zr b. Proof. by rewrite /zr iozB mulrzBr. Qed.
Lemma zrM a b : zr (a * b)%ZZ = zr a * zr b. Proof. by rewrite /zr iozM intrM. Qed.
Lemma zr0 : zr 0 = 0. Proof. by []. Qed.
Lemma zr1 : zr 1 = 1. Proof. by []. Qed.
Lemma zr_nat n : zr (Z.of_nat n) = n%:R. Proof. by rewrite /zr ioz_nat. Qed.
Lemma zr_ge0 z : (0 <= z)%ZZ -> 0 <= zr z.
Proof. by move=> h; rewrite -(Z2Nat.id z h) zr_nat ler0n. Qed.
Lemma zr_gt0 z : (0 < z)%ZZ -> 0 < zr z.
Proof.
move=> h; rewrite -(Z2Nat.id z ltac:(lia)) zr_nat ltr0n.
by apply/ltP; change 0%N with (Z.to_nat 0); apply/Z2Nat.inj_lt; lia.
Qed.
Lemma zrp_neq0 p : zr (Zpos p) != 0. Proof. by apply: lt0r_neq0; apply: zr_gt0. Qed.

Lemma qrD a b : qr (a + b)%QQ = qr a + qr b.
Proof.
case: a b => [a p] [b q]; rewrite /qr /= zrD !zrM Pos2Z.inj_mul zrM.
by rewrite addf_div ?zrp_neq0.
Qed.
Lemma qrM a b : qr (a * b)%QQ = qr a * qr b.
Proof. by case: a b => [a p] [b q]; rewrite /qr /= zrM Pos2Z.inj_mul zrM mulf_div. Qed.
Lemma qr_eq a b : (a == b)%QQ -> qr a = qr b.
Proof.
case: a b => [a p] [b q]; rewrite /Qeq /qr /= => h.
by apply/eqP; rewrite eqr_div ?zrp_neq0 // -!zrM h.
Qed.
Lemma qr_red a : qr (Qred a) = qr a. Proof. exact/qr_eq/Qred_correct. Qed.
Lemma qrN a : qr (- a)%QQ = - qr a. Proof. by case: a => a p; rewrite /qr /= zrN mulNr. Qed.
Lemma qr_int z : qr (z # 1) = zr z. Proof. by rewrite /qr /= zr1 divr1. Qed.
Lemma qr0 p : qr (0 # p) = 0. Proof. by rewrite /qr /= mul0r. Qed.
Lemma qr_gt0 q : (0 <? Qnum q)%ZZ -> 0 < qr q.
Proof. by move/Z.ltb_lt=> h; rewrite divr_gt0 // zr_gt0. Qed.
Lemma qr_inv q : Qnum q <> 0%ZZ -> qr (/ q)%QQ = (qr q)^-1.
Proof.
case: q => [[|a|a] p] //= _; rewrite /qr /Qinv /=; first by rewrite invf_div.
by rewrite -[Z.neg a]/(- Z.pos a)%ZZ -[Z.neg p]/(- Z.pos p)%ZZ !zrN invf_div invrN mulrN mulNr.
Qed.

Lemma zpow0 x : zpow x 0 = 1. Proof. by []. Qed.
Lemma zpow1 x : zpow x 1 = x. Proof. by rewrite /zpow /= /exprz /= expr1. Qed.
Lemma zpowD x a b : x != 0 -> zpow x (a + b) = zpow x a * zpow x b.
Proof. by move=> h; rewrite /zpow iozD expfzDr. Qed.
Lemma zpowM x y a : zpow (x * y) a = zpow x a * zpow y a. Proof. by rewrite /zpow expfzMl. Qed.
Lemma zpow_zpow x a b : zpow (zpow x a) b = zpow x (a * b)%ZZ.
Proof. by rewrite /zpow iozM exprz_exp. Qed.
Lemma zpow_1 a : zpow 1 a = 1. Proof. by rewrite /zpow exp1rz. Qed.
Lemma zpow_nat x n : zpow x (Z.of_nat n) = x ^+ n. Proof. by rewrite /zpow ioz_nat exprnP. Qed.
Lemma zpow_gt0 x a : 0 < x -> 0 < zpow x a. Proof. by move=> h; rewrite /zpow exprz_gt0. Qed.
Lemma zpow_inv x p : zpow x (Zneg p) = (zpow x (Zpos p))^-1.
Proof. by rewrite /zpow -[Zneg p]/(- Zpos p)%ZZ iozN -invr_expz. Qed.

Variable N : nat.
Notation M := 'M[R]_N.

Definition Imx (m : Z) : M := \matrix_(i, j) ((i == j) && (Z.of_nat i <? m)%ZZ)%:R.
Definition shp (m n : Z) (A : M) : Prop := Imx m *m A = A /\ A *m Imx n = A.
Definition dia (A : M) : Prop := forall i j, i != j -> A i j = 0.
Definition pdia (m : Z) (A : M) : Prop := dia A /\ forall i : 'I_N, (Z.of_nat i < m)%ZZ -> 0 < A i i.
Definition drow (A : M) (z : Z) : 'rV[R]_N := \row_i (if A i i == 0 then 0 else zpow (A i i) z).
Definition dpow (A : M) (z : Z) : M := diag_mx (drow A z).

Lemma ImxE m : Imx m = diag_mx (\row_i (Z.of_nat i <? m)%ZZ%:R).
Proof. by apply/matrixP=> i j; rewrite !mxE; case: eqP => [->|]; rewrite ?mulr1n ?mulr0n. Qed.
Lemma ImxT m : (Imx m)^T = Imx m. Proof. by rewrite ImxE tr_diag_mx. Qed.
Lemma Imx_idem m : Imx m *m Imx m = Imx m.
Proof.
rewrite ImxE mulmx_diag; congr diag_mx; apply/rowP=> i; rewrite !mxE.
by case: (_ <? _)%ZZ; rewrite ?mulr1 ?mulr0.
Qed.
Lemma Imx_shp m : shp m m (Imx m). Proof. by split; exact: Imx_idem. Qed.
Lemma ImxmulE m (A : M) i j : (Imx m *m A) i j = if (Z.of_nat i <? m)%ZZ then A i j else 0.
Proof. by rewrite ImxE mul_diag_mx !mxE; case: ifP; rewrite ?mul1r ?mul0r. Qed.
Lemma mulImxE m (A : M) i j : (A *m Imx m) i j = if (Z.of_nat j <? m)%ZZ then A i j else 0.
Proof. by rewrite ImxE mul_mx_diag !mxE; case: ifP; rewrite ?mulr1 ?mulr0. Qed.
Lemma shpE m n A : shp m n A <-> forall i j : 'I_N, ~~ (Z.of_nat i <? m)%ZZ || ~~ (Z.of_nat j <? n)%ZZ -> A i j = 0.
Proof.
split=> [[h1 h2] i j | h].
  by case/orP=> /negbTE e; [rewrite -h1 ImxmulE e | rewrite -h2 mulImxE e].
split; apply/matrixP=> i j; rewrite ?ImxmulE ?mulImxE; case: ifP => // /negbT e; rewrite h // e ?orbT //.
Qed.
Lemma shpT m n A : shp m n A -> shp n m A^T.
Proof. by case=> h1 h2; split; [rewrite -[in LHS](ImxT n) -trmx_mul h2 | rewrite -[in LHS](ImxT m) -trmx_mul h1]. Qed.
Lemma shpM m n p A B : shp m n A -> shp n p B -> shp m p (A *m B).
Proof. by case=> h1 h2 [h3 h4]; split; [rewrite mulmxA h1 | rewrite -mulmxA h4]. Qed.
Lemma shpD m n A B : shp m n A -> shp m n B -> shp m n (A + B).
Proof. by case=> h1 h2 [h3 h4]; split; [rewrite mulmxDr h1 h3 | rewrite mulmxDl h2 h4]. Qed.
Lemma shpZ m n a A : shp m n A -> shp m n (a *: A).
Proof. by case=> h1 h2; split; [rewrite -scalemxAr h1 | rewrite -scalemxAl h2]. Qed.
Lemma shp0 m n : shp m n 0. Proof. by split; rewrite ?mulmx0 ?mul0mx. Qed.
Lemma shpN m n A : shp m n A -> shp m n (- A).
Proof. by move=> h; rewrite -scaleN1r; exact: shpZ. Qed.

Lemma trImx m : (0 <= m <= Z.of_nat N)%ZZ -> \tr (Imx m) = zr m.
Proof.
case=> h0 h1; have [k ek]: exists k, m = Z.of_nat k by exists (Z.to_nat m); rewrite Z2Nat.id.
subst m; have hk: (k <= N)%N by apply/leP; lia.
rewrite ImxE mxtrace_diag zr_nat (eq_bigr (fun i : 'I_N => ((i < k)%N : nat)%:R)); last first.
  move=> i _; rewrite mxE; congr (_%:R); congr nat_of_bool; apply/idP/ltP => [/Z.ltb_lt|h']; first lia.
  by apply/Z.ltb_lt; lia.
rewrite -natr_sum; congr (_%:R).
rewrite -(big_mkord xpredT (fun i => (i < k)%N : nat)) (big_cat_nat _ (n := k)) //=.
rewrite (eq_big_nat _ _ (F2 := fun=> 1%N)); last by move=> i /andP[_ ->].
rewrite sum_nat_const_nat subn0 muln1 [X in (_ + X)%N]big1_seq ?addn0 // => i.
by rewrite mem_index_iota => /andP[_ /andP[h' _]]; rewrite ltnNge h'.
Qed.

Lemma dia_shp_row m A (i : 'I_N) : shp m m A -> ~~ (Z.of_nat i <? m)%ZZ -> A i i = 0.
Proof. by move/shpE=> h e; apply: h; rewrite e. Qed.
Lemma drowD A a b : drow A (a + b) = \row_i (drow A a 0 i * drow A b 0 i).
Proof. by apply/rowP=> i; rewrite !mxE; case: ifP => [_|/negbT h]; rewrite ?mulr0 // zpowD. Qed.
Lemma dpow1 A : dia A -> dpow A 1 = A.
Proof.
move=> h; apply/matrixP=> i j; rewrite !mxE; case: (eqVneq i j) => [->|e]; last by rewrite mulr0n h.
by rewrite mulr1n zpow1; case: ifP => // /eqP->.
Qed.
Lemma dpow0 m A : shp m m A -> pdia m A -> dpow A 0 = Imx m.
Proof.
move=> hs [hd hp]; rewrite ImxE; congr diag_mx; apply/rowP=> i; rewrite !mxE zpow0.
case: (boolP (Z.of_nat i <? m)%ZZ) => [/Z.ltb_lt h|h]; first by rewrite Order.POrderTheory.gt_eqF ?hp.
by rewrite (dia_shp_row hs h) eqxx.
Qed.
Lemma dpow_shp m A z : shp m m A -> shp m m (dpow A z).
Proof.
move=> hs; apply/shpE=> i j h; rewrite !mxE; case: (eqVneq i j) => [e|]; last by rewrite mulr0n.
by subst j; rewrite (dia_shp_row hs) ?eqxx ?mul0rn //; case/orP: h.
Qed.
Lemma dpowT A z : (dpow A z)^T = dpow A z. Proof. by rewrite tr_diag_mx. Qed.

Lemma trgram (A : M) : \tr (A^T *m A) = \sum_i \sum_j A i j ^+ 2.
Proof.
rewrite /mxtrace exchange_big /=; apply: eq_bigr => j _; rewrite mxE.
by apply: eq_bigr => i _; rewrite mxE -expr2.
Qed.
Lemma trgram_ge0 (A : M) : 0 <= \tr (A^T *m A).
Proof. by rewrite trgram; do 2![apply: sumr_ge0 => ? _]; exact: sqr_ge0. Qed.
Lemma trgram_eq0 (A : M) : \tr (A^T *m A) = 0 -> A = 0.
Proof.
rewrite trgram => /eqP; rewrite psumr_eq0; last by move=> ? _; apply: sumr_ge0 => ? _; exact: sqr_ge0.
move/allP=> h; apply/matrixP=> i j; rewrite mxE.
have := h i (mem_index_enum _); rewrite psumr_eq0 /=; last by move=> ? _; exact: sqr_ge0.
by move/allP/(_ j (mem_index_enum _)); rewrite /= sqrf_eq0 => /eqP.
Qed.
Lemma gram_eq0 (A : M) : A^T *m A = 0 -> A = 0.
Proof. by move=> h; apply: trgram_eq0; rewrite h mxtrace0. Qed.

(* The constants in which statements are written: syntactic, so that elaboration is fast. *)
Definition radd (x y : R) := x + y.
Definition rsub (x y : R) := x - y.
Definition rmul (x y : R) := x * y.
Definition ropp (x : R) := - x.
Definition rdiv (x : R) (p : positive) := x / zr (Zpos p).
Definition rle (x y : R) : Prop := x <= y.
Definition rlt (x y : R) : Prop := x < y.
Definition madd (A B : M) : M := A + B.
Definition msub (A B : M) : M := A - B.
Definition mmul (A B : M) : M := A *m B.
Definition mopp (A : M) : M := - A.
Definition msc (x : R) (A : M) : M := x *: A.
Definition mT (A : M) : M := A^T.
Definition mtr (A : M) : R := \tr A.
Definition m0 : M := 0.

End Base.
Arguments Imx {R N} m.
Arguments m0 {R N}.
Arguments zr {R} z.

Section More.
Variables (R : rcfType) (N : nat).
Notation M := 'M[R]_N.
Definition rpos (x : R) : Prop := 0 < x.
(* entry number i (from 1) on the diagonal *)
Definition ment (A : M) (i : Z) : R := \sum_(k < N) if (Z.of_nat k + 1 =? i)%ZZ then A k k else 0.
End More.

Lemma one_le_space (n : nat) : Z.le 1 (Z.of_nat (S n)). Proof. lia. Qed.
