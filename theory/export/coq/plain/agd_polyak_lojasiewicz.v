(* agd-polyak-lojasiewicz: [1] Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y
   \in \mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and let $P \in
   \mathbb{R}^{m\times m}$, $\sigma > 0$ satisfy $PX = X$, $PA = A$ and $XX^\top \succeq \sigma^2P$. Then $\lVert R^\top
   X\rVert_F^2 \ge 2\sigma^2F(X,Y)$. [2] Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times
   d}$, $Y \in \mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and let $P
   \in \mathbb{R}^{m\times m}$, $\sigma > 0$ satisfy $PX = X$, $PA = A$ and $XX^\top = KK^\top + \sigma^2P$ with a real
   matrix $K$. Then $\lVert R^\top X\rVert_F^2 - 2\sigma^2F(X,Y) = \lVert K^\top R\rVert_F^2$. [3] In the setting of [1]:
   if $\lVert R^\top X\rVert_F^2 = 2\sigma^2F(X,Y)$, then $XX^\top R = \sigma^2R$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_polyak_lojasiewicz.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma sqnorm0 (R : rcfType) m n : sqnorm (0 : 'M[R]_(m, n)) = 0. Proof. by rewrite /sqnorm mulmx0 mxtrace0. Qed.
Theorem polyak_lojasiewicz (R : rcfType) (m n d : nat) (A : 'M[R]_(m, n)) (X : 'M[R]_(m, d)) (Y : 'M[R]_(n, d)) (P : 'M[R]_m) (sigma : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> 0 < sigma -> P *m X = X -> P *m A = A ->
  let Res := X *m Y^T - A in let F := 2%:R^-1 * sqnorm Res in
  (* [1], [3]: the inequality, and equality exactly where the residual lies in the weakest direction of X *)
  (psd (X *m X^T - sigma ^+ 2 *: P) ->
    2%:R * sigma ^+ 2 * F <= sqnorm (Res^T *m X) /\
    (sqnorm (Res^T *m X) = 2%:R * sigma ^+ 2 * F <-> X *m X^T *m Res = sigma ^+ 2 *: Res)) /\
  (* [2]: the gap *)
  (forall e (K : 'M[R]_(m, e)), X *m X^T = K *m K^T + sigma ^+ 2 *: P ->
    sqnorm (Res^T *m X) - 2%:R * sigma ^+ 2 * F = sqnorm (K^T *m Res)).
Proof.
move=> m0 n0 d0 s0 hX hA Res F; have [N [mN nN dN _]] := room4 m n d 0.
have gap e (K : 'M[R]_(m, e)) : (0 < e)%N -> X *m X^T = K *m K^T + sigma ^+ 2 *: P ->
    sqnorm (Res^T *m X) - 2%:R * sigma ^+ 2 * F = sqnorm (K^T *m Res).
  move=> e0 hK; have [N1 [mN1 nN1 dN1 eN1]] := room4 m n d e; have H := @agd_polyak_lojasiewicz_2 R N1.
  give H (Z.of_nat m). give H (Z.of_nat n). give H (Z.of_nat d). give H (emb N1.+1 A). give H (emb N1.+1 X). give H (emb N1.+1 Y).
  give H (emb N1.+1 P). give H (Z.of_nat e). give H (emb N1.+1 K). give H sigma.
  - by goal; rewrite hX.
  - by goal; rewrite hA.
  - by goal; rewrite hK.
  by plain H; rewrite /F /Res; close H.
split=> [/psd_gram[K hK]|e K hK]; last first.
  case: e K hK => [|e] K hK; last exact: gap.
  rewrite [K]thinmx0 mul0mx add0r in hK; rewrite [K]thinmx0 trmx0 mul0mx.
  by have := gap 1%N 0 isT; rewrite mul0mx add0r => /(_ hK) ->; rewrite trmx0 mul0mx !sqnorm0.
have {}hK : X *m X^T = K *m K^T + sigma ^+ 2 *: P by rewrite -hK subrK.
split.
  have H := @agd_polyak_lojasiewicz_1 R N.
  give H (Z.of_nat m). give H (Z.of_nat n). give H (Z.of_nat d). give H (emb N.+1 A). give H (emb N.+1 X). give H (emb N.+1 Y).
  give H (emb N.+1 P). give H (Z.of_nat m). give H (emb N.+1 K). give H sigma.
  - by goal; rewrite hX.
  - by goal; rewrite hA.
  - by goal; rewrite hK.
  by plain H; rewrite /F /Res; close H.
split=> [e|e].
  have H := @agd_polyak_lojasiewicz_3 R N.
  give H (Z.of_nat m). give H (Z.of_nat n). give H (Z.of_nat d). give H (emb N.+1 A). give H (emb N.+1 X). give H (emb N.+1 Y).
  give H (emb N.+1 P). give H (Z.of_nat m). give H (emb N.+1 K). give H sigma.
  - by goal; rewrite hX.
  - by goal; rewrite hA.
  - by goal; rewrite hK.
  - by goal; rewrite /F /Res in e; close e.
  by plain H.
have -> : sqnorm (Res^T *m X) = \tr (Res^T *m (X *m X^T *m Res)).
  by rewrite /sqnorm trmx_mul trmxK mxtrace_mulC !mulmxA.
by rewrite e -scalemxAr mxtraceZ -/(sqnorm Res) /F; move: (sqnorm Res) => t; field.
Qed.
Print Assumptions polyak_lojasiewicz.
