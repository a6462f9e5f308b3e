(* agd-main-theorem: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T
   \in \mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta (X_jY_j^\top -
   A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; write $F_k = \tfrac12\lVert
   X_kY_k^\top - A\rVert_F^2$. Let $r \ge 1$, $U \in \mathbb{R}^{m\times r}$ with $U^\top U = I_r$, $UU^\top A = A$,
   $UU^\top X_0 = X_0$, and let $s > 0$, $S, y \ge 0$ satisfy $\eta X_0X_0^\top \succeq s^2UU^\top$, $\eta X_0^\top X_0
   \preceq S^2I_d$, $\eta Y_0^\top Y_0 \preceq y^2I_d$. Suppose $0 < D_X \le s$, $D_Y > 0$, $0 < g < 1$, $g \le
   (s-D_X)^2$, $g \le 2-(S+D_X)^2$, $(S+D_X)^2 \le 1$, $(y+D_Y)^2 \le 1$, $2\eta^2TF_0 \le D_X^2$ and $2\eta^2TF_0 \le
   D_Y^2$. Then for $0 \le k \le T$: $F_k \le (1-g)^{2k}F_0$ and $\lVert X_k-X_0\rVert_F^2 + \lVert Y_k-Y_0\rVert_F^2 \le
   2k\eta(F_0-F_k)$. *)
(* Alternating gradient descent converges linearly, for every number of sweeps: in matrices of Mathematical Components. What
   stands between `Theorem` and `Proof` can be read without this library. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Named Weyl.
From Final Require Import agd_main_theorem.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition loss (R : rcfType) m n d (A : 'M[R]_(m, n)) (X : 'M_(m, d)) (Y : 'M_(n, d)) : R :=
  2%:R^-1 * \tr ((X *m Y^T - A)^T *m (X *m Y^T - A)).
Definition sqnorm (R : rcfType) m (x : 'cV[R]_m) : R := dot x x.

Lemma nSz z : (0 <= z)%ZZ -> Z.to_nat (z + 1)%ZZ = (Z.to_nat z).+1. Proof. by lia. Qed.
Lemma one_le e : (0 < e)%N -> (1 <= Z.of_nat e)%ZZ. Proof. by move/ssrnat.ltP; lia. Qed.
Lemma le_z e N : (e <= N)%N -> (Z.of_nat e <= Z.of_nat N)%ZZ. Proof. by move/ssrnat.leP; lia. Qed.
Lemma lt_n z T : (0 <= z)%ZZ -> (z <= Z.of_nat T - 1)%ZZ -> (Z.to_nat z < T)%N.
Proof. by move=> h1 h2; apply/ssrnat.ltP; lia. Qed.
Lemma mul2_z k : (2 * Z.of_nat k)%ZZ = Z.of_nat (2 * k). Proof. by lia. Qed.

Theorem alternating_descent (R : rcfType) (m n d r T : nat) (A : 'M[R]_(m, n)) (X : nat -> 'M[R]_(m, d)) (Y : nat -> 'M[R]_(n, d))
    (U : 'M[R]_(m, r)) (eta s S y DX DY p g : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < r)%N -> (0 < T)%N ->
  0 < eta -> 0 < s -> 0 < DX -> 0 < DY -> 0 < p -> 0 < g -> 0 <= S -> 0 <= y ->
  (* the sweep *)
  (forall k, (k < T)%N -> X k.+1 = X k - eta *: ((X k *m (Y k)^T - A) *m Y k)) ->
  (forall k, (k < T)%N -> Y k.+1 = Y k - eta *: ((X k.+1 *m (Y k)^T - A)^T *m X k.+1)) ->
  (* the start: U spans the columns of A and of X 0; singular values *)
  U^T *m U = 1%:M -> U *m U^T *m A = A -> U *m U^T *m X 0%N = X 0%N ->
  (forall x : 'cV_m, s ^+ 2 * sqnorm (U^T *m x) <= eta * sqnorm ((X 0%N)^T *m x)) ->
  (forall x : 'cV_d, eta * sqnorm (X 0%N *m x) <= S ^+ 2 * sqnorm x) ->
  (forall x : 'cV_d, eta * sqnorm (Y 0%N *m x) <= y ^+ 2 * sqnorm x) ->
  (* the numbers *)
  DX <= s -> p + g = 1 -> g <= (s - DX) ^+ 2 -> (S + DX) ^+ 2 <= 1 -> (y + DY) ^+ 2 <= 1 ->
  2%:R * eta ^+ 2 * T%:R * loss A (X 0%N) (Y 0%N) <= DX ^+ 2 ->
  2%:R * eta ^+ 2 * T%:R * loss A (X 0%N) (Y 0%N) <= DY ^+ 2 ->
  forall k, (k <= T)%N ->
    loss A (X k) (Y k) <= p ^+ (2 * k) * loss A (X 0%N) (Y 0%N) /\
    \tr ((X k - X 0%N)^T *m (X k - X 0%N)) + \tr ((Y k - Y 0%N)^T *m (Y k - Y 0%N))
      <= 2%:R * k%:R * eta * (loss A (X 0%N) (Y 0%N) - loss A (X k) (Y k)).
Proof.
move=> m0 n0 d0 r0 T0 eta0 s0 DX0 DY0 p0 g0 S0 y0 stepX stepY hU hA hX hs hS hy hsD hpg hg hSD hyD hDX hDY k hk.
have psd m' (B : 'M[R]_m') : B^T = B -> (forall x, 0 <= dot x (B *m x)) -> exists K : 'M_m', B = K *m K^T by exact: gram.
have [|x|K eK] := psd m (eta *: (X 0%N *m (X 0%N)^T) - s ^+ 2 *: (U *m U^T)).
- by rewrite linearB /= !linearZ /= !trmx_mul !trmxK.
- rewrite mulmxBl -!scalemxAl dotBr !dotZr -!mulmxA (dot_T (X 0%N)) (dot_T U) subr_ge0; exact: hs.
have [|x|J eJ] := psd d ((S ^+ 2)%:M - eta *: ((X 0%N)^T *m X 0%N)).
- by rewrite linearB /= !linearZ /= trmx_mul trmxK tr_scalar_mx.
- rewrite mulmxBl mul_scalar_mx -!scalemxAl dotBr !dotZr -!mulmxA -dot_adj subr_ge0; exact: hS.
have [|x|E eE] := psd d ((y ^+ 2)%:M - eta *: ((Y 0%N)^T *m Y 0%N)).
- by rewrite linearB /= !linearZ /= trmx_mul trmxK tr_scalar_mx.
- rewrite mulmxBl mul_scalar_mx -!scalemxAl dotBr !dotZr -!mulmxA -dot_adj subr_ge0; exact: hy.
pose N0 := maxn (maxn m n) (maxn d r); pose N := N0.+1.
have [mN nN dN rN]: [/\ (m <= N)%N, (n <= N)%N, (d <= N)%N & (r <= N)%N] by split; apply: leqW; rewrite /N0 !leq_max !leqnn ?orbT.
pose Xz z := emb N (X (Z.to_nat z)); pose Yz z := emb N (Y (Z.to_nat z)).
pose Rr i j := X i *m (Y j)^T - A.
pose Rz z := emb N (Rr (Z.to_nat z) (Z.to_nat z)).
pose Hz z := emb N (Rr (Z.to_nat z).+1 (Z.to_nat z)).
pose Fz z := loss A (X (Z.to_nat z)) (Y (Z.to_nat z)).
pose GXz z := emb N (Rr (Z.to_nat z) (Z.to_nat z) *m Y (Z.to_nat z)).
pose GYz z := emb N ((Rr (Z.to_nat z).+1 (Z.to_nat z))^T *m X (Z.to_nat z).+1).
have nS := nSz.
have two : zr 2 = 2%:R :> R by [].
have tc : rmul (zr 2) (2%:R^-1) = 1 :> R by rewrite /rmul two divff // pnatr_eq0.
have h21 (x : R) : x ^+ 2 <= 1 -> 0 < 1 - x ^+ 2 / 2%:R.
  move=> h; rewrite subr_gt0 ltr_pdivr_mulr ?ltr0n // mul1r; apply: le_lt_trans h _.
  by rewrite -[1]/(1%:R) ltr_nat.
have sz e : (0 < e)%N -> (e <= N)%N -> (1 <= Z.of_nat e <= Z.of_nat N)%ZZ by move=> h1 h2; split; [exact: one_le | exact: le_z].
have Rze z : (0 <= z)%ZZ -> Rz z = msub (mmul (Xz z) (mT (Yz z))) (emb N A).
  by move=> _; rewrite /Rz /Rr /msub /mmul /mT /Xz /Yz embB embM // embT.
unshelve epose proof (@agd_main_theorem_1 R N0 (Z.of_nat m) _ _ (Z.of_nat n) _ _ (Z.of_nat d) _ _ (2%:R^-1) _ _ eta eta0 (Z.of_nat T) _
  (emb N A) _ Xz _ Yz _ Rz _ _ Fz _ GXz _ _ Hz _ _ GYz _ _ (Z.of_nat r) _ _ (emb N U) _ (Z.of_nat m) _ _ (emb N K) _
  (Z.of_nat d) _ _ (emb N J) _ (Z.of_nat d) _ _ (emb N E) _ s s0 DX DX0 DY DY0 p p0 g g0 (1 + p) _ (y + DY) _
  (1 - (S + DX) ^+ 2 / 2%:R) _ (1 - (y + DY) ^+ 2 / 2%:R) _ S y (fun z => emb N (X (Z.to_nat z) - X 0%N)) _ _
  (fun z => emb N (Y (Z.to_nat z) - Y 0%N)) _ _ (Z.of_nat k) _ _ _ _ _ _ _ _ S0 y0 hsD hpg _ _ _ _ hg _ _ _ _ _ _ _) as key.
- exact: one_le.
- exact: le_z.
- exact: one_le.
- exact: le_z.
- exact: one_le.
- exact: le_z.
- by rewrite /rlt zr0 invr_gt0 ltr0n.
- by rewrite /rdiv /= div1r.
- exact: one_le.
- exact: emb_shp.
- by move=> z _; exact: emb_shp.
- by move=> z _; exact: emb_shp.
- by move=> z _; exact: emb_shp.
- by move=> z [h _]; exact: Rze.
- by move=> z _; rewrite /Fz /loss /Rz /rmul /mtr /mmul /mT -embT -embM // emb_tr.
- by move=> z _; exact: emb_shp.
- by move=> z _; rewrite /GXz /Rz /Yz /mmul /msc tc scale1r embM.
- by move=> z _; exact: emb_shp.
- move=> z [h _]; rewrite /Hz /Rr /Xz /Yz nS // /msub /mmul /mT embB embM // embT //.
- by move=> z _; exact: emb_shp.
- by move=> z [h _]; rewrite /GYz /Hz /Xz nS // /mmul /msc /mT tc scale1r -embT embM.
- exact: one_le.
- exact: le_z.
- exact: emb_shp.
- exact: one_le.
- exact: le_z.
- exact: emb_shp.
- exact: one_le.
- exact: le_z.
- exact: emb_shp.
- exact: one_le.
- exact: le_z.
- exact: emb_shp.
- by rewrite /rlt zr0 addr_gt0 ?ltr01.
- by rewrite /rlt zr0 ltr_paddl.
- by rewrite /rlt zr0; exact: h21.
- by rewrite /rlt zr0; exact: h21.
- by move=> z _; exact: emb_shp.
- by move=> z _; rewrite /msub embB.
- by move=> z _; exact: emb_shp.
- by move=> z _; rewrite /msub embB.
- exact: Zle_0_nat.
- exact: le_z.
- by rewrite /mmul /mT -embT -embM // hU emb1.
- by rewrite /mmul /mT -embT -!embM // hA.
- by rewrite /mmul /mT /Xz -embT -!embM // hX.
- rewrite /mmul /mT /Xz /madd /msc tc /rmul mul1r -!scalemxAl -!embT -!embM // -!embZ -embD -eK.
  by rewrite subrK.
- rewrite /mmul /mT /Xz /madd /msc tc /rmul mul1r -!scalemxAl -!embT -!embM // -eJ -emb1 -!embZ -embD.
  by rewrite addrCA subrr addr0 scalemx1.
- rewrite /mmul /mT /Yz /madd /msc tc /rmul mul1r -!scalemxAl -!embT -!embM // -eE -emb1 -!embZ -embD.
  by rewrite addrCA subrr addr0 scalemx1.
- by [].
- by [].
- by rewrite /radd /rmul two -[zpow _ 2]/((S + DX) ^+ 2); field.
- by rewrite /radd /rmul two -[zpow _ 2]/((y + DY) ^+ 2); field.
- by apply: le_trans hSD _; rewrite ler_addl ltW.
- move=> j [h1 h2]; rewrite /Xz nS // stepX; last exact: lt_n.
  by rewrite embB embZ.
- move=> j [h1 h2]; rewrite /Yz nS // stepY; last exact: lt_n.
  by rewrite /msub /msc embB embZ.
- exact: hyD.
- exact: hSD.
- apply: le_trans hDX; rewrite /Fz /rmul zr_nat -[zpow eta 2]/(eta ^+ 2) le_eqVlt; apply/orP; left; apply/eqP.
  by congr (_ * _ * _ * _); rewrite (_ : zr 4 = 4%:R) //; field.
- apply: le_trans hDY; rewrite /Fz /rmul zr_nat -[zpow eta 2]/(eta ^+ 2) le_eqVlt; apply/orP; left; apply/eqP.
  by congr (_ * _ * _ * _); rewrite (_ : zr 4 = 4%:R) //; field.
move: key; rewrite /rle /Fz Nat2Z.id /rmul /radd /rsub /mtr /mmul /mT => -[h1 h2]; split.
  by move: h1; rewrite mul2_z zpow_nat.
by move: h2; rewrite -!embT -!embM // !emb_tr // zr_nat.
Qed.
Print Assumptions alternating_descent.
