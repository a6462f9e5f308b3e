(* Layers.v: products of factors of any depth and widths, in matrices of Mathematical Components, and what the letters of the
   certificates about them ask for. The factor number l + 1 of the papers is W l. Part 1 has the words of the statements. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Struct Typed Plain.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ---------------------------------------------------------------- 1. words of plain statements *)
Section Words.
Variables (R : rcfType) (d : nat -> nat).
Definition factors := forall l, 'M[R]_(d l.+1, d l).
(* W_n ... W_1 *)
Fixpoint product (W : factors) (n : nat) : 'M[R]_(d n, d 0%N) :=
  if n is n'.+1 then W n' *m product W n' else 1%:M.
(* fit |W_L ... W_1 - Y|^2 + ridge (lam_1 |W_1|^2 + ... + lam_L |W_L|^2) *)
Definition objective (fit ridge : R) L (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors) : R :=
  fit * sqnorm (product W L - Y) + \sum_(l < L) ridge * lam l * sqnorm (W l).
(* X in the place of one factor, 0 in the others *)
Definition only l (X : 'M[R]_(d l.+1, d l)) : factors :=
  fun k => match Nat.eq_dec l k with left e => eq_rect l (fun k => 'M[R]_(d k.+1, d k)) X k e | right _ => 0 end.
(* the gradient is 0: the derivative along every direction in one factor is *)
Definition critical_point L lam Y (W : factors) : Prop :=
  forall l, (l < L)%N -> forall X : 'M_(d l.+1, d l),
    flat0 (fun t => @objective 1 1 L lam Y (fun k => W k + t *: only X k)).
(* what one active mode adds to the objective, as a polynomial: lambda^-1 x^2L - 2 lambda^-1/2 y x^L + L x^2 *)
Definition well L (lambda y : R) : {poly R} :=
  lambda^-1 *: 'X^(2 * L) - (2%:R * y / Num.sqrt lambda) *: 'X^L + L%:R *: 'X^2.
End Words.

(* ---------------------------------------------------------------- 2. what the proofs share *)
Section Only.
Variables (R : rcfType) (d : nat -> nat).
Lemma only_same l (X : 'M[R]_(d l.+1, d l)) : only X l = X.
Proof. by rewrite /only; case: Nat.eq_dec => // e; rewrite (eq_irrelevance e (erefl l)). Qed.
Lemma only_other l (X : 'M[R]_(d l.+1, d l)) k : l <> k -> only X k = 0.
Proof. by rewrite /only; case: Nat.eq_dec. Qed.
Lemma eq_product (V W : factors R d) n : (forall k, (k < n)%N -> V k = W k) -> product V n = product W n.
Proof. by elim: n => [|n ih] h //=; rewrite h // ih // => k hk; apply: h; exact: ltnW. Qed.
End Only.

(* indices from Z to nat *)
Lemma up0 (P : Z -> Prop) L : (forall j, (j <= L)%N -> P (Z.of_nat j)) -> forall z, (0 <= z <= Z.of_nat L)%ZZ -> P z.
Proof. by move=> h z hz; rewrite -(Z2Nat.id z); [apply: h; apply/ssrnat.leP|]; lia. Qed.
Lemma upS (P : Z -> Prop) L : (forall j, (j < L)%N -> P (Z.of_nat j)) -> forall z, (0 <= z <= Z.of_nat L - 1)%ZZ -> P z.
Proof. by move=> h z hz; rewrite -(Z2Nat.id z); [apply: h; apply/ssrnat.ltP|]; lia. Qed.
Lemma up1 (P : Z -> Prop) L : (forall j, (j < L)%N -> P (Z.of_nat j.+1)) -> forall z, (1 <= z <= Z.of_nat L)%ZZ -> P z.
Proof.
move=> h z hz; have -> : z = Z.of_nat (Z.to_nat (z - 1)).+1 by lia.
by apply: h; apply/ssrnat.ltP; lia.
Qed.
Lemma predz j : (Z.of_nat j.+1 - 1)%ZZ = Z.of_nat j. Proof. by lia. Qed.
Lemma succz j : (Z.of_nat j + 1)%ZZ = Z.of_nat j.+1. Proof. by lia. Qed.
Lemma room_layers (d : nat -> nat) L a b : exists N, [/\ forall k, (k <= L)%N -> (d k <= N.+1)%N, (a <= N.+1)%N & (b <= N.+1)%N].
Proof.
exists (\max_(k < L.+1) d k + a + b)%N; split=> [k hk||]; apply: leqW; last exact: leq_addl.
  rewrite -addnA; apply: (leq_trans _ (leq_addr _ _)).
  exact: (@leq_bigmax _ (fun k : 'I_L.+1 => d k) (Ordinal (hk : (k < L.+1)%N))).
by rewrite addnAC leq_addl.
Qed.

Section Numbers.
Variable R : rcfType.
Lemma zpow_int (x : R) a b : zpow x (Z.of_nat a - Z.of_nat b)%ZZ = x ^ (a%:Z - b%:Z).
Proof. by rewrite /zpow iozB !ioz_nat. Qed.
Lemma zpow_2L (x : R) L : zpow x (2 - Z.of_nat L)%ZZ = x ^ (2%:Z - L%:Z). Proof. by rewrite -[2%ZZ]/(Z.of_nat 2) zpow_int. Qed.
Lemma zpow_sub (x : R) a b : (b <= a)%N -> zpow x (Z.of_nat a - Z.of_nat b)%ZZ = x ^+ (a - b).
Proof. by move/ssrnat.leP=> h; rewrite -zpow_nat; congr zpow; rewrite -minusE; lia. Qed.
Lemma zpow_L (x : R) L p : (Pos.to_nat p <= L)%N -> zpow x (Z.of_nat L - Zpos p)%ZZ = x ^+ (L - Pos.to_nat p).
Proof. by move=> h; rewrite -positive_nat_Z zpow_sub. Qed.
Lemma zpow_LL (x : R) L p : (Pos.to_nat p <= 2 * L)%N -> zpow x (2 * Z.of_nat L - Zpos p)%ZZ = x ^+ (2 * L - Pos.to_nat p).
Proof.
move=> h; rewrite -positive_nat_Z -zpow_sub //; congr zpow; rewrite -multE; lia.
Qed.
Lemma zpow_opp (x : R) L : zpow x (- Z.of_nat L)%ZZ = x ^- L.
Proof. by rewrite /zpow iozN ioz_nat -invr_expz -exprnP. Qed.
Lemma zpow_L1 (x : R) L : (0 < L)%N -> zpow x (Z.of_nat L - 1)%ZZ = x ^+ (L - 1). Proof. exact: (@zpow_L x L 1). Qed.
Lemma zpow_L2 (x : R) L : (1 < L)%N -> zpow x (Z.of_nat L - 2)%ZZ = x ^+ (L - 2). Proof. exact: (@zpow_L x L 2). Qed.
Lemma zpow_L3 (x : R) L : (2 < L)%N -> zpow x (Z.of_nat L - 3)%ZZ = x ^+ (L - 3). Proof. exact: (@zpow_L x L 3). Qed.
Lemma zpow_LL2 (x : R) L : (1 < L)%N -> zpow x (2 * Z.of_nat L - 2)%ZZ = x ^+ (2 * L - 2).
Proof. by move=> h; rewrite zpow_LL // (leq_trans h) // leq_pmull. Qed.
Lemma zpow_LL3 (x : R) L : (2 < L)%N -> zpow x (2 * Z.of_nat L - 3)%ZZ = x ^+ (2 * L - 3).
Proof. by move=> h; rewrite zpow_LL // (leq_trans h) // leq_pmull. Qed.
Lemma zpow_LL1 (x : R) L : (0 < L)%N -> zpow x (2 * Z.of_nat L - 1)%ZZ = x ^+ (2 * L - 1).
Proof. by move=> h; rewrite zpow_LL // (leq_trans h) // leq_pmull. Qed.
Lemma dX1 n (x : R) : ('X^n)^`().[x] = n%:R * x ^+ (n - 1). Proof. by rewrite derivXn hornerMn hornerXn subn1 mulr_natl. Qed.
Lemma dX2 n (x : R) : (0 < n)%N -> ('X^n)^`()^`().[x] = n%:R * (n%:R - 1) * x ^+ (n - 2).
Proof. by move=> h; rewrite derivXn derivMn hornerMn dX1 -subn1 natrB // -subnDA -mulr_natl mulrA. Qed.
Lemma dX3 n (x : R) : (1 < n)%N -> ('X^n)^`()^`()^`().[x] = n%:R * (n%:R - 1) * (n%:R - 2%:R) * x ^+ (n - 3).
Proof.
move=> h; rewrite derivXn !derivMn hornerMn dX2 -?subn1 ?subn_gt0 // natrB; last exact: ltnW.
by rewrite -subnDA -mulr_natl !mulrA; congr (_ * _); ring.
Qed.
Definition dwell := (derivD, derivN, derivZ, hornerD, hornerN, hornerZ).
Lemma sqrt_prod L (lam : nat -> R) : (forall l, (l < L)%N -> 0 < lam l) ->
  Num.sqrt (\prod_(l < L) lam l) = \prod_(l < L) Num.sqrt (lam l).
Proof.
elim: L => [|L ih] h; first by rewrite !big_ord0 sqrtr1.
have h' l : (l < L)%N -> 0 < lam l by move=> hl; apply: h; exact: ltnW.
have p0: 0 <= \prod_(l < L) lam l by apply: prodr_ge0 => i _; rewrite ltW // h' // ltn_ord.
by rewrite !big_ord_recr /= sqrtrM // ih.
Qed.
Lemma prod_gt0 L (lam : nat -> R) : (forall l, (l < L)%N -> 0 < lam l) -> 0 < \prod_(l < L) lam l.
Proof. by move=> h; apply: prodr_gt0 => i _; exact: h. Qed.
Lemma root_prod L (lam : nat -> R) : (forall l, (l < L)%N -> 0 < lam l) ->
  \prod_(l < L) Num.sqrt (lam l) = Num.sqrt (\prod_(l < L) lam l) /\ Num.sqrt (\prod_(l < L) lam l) ^+ 2 = \prod_(l < L) lam l.
Proof. by move=> h; rewrite sqrt_prod // -sqrt_prod // sqr_sqrtr // ltW // prod_gt0. Qed.
Lemma root_lambda L (lam : nat -> R) : (forall l, (l < L)%N -> 0 < lam l) -> exists c, [/\ 0 < c, c != 0,
  \prod_(l < L) Num.sqrt (lam l) = c, Num.sqrt (\prod_(l < L) lam l) = c & \prod_(l < L) lam l = c ^+ 2].
Proof.
move=> h; exists (Num.sqrt (\prod_(l < L) lam l)); have [e1 e2] := root_prod h.
have h0: 0 < Num.sqrt (\prod_(l < L) lam l) by rewrite sqrtr_gt0 prod_gt0.
by split=> //; rewrite gt_eqF.
Qed.
Lemma zrp_gt0 p : rlt (zr 0) (zr (Zpos p) : R). Proof. by rewrite /rlt zr0 zr_gt0. Qed.
End Numbers.

Section Env.
Variables (R : rcfType) (N0 L : nat) (d : nat -> nat).
Notation N := N0.+1.
Notation dz z := (Z.of_nat (d (Z.to_nat z))).
Hypothesis hN : forall k, (k <= L)%N -> (d k <= N)%N.
Lemma layer_d : (forall k, (k <= L)%N -> (0 < d k)%N) -> forall z, (0 <= z <= Z.of_nat L)%ZZ -> (1 <= dz z <= Z.of_nat N)%ZZ.
Proof.
move=> hd; apply: up0 => j hj; rewrite Nat2Z.id; split; first by apply: one_le; exact: hd.
by apply: le_z; exact: hN.
Qed.
Lemma layer_W (W : factors R d) z : (1 <= z <= Z.of_nat L)%ZZ -> shp (dz z) (dz (z - 1)%ZZ) (emb N (W (Z.to_nat z).-1)).
Proof. by move: z; apply: up1 => j hj; rewrite predz !Nat2Z.id; apply: emb_shp; [exact: hN | apply: hN; exact: ltnW]. Qed.
Lemma layer_U n (U : forall l, 'M[R]_(d l, n)) z : (n <= N)%N -> (0 <= z <= Z.of_nat L)%ZZ ->
  shp (dz z) (Z.of_nat n) (emb N (U (Z.to_nat z))).
Proof. by move=> hn; move: z; apply: up0 => j hj; rewrite !Nat2Z.id; apply: emb_shp => //; exact: hN. Qed.
Lemma layer_u (U : forall l, 'cV[R]_(d l)) z : (0 <= z <= Z.of_nat L)%ZZ -> shp (dz z) 1 (emb N (U (Z.to_nat z))).
Proof. exact: (@layer_U 1 U). Qed.
Lemma layer_A (A : forall l, 'M[R]_(d L, d l)) z : (0 <= z <= Z.of_nat L)%ZZ ->
  shp (dz (Z.of_nat L)) (dz z) (emb N (A (Z.to_nat z))).
Proof. by move: z; apply: up0 => j hj; rewrite !Nat2Z.id; apply: emb_shp; exact: hN. Qed.
Lemma layer_P (P : forall l, 'M[R]_(d l, d 0%N)) z : (0 <= z <= Z.of_nat L)%ZZ -> shp (dz z) (dz 0%ZZ) (emb N (P (Z.to_nat z))).
Proof. by move: z; apply: up0 => j hj; rewrite !Nat2Z.id; apply: emb_shp; exact: hN. Qed.
Lemma layer_Y (Y : 'M[R]_(d L, d 0%N)) : shp (dz (Z.of_nat L)) (dz 0%ZZ) (emb N Y).
Proof. by rewrite !Nat2Z.id; apply: emb_shp; exact: hN. Qed.
Lemma layer_P1 (W : factors R d) z : (0 <= z <= Z.of_nat L - 1)%ZZ ->
  emb N (product W (Z.to_nat (z + 1))) = mmul (emb N (W (Z.to_nat (z + 1)).-1)) (emb N (product W (Z.to_nat z))).
Proof. by move: z; apply: upS => j hj; rewrite succz !Nat2Z.id /mmul -embM // hN // ltnW. Qed.
Lemma layer_R1 (W : factors R d) (lam : nat -> R) b z : (0 <= z <= Z.of_nat L - 1)%ZZ ->
  \sum_(l < Z.to_nat (z + 1)) b * lam l * sqnorm (W l) =
  radd (\sum_(l < Z.to_nat z) b * lam l * sqnorm (W l)) (rmul (rmul b (lam (Z.to_nat (z + 1)).-1))
    (mtr (mmul (mT (emb N (W (Z.to_nat (z + 1)).-1))) (emb N (W (Z.to_nat (z + 1)).-1))))).
Proof.
move: z; apply: upS => j hj; rewrite succz !Nat2Z.id big_ord_recr /= /radd /rmul /mtr /mmul /mT -embT -embM ?hN // emb_tr //.
by rewrite hN // ltnW.
Qed.
Lemma layer_lam (lam : nat -> R) : (forall l, (l < L)%N -> 0 < lam l) ->
  forall z, (1 <= z <= Z.of_nat L)%ZZ -> rlt (zr 0) (lam (Z.to_nat z).-1).
Proof. by move=> h; apply: up1 => j hj; rewrite Nat2Z.id /rlt zr0; exact: h. Qed.
Lemma layer_mu (lam : nat -> R) : (forall l, (l < L)%N -> 0 < lam l) ->
  forall z, (1 <= z <= Z.of_nat L)%ZZ -> rlt (zr 0) (Num.sqrt (lam (Z.to_nat z).-1)).
Proof. by move=> h; apply: up1 => j hj; rewrite Nat2Z.id /rlt zr0 sqrtr_gt0; exact: h. Qed.
Lemma layer_q (lam : nat -> R) : (forall l, (l < L)%N -> 0 < lam l) ->
  forall z, (0 <= z <= Z.of_nat L)%ZZ -> rlt (zr 0) (\prod_(l < Z.to_nat z) Num.sqrt (lam l)).
Proof.
move=> h; apply: up0 => j hj; rewrite Nat2Z.id /rlt zr0; apply: prodr_gt0 => i _; rewrite sqrtr_gt0; apply: h.
exact: leq_trans (ltn_ord i) hj.
Qed.
Lemma layer_q1 (lam : nat -> R) z : (0 <= z <= Z.of_nat L - 1)%ZZ -> \prod_(l < Z.to_nat (z + 1)) Num.sqrt (lam l) =
  rmul (Num.sqrt (lam (Z.to_nat (z + 1)).-1)) (\prod_(l < Z.to_nat z) Num.sqrt (lam l)).
Proof. by move: z; apply: upS => j hj; rewrite succz !Nat2Z.id big_ord_recr /= /rmul mulrC. Qed.
Lemma layer_mu2 (lam : nat -> R) : (forall l, (l < L)%N -> 0 < lam l) -> forall z, (1 <= z <= Z.of_nat L)%ZZ ->
  rmul (zr 1) (zpow (Num.sqrt (lam (Z.to_nat z).-1)) 2) = rmul (zr 1) (lam (Z.to_nat z).-1).
Proof. by move=> h; apply: up1 => j hj; rewrite Nat2Z.id /rmul !zr1 !mul1r zpow_pos sqr_sqrtr // ltW // h. Qed.
Lemma layer_A1 (A : forall l, 'M[R]_(d L, d l)) (W : factors R d) : (forall l, (l < L)%N -> A l = A l.+1 *m W l) ->
  forall z, (0 <= z <= Z.of_nat L - 1)%ZZ ->
  emb N (A (Z.to_nat z)) = mmul (emb N (A (Z.to_nat (z + 1)))) (emb N (W (Z.to_nat (z + 1)).-1)).
Proof. by move=> h; apply: upS => j hj; rewrite succz !Nat2Z.id h // /mmul -embM // hN. Qed.
Lemma layer_A0 (A : forall l, 'M[R]_(d L, d l)) : A L = 1%:M ->
  emb N (A (Z.to_nat (Z.of_nat L))) = Imx (dz (Z.of_nat L)).
Proof. by move=> h; rewrite !Nat2Z.id h emb1. Qed.
Lemma layer_UU n (U : forall l, 'M[R]_(d l, n)) : (n <= N)%N -> (forall l, (l <= L)%N -> (U l)^T *m U l = 1%:M) ->
  forall z, (0 <= z <= Z.of_nat L)%ZZ -> mmul (mT (emb N (U (Z.to_nat z)))) (emb N (U (Z.to_nat z))) = Imx (Z.of_nat n).
Proof. by move=> hn h; apply: up0 => j hj; rewrite !Nat2Z.id /mmul /mT -embT -embM ?hN // h // emb1. Qed.
Lemma layer_P0 (W : factors R d) : emb N (product W (Z.to_nat 0)) = Imx (dz 0%ZZ). Proof. exact: emb1. Qed.

(* the products from the left *)
Lemma ex_upper (W : factors R d) : exists A : forall l, 'M[R]_(d L, d l), A L = 1%:M /\ forall l, (l < L)%N -> A l = A l.+1 *m W l.
Proof.
have [A [A0 A1]] := ex_down (Z.of_nat L) (emb N (1%:M : 'M[R]_(d L))) (fun z X => X *m emb N (W (Z.to_nat z))).
exists (fun l => unemb (d L) (d l) (A (Z.of_nat l))).
have uK n (B : 'M[R]_(d L, d n)) : (n <= L)%N -> unemb (d L) (d n) (emb N B) = B.
  by move=> h; apply: (@emb_inj R N); rewrite ?hN // unembK //; apply: emb_shp; exact: hN.
split=> [|l hl]; first by rewrite A0 uK.
rewrite A1; last by move/ssrnat.ltP: hl; lia.
rewrite succz Nat2Z.id.
have h: forall z, (0 <= z)%ZZ -> (z <= Z.of_nat L)%ZZ -> shp (Z.of_nat (d L)) (dz z) (A z).
  apply: Zdown_to => [|z z1 z2 ih]; first by rewrite A0 Nat2Z.id; apply: emb_shp; exact: hN.
  rewrite A1 //; have := @layer_W W (z + 1)%ZZ ltac:(lia); rewrite Z.add_simpl_r nSz //= => h; apply: (shpM ih).
  by rewrite nSz.
have hA := h (Z.of_nat l.+1) ltac:(lia) ltac:(move/ssrnat.ltP: hl; lia); rewrite Nat2Z.id in hA.
rewrite -{1}(unembK hA) -embM ?hN // uK //; exact: ltnW.
Qed.

(* the first variation as a certificate writes it *)
Definition first_variation (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors R d) : Prop :=
  forall (l' : Z) (H' : 'M[R]_N) (phi : R -> R), (1 <= l' <= Z.of_nat L)%ZZ -> shp (dz l') (dz (l' - 1)%ZZ) H' ->
  (forall t' : R, exists W' : Z -> 'M[R]_N, (forall n : Z, (1 <= n <= Z.of_nat L)%ZZ -> shp (dz n) (dz (n - 1)%ZZ) (W' n)) /\
    W' l' = madd (emb N (W (Z.to_nat l').-1)) (msc t' H') /\
    (forall n : Z, (1 <= n <= Z.of_nat L)%ZZ -> n <> l' -> W' n = emb N (W (Z.to_nat n).-1)) /\
    exists P' : Z -> 'M[R]_N, (forall n : Z, (0 <= n <= Z.of_nat L)%ZZ -> shp (dz n) (dz 0%ZZ) (P' n)) /\
      P' 0%ZZ = Imx (dz 0%ZZ) /\
      (forall n : Z, (0 <= n <= Z.of_nat L - 1)%ZZ -> P' (n + 1)%ZZ = mmul (W' (n + 1)%ZZ) (P' n)) /\
      exists Q : Z -> R, Q 0%ZZ = zr 0 /\
        (forall n : Z, (0 <= n <= Z.of_nat L - 1)%ZZ -> Q (n + 1)%ZZ = radd (Q n) (rmul (rmul (zr 1) (lam (Z.to_nat (n + 1)).-1))
          (mtr (mmul (mT (W' (n + 1)%ZZ)) (W' (n + 1)%ZZ))))) /\
        phi t' = radd (rmul (zr 1) (mtr (mmul (mT (msub (P' (Z.of_nat L)) (emb N Y))) (msub (P' (Z.of_nat L)) (emb N Y)))))
          (Q (Z.of_nat L))) -> flat0 phi.
Variables (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors R d).
Lemma objective_emb (V : factors R d) : @objective R d 1 1 L lam Y V =
  radd (rmul (zr 1) (mtr (mmul (mT (msub (emb N (product V L)) (emb N Y))) (msub (emb N (product V L)) (emb N Y)))))
    (\sum_(l < L) 1 * lam l * sqnorm (V l)).
Proof. by rewrite /objective /radd /rmul zr1 !mul1r /mtr /mmul /mT /msub /sqnorm -embB -embT -embM ?hN // emb_tr ?hN. Qed.
Lemma layer_critical : critical_point lam Y W -> first_variation lam Y W.
Proof.
move=> hcrit z X f hz hX hf; pose l := (Z.to_nat z).-1; have ez: z = Z.of_nat l.+1 by rewrite /l; lia.
have hl: (l < L)%N by apply/ssrnat.ltP; lia.
rewrite ez predz !Nat2Z.id in hX; pose X0 := unemb (d l.+1) (d l) X; have eX: emb N X0 = X by exact: unembK.
apply: flat0_ext (hcrit l hl X0) => t; pose V k := W k + t *: only X0 k.
have [W' [hW' [W'l [W'o [P' [hP' [P'0 [P'S [Q [Q0 [QS ->]]]]]]]]]]] := hf t.
have eW n : (n < L)%N -> W' (Z.of_nat n.+1) = emb N (V n).
  move=> hn; case: (Nat.eq_dec n l) => [->|ne].
    by rewrite -ez W'l /V only_same embD embZ eX -/l.
  rewrite W'o; [|by split; [lia|apply: le_z]|by lia].
  by rewrite Nat2Z.id /V only_other ?scaler0 ?addr0 // => e; apply: ne.
have eP n : (n <= L)%N -> P' (Z.of_nat n) = emb N (product V n).
  elim: n => [|n ih] hn; first by rewrite P'0 -emb1.
  rewrite -succz P'S; last by split; [lia | move/ssrnat.ltP: hn; lia].
  by rewrite succz eW // ih ?(ltnW hn) // /mmul -embM // hN // ltnW.
have eQ n : (n <= L)%N -> Q (Z.of_nat n) = \sum_(k < n) 1 * lam k * sqnorm (V k).
  elim: n => [|n ih] hn; first by rewrite big_ord0 Q0.
  rewrite -succz QS; last by split; [lia | move/ssrnat.ltP: hn; lia].
  rewrite succz eW // ih ?(ltnW hn) // Nat2Z.id big_ord_recr /= /radd /rmul zr1 /mtr /mmul /mT -embT -embM ?hN // emb_tr //.
  by rewrite hN // ltnW.
by rewrite -/V objective_emb eP // eQ.
Qed.
Lemma layer_critical_of : first_variation lam Y W -> critical_point lam Y W.
Proof.
move=> h l hl X; apply: (h (Z.of_nat l.+1) (emb N X)).
- by split; [lia | exact: le_z].
- by rewrite predz !Nat2Z.id; apply: emb_shp; rewrite hN // ltnW.
move=> t; pose V k := W k + t *: only X k.
exists (fun z => emb N (V (Z.to_nat z).-1)); split; first by move=> n; exact: layer_W.
split; first by rewrite Nat2Z.id /V only_same embD embZ.
split; first by apply: up1 => j hj ne; rewrite Nat2Z.id /V only_other ?scaler0 ?addr0 // => e; apply: ne; rewrite e.
exists (fun z => emb N (product V (Z.to_nat z))); split; first exact: layer_P.
split; first exact: layer_P0.
split; first by move=> n; exact: layer_P1.
exists (fun z => \sum_(k < Z.to_nat z) 1 * lam k * sqnorm (V k)); split; first by rewrite big_ord0.
split; first by move=> n hn; exact: (@layer_R1 V lam 1 n hn).
by rewrite -/V objective_emb !Nat2Z.id.
Qed.
End Env.
(* hypotheses of the letters that certificates about layers have *)
Ltac layer := first [ exact: zrp_gt0 | apply: layer_d; eassumption | solve [ intros; apply: layer_W; eassumption ]
  | solve [ intros; apply: layer_u; eassumption ] | solve [ intros; apply: layer_U; first [ eassumption | dim ] ]
  | solve [ intros; apply: layer_P; eassumption ] | solve [ intros; apply: layer_A; eassumption ] | solve [ apply: layer_Y; assumption ]
  | solve [ intros; apply: layer_P1; eassumption ] | solve [ intros; apply: layer_R1; eassumption ]
  | apply: layer_mu2; assumption | apply: layer_A1; eassumption | apply: layer_A0; assumption | apply: layer_UU; eassumption
  | exact: layer_lam | exact: layer_mu | solve [ rewrite big_ord0; reflexivity ] | exact: layer_P0
  | solve [ intros; apply: layer_q1; eassumption ] | apply: layer_q; assumption ].
Tactic Notation "lay" hyp(H) constr(x) := give H x; try layer.
Tactic Notation "lay0" hyp(H) constr(x) := give0 H x; try layer.
(* the letters that these certificates begin with: up to the value of the objective; then the roots of the weights *)
Tactic Notation "begin" hyp(K) constr(N) constr(L) constr(d) constr(W) constr(Y) constr(lam) constr(b) :=
  lay K (Z.of_nat L); lay K (fun z => Z.of_nat (d (Z.to_nat z))); lay K (fun z => emb N (W (Z.to_nat z).-1));
  lay K (emb N Y); lay K (fun z => lam (Z.to_nat z).-1); lay K (fun z => emb N (product W (Z.to_nat z)));
  lay K (fun z => \sum_(l < Z.to_nat z) b * lam l * sqnorm (W l)).
Tactic Notation "roots" hyp(K) constr(lam) := lay K (fun z => Num.sqrt (lam (Z.to_nat z).-1));
  lay K (fun z => \prod_(l < Z.to_nat z) Num.sqrt (lam l)).
(* values and derivatives of `well` *)
Ltac wells := rewrite /well !dwell ?hornerXn ?dX1 ?dX2 ?dX3 ?hornerXn ?muln_gt0 //;
  rewrite -?[(2 - 1)%N]/1%N -?[(2 - 2)%N]/0%N -?[(2 - 3)%N]/0%N ?expr1 ?expr0 ?natrM.
(* a hypothesis over the layers, with an index j from nat *)
(* the parts of a matrix that a certificate gives *)
Ltac near := rewrite ?predz ?succz ?Nat2Z.id; repeat match goal with |- context [ predn (S ?j) ] => change (predn (S j)) with j end.
Ltac layers := first [ apply: up1 | apply: upS | apply: up0 ]; let j := fresh "j" in let hj := fresh "hj" in intros j hj; near; goal.
