(* agd-initial-scale: Let $m, r, d \ge 1$, $U \in \mathbb{R}^{m\times r}$ with $U^\top U = I_r$, $S$ a real diagonal
   $r\times r$ matrix, $G \in \mathbb{R}^{r\times d}$, $\varphi, \sigma > 0$, and real matrices $K$, $J$ with $r$ rows
   and at least one column, $GG^\top = KK^\top + \varphi^2I_r$ and $S^2 = JJ^\top + \sigma^2I_r$. Then for $X = USG$:
   $XX^\top = USKK^\top SU^\top + \varphi^2UJJ^\top U^\top + \varphi^2\sigma^2UU^\top$, $UU^\top X = X$ and $(UU^\top)^2
   = UU^\top$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_initial_scale.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem initial_scale (R : rcfType) (m r d a b : nat) (U : 'M[R]_(m, r)) (s : 'rV[R]_r) (G : 'M[R]_(r, d))
    (K : 'M[R]_(r, a)) (J : 'M[R]_(r, b)) (phi sigma : R) :
  (0 < m)%N -> (0 < r)%N -> (0 < d)%N -> (0 < a)%N -> (0 < b)%N -> 0 < phi -> 0 < sigma ->
  let S := diag_mx s in
  let X := U *m S *m G in
  U^T *m U = 1%:M -> G *m G^T = K *m K^T + phi ^+ 2 *: 1%:M -> S *m S = J *m J^T + sigma ^+ 2 *: 1%:M ->
  [/\ X *m X^T = U *m S *m K *m K^T *m S *m U^T + phi ^+ 2 *: (U *m J *m J^T *m U^T) + (phi ^+ 2 * sigma ^+ 2) *: (U *m U^T),
      U *m U^T *m X = X
    & U *m U^T *m U *m U^T = U *m U^T].
Proof.
move=> m0 r0 d0 a0 b0 phi0 sigma0 S X hU hG hS; have [N0 [mN rN dN aN bN]] := room5 m r d a b.
have H := @agd_initial_scale_1 R N0.
give H (Z.of_nat m). give H (Z.of_nat r). give H (Z.of_nat d). give H (Z.of_nat a). give H (Z.of_nat b).
give H (emb N0.+1 U). give H (emb N0.+1 S). give H (emb N0.+1 G). give H (emb N0.+1 K). give H (emb N0.+1 J).
give H phi. give H sigma.
- by goal; rewrite hG.
- by goal; rewrite hS.
- by goal; rewrite hU.
case: H => [H1 [H2 H3]]; plain H1; plain H2; plain H3; split=> //; rewrite /X -?scalemxAl; exact: H1.
Qed.
Print Assumptions initial_scale.
