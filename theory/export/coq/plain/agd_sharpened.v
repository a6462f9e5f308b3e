(* agd-sharpened: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in
   \mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta (X_jY_j^\top -
   A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; write $F_k = \tfrac12\lVert
   X_kY_k^\top - A\rVert_F^2$. Let $r \ge 1$, $U \in \mathbb{R}^{m\times r}$ with $U^\top U = I_r$, $UU^\top A = A$,
   $UU^\top X_0 = X_0$, and let $s > 0$, $S, y \ge 0$ satisfy $\eta X_0X_0^\top \succeq s^2UU^\top$, $\eta X_0^\top X_0
   \preceq S^2I_d$, $\eta Y_0^\top Y_0 \preceq y^2I_d$. Suppose $0 < D_X \le s$, $D_Y > 0$, $0 < g < 1$, $g \le
   (s-D_X)^2$, $g \le 2 - (S+D_X)^2$, $c_X = 1-\tfrac12(S+D_X)^2 > 0$, $c_Y = 1-\tfrac12(y+D_Y)^2 > 0$,
   $2\eta^2(y+D_Y)^2F_0 \le g^2D_X^2$ and $\eta^2(2-g)F_0 \le g\,c_X D_Y^2$. Then for $0 \le k \le T$: $F_k \le
   (1-g)^{2k}F_0$, $\eta\lVert X_k-X_0\rVert_F^2 \le D_X^2$ and $\eta\lVert Y_k-Y_0\rVert_F^2 \le D_Y^2$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_sharpened.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem sharpened (R : rcfType) (m n d r T : nat) (A : 'M[R]_(m, n)) (X : nat -> 'M[R]_(m, d)) (Y : nat -> 'M[R]_(n, d))
    (U : 'M[R]_(m, r)) (eta s S y DX DY g : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < r)%N -> (0 < T)%N -> 0 < eta -> 0 < s -> 0 <= y ->
  let F k := 2%:R^-1 * sqnorm (X k *m (Y k)^T - A) in
  (* the sweeps *)
  (forall j, (j < T)%N -> X j.+1 = X j - eta *: ((X j *m (Y j)^T - A) *m Y j)) ->
  (forall j, (j < T)%N -> Y j.+1 = Y j - eta *: ((X j.+1 *m (Y j)^T - A)^T *m X j.+1)) ->
  (* the start *)
  U^T *m U = 1%:M -> U *m U^T *m A = A -> U *m U^T *m X 0%N = X 0%N ->
  psd (eta *: (X 0%N *m (X 0%N)^T) - s ^+ 2 *: (U *m U^T)) ->
  psd ((S ^+ 2)%:M - eta *: ((X 0%N)^T *m X 0%N)) -> psd ((y ^+ 2)%:M - eta *: ((Y 0%N)^T *m Y 0%N)) ->
  (* the numbers *)
  0 <= S -> 0 < DX -> DX <= s -> 0 < DY -> 0 < g -> g < 1 -> g <= (s - DX) ^+ 2 -> g <= 2%:R - (S + DX) ^+ 2 ->
  let cX := 1 - (S + DX) ^+ 2 / 2%:R in let cY := 1 - (y + DY) ^+ 2 / 2%:R in 0 < cX -> 0 < cY ->
  2%:R * eta ^+ 2 * (y + DY) ^+ 2 * F 0%N <= g ^+ 2 * DX ^+ 2 -> eta ^+ 2 * (2%:R - g) * F 0%N <= g * cX * DY ^+ 2 ->
  forall k, (k <= T)%N -> [/\ F k <= (1 - g) ^+ (2 * k) * F 0%N, eta * sqnorm (X k - X 0%N) <= DX ^+ 2 & eta * sqnorm (Y k - Y 0%N) <= DY ^+ 2].
Proof.
move=> m0 n0 d0 r0 T0 eta0 s0 y0 F hX hY hU hA hU0 /psd_gram[B hB] /psd_gram[J hJ] /psd_gram[E hE] S0 DX0 hsD DY0 g0 g1 hg hSD cX cY cX0 cY0 hDX hDY k hk.
have [N [mN nN dN rN]] := room4 m n d r; have K := @agd_sharpened_1 R N.
have p0: 0 < 1 - g by rewrite subr_gt0.
have q0: 0 < 1 + (1 - g) by rewrite addr_gt0 ?ltr01.
have u0: 0 < y + DY by rewrite ltr_paddl.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d). give K eta. give K (Z.of_nat T). give K (emb N.+1 A).
give K (fun z => emb N.+1 (X (Z.to_nat z))). give K (fun z => emb N.+1 (Y (Z.to_nat z))).
give K (Z.of_nat r). give K (emb N.+1 U). give K (Z.of_nat m). give K (emb N.+1 B).
give K (Z.of_nat d). give K (emb N.+1 J). give K (Z.of_nat d). give K (emb N.+1 E). give K s.
give K DX. give K DY. give K (1 - g). give K g. give K (1 + (1 - g)). give K (y + DY). give K cX. give K cY. give K S. give K y.
give K (fun z => Num.sqrt (F (Z.to_nat z))). give K (Z.of_nat k).
- by goal; rewrite hU.
- by goal; rewrite hA.
- by goal; rewrite hU0.
- by goal; rewrite -hB subrK.
- by goal; rewrite -hJ addrC subrK scalemx1.
- by goal; rewrite -hE addrC subrK scalemx1.
- by goal; rewrite subrK.
- by goal; rewrite /cX; field.
- by goal; rewrite /cY; field.
- by goal; apply: (le_conv hSD); ring.
- by move=> j _; goal; exact: sqrtr_ge0.
- by move=> j _; goal; rewrite sqr_sqrtr // mulr_ge0 ?invr_ge0 ?ler0n // sqnorm_ge0.
- by step; rewrite hX // -scalemxAl.
- by step; rewrite hY // -scalemxAl.
- by goal; rewrite /F in hDX; close hDX.
- by goal; rewrite /F in hDY; close hDY.
by case: K => K1 [K2 K3]; plain K1; plain K2; plain K3; split; rewrite /F; [close K1 | close K2 | close K3].
Qed.
Print Assumptions sharpened.
