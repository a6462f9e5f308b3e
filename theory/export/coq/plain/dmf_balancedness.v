(* dmf-balancedness: Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times
   d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 +
   \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$. If $\nabla F(W) = 0$, then $\lambda_lW_lW_l^\top =
   \lambda_{l+1}W_{l+1}^\top W_{l+1}$ for $1 \le l < L$. *)
(* Critical points of regularized deep matrix factorization are balanced: in matrices of Mathematical Components, for every
   depth and all widths. What stands between `Theorem` and `Proof` can be read without this library, but for `flat0 f`:
   f has the derivative 0 at 0 (Struct.v). *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed.
From Final Require Import dmf_balancedness.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Dmf.
Variables (R : rcfType) (d : nat -> nat).
Notation factors := (forall l, 'M[R]_(d l.+1, d l)).
(* W l is the factor number l + 1 *)
Fixpoint product (W : factors) (n : nat) : 'M[R]_(d n, d 0%N) :=
  if n is n'.+1 then W n' *m product W n' else 1%:M.
Definition objective L (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors) : R :=
  \tr ((product W L - Y)^T *m (product W L - Y)) + \sum_(l < L) lam l * \tr ((W l)^T *m W l).
(* all directional derivatives vanish *)
Definition critical_point L lam Y (W : factors) : Prop :=
  forall H : factors, flat0 (fun t => @objective L lam Y (fun l => W l + t *: H l)).
End Dmf.

Definition only (R : rcfType) (d : nat -> nat) l (X : 'M[R]_(d l.+1, d l)) : forall k, 'M[R]_(d k.+1, d k) :=
  fun k => match Nat.eq_dec l k with left e => eq_rect l (fun k => 'M[R]_(d k.+1, d k)) X k e | right _ => 0 end.

Lemma only_same (R : rcfType) (d : nat -> nat) l (X : 'M[R]_(d l.+1, d l)) : only X l = X.
Proof. by rewrite /only; case: Nat.eq_dec => // e; rewrite (eq_irrelevance e (erefl l)). Qed.
Lemma only_other (R : rcfType) (d : nat -> nat) l (X : 'M[R]_(d l.+1, d l)) k : l <> k -> only X k = 0.
Proof. by rewrite /only; case: Nat.eq_dec. Qed.

Theorem balancedness (R : rcfType) (d : nat -> nat) (L : nat) (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N))
    (W : forall l, 'M[R]_(d l.+1, d l)) :
  (1 < L)%N -> (forall l, (l <= L)%N -> (0 < d l)%N) -> (forall l, (l < L)%N -> 0 < lam l) ->
  critical_point lam Y W ->
  forall l, (l.+1 < L)%N -> lam l *: (W l *m (W l)^T) = lam l.+1 *: ((W l.+1)^T *m W l.+1).
Proof.
move=> hL hd hlam hcrit l hl.
pose N0 := \max_(k < L.+1) d k; pose N := N0.+1.
have hN k : (k <= L)%N -> (d k <= N)%N.
  by move=> hk; apply: leqW; exact: (@leq_bigmax _ (fun k : 'I_L.+1 => d k) (Ordinal (hk : (k < L.+1)%N))).
pose dz (z : Z) := Z.of_nat (d (Z.to_nat z)).
pose Wz (z : Z) := emb N (W (Z.to_nat z).-1).
pose lamz (z : Z) := lam (Z.to_nat z).-1.
pose Pz (z : Z) := emb N (product W (Z.to_nat z)).
pose Rz (z : Z) := \sum_(k < Z.to_nat z) lam k * \tr ((W k)^T *m W k).
have nS z : (0 <= z)%ZZ -> Z.to_nat (z + 1)%ZZ = (Z.to_nat z).+1 by lia.
have dS z : (1 <= z)%ZZ -> dz z = Z.of_nat (d (Z.to_nat z).-1.+1) by move=> h; rewrite /dz; congr (Z.of_nat (d _)); lia.
have dP z : (1 <= z)%ZZ -> dz (z - 1)%ZZ = Z.of_nat (d (Z.to_nat z).-1) by move=> h; rewrite /dz; congr (Z.of_nat (d _)); lia.
have hW z : (1 <= z <= Z.of_nat L)%ZZ -> shp (dz z) (dz (z - 1)%ZZ) (Wz z).
  by move=> h; rewrite dS ?dP; try lia; apply: emb_shp; apply: hN; apply/leP; lia.
have hP z : (0 <= z <= Z.of_nat L)%ZZ -> shp (dz z) (dz 0%ZZ) (Pz z).
  by move=> h; apply: emb_shp; apply: hN => //; apply/leP; lia.
have [A [A0 A1]] := ex_down (Z.of_nat L) (Imx (dz (Z.of_nat L)) : 'M[R]_N) (fun z X => mmul X (Wz (z + 1)%ZZ)).
have hA z : (0 <= z <= Z.of_nat L)%ZZ -> shp (dz (Z.of_nat L)) (dz z) (A z).
  case=> h1 h2; move: z h1 h2; apply: Zdown_to; first by rewrite A0; exact: Imx_shp.
  move=> z h1 h2 ih; rewrite A1 //; apply: (shpM ih).
  by have := hW (z + 1)%ZZ ltac:(lia); rewrite Z.add_simpl_r.
pose F := @objective R d L lam Y W.
have objE (V : forall k, 'M[R]_(d k.+1, d k)) : @objective R d L lam Y V =
    radd (rmul 1 (mtr (mmul (mT (msub (emb N (product V L)) (emb N Y))) (msub (emb N (product V L)) (emb N Y)))))
      (\sum_(k < L) lam k * \tr ((V k)^T *m V k)).
  by rewrite /objective /radd /rmul mul1r /mtr /mmul /mT /msub -embB -embT -embM ?hN // emb_tr ?hN.
unshelve epose proof (@dmf_balancedness_1 R N0 (Z.of_nat L) _ dz _ (1 : R) _ _ (1 : R) _ _ Wz hW (emb N Y) _ lamz _ Pz hP _ _ Rz _ _ F _ A hA A0 _
  (Z.of_nat l.+1) _ _ _) as key.
- by move/ltP: hL; lia.
- move=> z h; have hz: (Z.to_nat z <= L)%N by apply/leP; lia.
  by have /ltP := hd _ hz; have /leP := hN _ hz; rewrite /dz; lia.
- exact: ltr01.
- by rewrite /Base.zr.
- exact: ltr01.
- by rewrite /Base.zr.
- by rewrite /dz Nat2Z.id; apply: emb_shp; exact: hN.
- by move=> z h; apply: hlam; apply/ltP; lia.
- exact: emb1.
- move=> z h; rewrite /Pz /Wz /mmul nS; last lia.
  by rewrite -embM //; apply: hN; apply/leP; lia.
- by rewrite /Rz big_ord0.
- move=> z h; rewrite /Rz /lamz /Wz nS; last lia.
  rewrite big_ord_recr /= /radd /rmul mul1r /mtr /mmul /mT -embT -embM ?emb_tr //; apply: hN; apply/leP; lia.
- by rewrite /F objE /Pz /Rz Nat2Z.id.
- by move=> z h; apply: A1; lia.
- by lia.
- by move/ltP: hl; lia.
- move=> z X f hz hX hf; pose k := (Z.to_nat z).-1.
  have ez: z = Z.of_nat k.+1 by rewrite /k; lia.
  have hk: (k < L)%N by apply/ltP; rewrite /k; lia.
  pose Y0 := unemb (d k.+1) (d k) X.
  have eY: emb N Y0 = X by apply: unembK; rewrite -(dS z) -?(dP z) //; lia.
  apply: flat0_ext (hcrit (only Y0)) => t.
  pose V := fun l => W l + t *: only Y0 l.
  have [W' [hW' [W'l [W'o [P' [hP' [P'0 [P'S [Q [Q0 [QS ->]]]]]]]]]]] := hf t.
  have eW n : (1 <= n <= Z.of_nat L)%ZZ -> W' n = emb N (V (Z.to_nat n).-1).
    move=> hn; case: (Z.eq_dec n z) => [->|ne].
      by rewrite W'l /V -/k only_same embD embZ eY.
    rewrite W'o // /V only_other ?scaler0 ?addr0 // => e; apply: ne; rewrite /k in e; lia.
  have eP : forall n, (0 <= n)%ZZ -> (n <= Z.of_nat L)%ZZ -> P' n = emb N (product V (Z.to_nat n)).
    apply: (@Zup_to (fun n => P' n = emb N (product V (Z.to_nat n)))); first by rewrite P'0 -emb1.
    move=> m h1 h2 ih; rewrite P'S ?ih ?eW; try lia.
    by rewrite nS //= /mmul -embM //; apply: hN; apply/leP; lia.
  have eQ : forall n, (0 <= n)%ZZ -> (n <= Z.of_nat L)%ZZ -> Q n = \sum_(j < Z.to_nat n) lam j * \tr ((V j)^T *m V j).
    apply: (@Zup_to (fun n => Q n = \sum_(j < Z.to_nat n) lam j * \tr ((V j)^T *m V j))); first by rewrite Q0 big_ord0.
    move=> m h1 h2 ih; rewrite QS ?ih ?eW; try lia.
    rewrite nS // big_ord_recr /= /radd /rmul mul1r /lamz nS //= /mtr /mmul /mT -embT -embM ?emb_tr //; apply: hN; apply/leP; lia.
  by rewrite -/V objE eP ?eQ ?Nat2Z.id //; lia.
apply: (@emb_inj R N); rewrite ?hN //; try by apply: ltnW.
have h1: (Z.to_nat (Z.of_nat l.+1)).-1 = l by rewrite Nat2Z.id.
have h2: (Z.to_nat (Z.of_nat l.+1 + 1)).-1 = l.+1 by lia.
move: key; rewrite /Wz /lamz h1 h2 /mmul /msc /mT => key.
rewrite !embZ !embM ?embT ?hN //; try by apply: ltnW; try apply: ltnW.
by rewrite scalemxAl key scalemxAl.
Qed.
Print Assumptions balancedness.
