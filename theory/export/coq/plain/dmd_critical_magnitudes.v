(* dmd-critical-magnitudes: Let $m, r \ge 1$, $A \in \mathbb{R}^{m\times m}$ and $\Theta \in \mathbb{R}^{r\times r}$
   (formally $T$) symmetric, $X \in \mathbb{R}^{m\times r}$ with $X^\top X = I_r$, $R = X\Theta X^\top - A$,
   $\tfrac12(\Theta - X^\top AX) = 0$ and $RX\Theta - \tfrac12X(X^\top RX\Theta + \Theta X^\top RX) = 0$. [1] Then $AXB =
   XB^2$ with $B = X^\top AX$. [2] Then $\tfrac14\lVert X\Theta X^\top - A\rVert_F^2 = \tfrac14(\lVert A\rVert_F^2 -
   \lVert X^\top AX\rVert_F^2)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import dmd_critical_magnitudes.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma sqnorm0 (R : rcfType) m n : sqnorm (0 : 'M[R]_(m, n)) = 0. Proof. by rewrite /sqnorm mulmx0 mxtrace0. Qed.
Lemma sqnorm_eq0 (R : rcfType) m n (A : 'M[R]_(m, n)) : sqnorm A = 0 -> A = 0.
Proof.
have e : sqnorm A = \sum_i \sum_j A j i ^+ 2 by apply: eq_bigr => i _; rewrite mxE; apply: eq_bigr => j _; rewrite mxE.
have h i : 0 <= \sum_j A j i ^+ 2 by apply: sumr_ge0 => j _; exact: sqr_ge0.
rewrite e => /eqP; rewrite psumr_eq0 // => /allP h1; apply/matrixP => j i; rewrite mxE.
have := h1 i (mem_index_enum _); rewrite /= psumr_eq0 => [/allP/(_ j (mem_index_enum _))|k _]; last exact: sqr_ge0.
by rewrite /= sqrf_eq0 => /eqP.
Qed.

Section Critical.
Variables (R : rcfType) (m r : nat) (A : 'M[R]_m) (X : 'M[R]_(m, r)) (Theta : 'M[R]_r).
(* X^T X = I, and the two gradients of 1/4 |X Theta X^T - A|^2 vanish: in Theta, and in X along the frames *)
Definition critical : Prop :=
  let Res := X *m Theta *m X^T - A in
  [/\ X^T *m X = 1%:M, Theta = X^T *m A *m X &
    Res *m X *m Theta - 2%:R^-1 *: (X *m (X^T *m Res *m X *m Theta + Theta *m X^T *m Res *m X)) = 0].
End Critical.

(* [1], [2] in the sentence's form *)
Theorem critical_magnitudes (R : rcfType) (m r : nat) (A : 'M[R]_m) (X : 'M[R]_(m, r)) (Theta : 'M[R]_r) :
  (0 < m)%N -> (0 < r)%N -> A^T = A -> Theta^T = Theta -> critical A X Theta ->
  let B := X^T *m A *m X in
  A *m X *m B = X *m B *m B /\ 4%:R^-1 * sqnorm (X *m Theta *m X^T - A) = 4%:R^-1 * (sqnorm A - sqnorm B).
Proof.
move=> m0 r0 hA hT [hX hB hG] B; have [N [mN rN _]] := room3 m r 0.
have hs : B^T = B by rewrite /B -hB.
split.
  have K := @dmd_critical_magnitudes_1 R N.
  give K (Z.of_nat m). give K (Z.of_nat r).
  - by apply: rdiv_gt0; rewrite zr1 ltr01.
  give K (emb N.+1 (2%:R^-1 *: A)). give K (emb N.+1 X). give K (emb N.+1 (2%:R^-1 *: Theta)).
  - by goal; rewrite hX.
  - by goal; rewrite !halfsym // hB subrr scaler0 emb0.
  - by goal; rewrite !halfsym //; move: hG => /=; rewrite -?scalemxAl => ->; rewrite scaler0 emb0.
  by plain K; rewrite !halfsym // in K; rewrite /B !mulmxA.
have K := @dmd_critical_magnitudes_2 R N.
give K (Z.of_nat m). give K (Z.of_nat r).
- by apply: rdiv_gt0; rewrite zr1 ltr01.
give K (emb N.+1 (2%:R^-1 *: A)). give K (emb N.+1 X). give K (emb N.+1 (2%:R^-1 *: Theta)).
- by goal; rewrite hX.
- by goal; rewrite !halfsym // hB subrr scaler0 emb0.
- by goal; rewrite !halfsym //; move: hG => /=; rewrite -?scalemxAl => ->; rewrite scaler0 emb0.
plain K; rewrite !halfsym // in K.
have -> : sqnorm A - sqnorm B = \tr (A *m A) - \tr (X^T *m A *m X *m X^T *m A *m X) by rewrite /sqnorm hA hs /B !mulmxA.
by rewrite /sqnorm; close K.
Qed.

(* so the columns of X Q, B Q = Q diag mag, are eigenvectors of A where the magnitude is not 0 *)
Theorem columns_are_eigenvectors (R : rcfType) (m r : nat) (A : 'M[R]_m) (X : 'M[R]_(m, r)) (Theta : 'M[R]_r) (v : 'cV[R]_r) (mag : R) :
  (0 < m)%N -> (0 < r)%N -> A^T = A -> Theta^T = Theta -> critical A X Theta ->
  X^T *m A *m X *m v = mag *: v ->
  (mag != 0 -> A *m (X *m v) = mag *: (X *m v)) /\
  (mag = 0 -> (X *m v)^T *m A *m (X *m v) = 0 /\ (psd A -> A *m (X *m v) = 0)).
Proof.
move=> m0 r0 hA hT hc; have [h1 _] := critical_magnitudes m0 r0 hA hT hc; rewrite /= in h1.
set B := X^T *m A *m X in h1 *; move=> hv; split=> [nz|mag0].
  have : A *m X *m B *m v = X *m B *m B *m v by rewrite h1.
  rewrite -!(mulmxA _ B v) !hv -!scalemxAr -(mulmxA X B v) hv -scalemxAr -(mulmxA A X v); exact: scalerI.
have e : (X *m v)^T *m A *m (X *m v) = 0.
  by rewrite trmx_mul; have := hv; rewrite /B mag0 scale0r -!mulmxA => ->; rewrite mulmx0.
split=> // /psd_gram[K hK]; have hz : sqnorm (K^T *m (X *m v)) = 0.
  rewrite /sqnorm [(K^T *m _)^T]trmx_mul trmxK; move: e; rewrite hK !mulmxA => ->; exact: mxtrace0.
by rewrite hK -mulmxA (sqnorm_eq0 hz) mulmx0.
Qed.
Print Assumptions critical_magnitudes.
Print Assumptions columns_are_eigenvectors.
