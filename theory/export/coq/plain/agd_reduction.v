(* agd-reduction: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in
   \mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta (X_jY_j^\top -
   A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$. Let $r, p \ge 1$, $U \in
   \mathbb{R}^{m\times r}$ and $V \in \mathbb{R}^{n\times p}$ with $U^\top U = I_r$, $V^\top V = I_p$, $S \in
   \mathbb{R}^{r\times p}$ with $A = USV^\top$, and $a_0,\dots,a_T \in \mathbb{R}^{r\times d}$, $b_0,\dots,b_T \in
   \mathbb{R}^{p\times d}$ with $X_0 = Ua_0$, $Y_0 = Vb_0$, $a_{j+1} = a_j - \eta(a_jb_j^\top - S)b_j$ and $b_{j+1} = b_j
   - \eta(a_{j+1}b_j^\top - S)^\top a_{j+1}$ for $0 \le j < T$. Then $X_k = Ua_k$, $Y_k = Vb_k$ and $\tfrac12\lVert
   X_kY_k^\top - A\rVert_F^2 = \tfrac12\lVert a_kb_k^\top - S\rVert_F^2$ for $0 \le k \le T$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_reduction.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem reduction (R : rcfType) (m n d r p T : nat) (A : 'M[R]_(m, n)) (X : nat -> 'M[R]_(m, d)) (Y : nat -> 'M[R]_(n, d))
    (U : 'M[R]_(m, r)) (V : 'M[R]_(n, p)) (S : 'M[R]_(r, p)) (a : nat -> 'M[R]_(r, d)) (b : nat -> 'M[R]_(p, d)) (eta : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < r)%N -> (0 < p)%N -> (0 < T)%N -> 0 < eta ->
  (forall j, (j < T)%N -> X j.+1 = X j - eta *: ((X j *m (Y j)^T - A) *m Y j)) ->
  (forall j, (j < T)%N -> Y j.+1 = Y j - eta *: ((X j.+1 *m (Y j)^T - A)^T *m X j.+1)) ->
  U^T *m U = 1%:M -> V^T *m V = 1%:M -> A = U *m S *m V^T -> X 0%N = U *m a 0%N -> Y 0%N = V *m b 0%N ->
  (forall j, (j < T)%N -> a j.+1 = a j - eta *: ((a j *m (b j)^T - S) *m b j)) ->
  (forall j, (j < T)%N -> b j.+1 = b j - eta *: ((a j.+1 *m (b j)^T - S)^T *m a j.+1)) ->
  forall k, (k <= T)%N -> [/\ X k = U *m a k, Y k = V *m b k
    & 2%:R^-1 * sqnorm (X k *m (Y k)^T - A) = 2%:R^-1 * sqnorm (a k *m (b k)^T - S)].
Proof.
move=> m0 n0 d0 r0 p0 T0 eta0 hX hY hU hV hA hX0 hY0 ha hb k hk; have [N [mN nN dN rN pN]] := room5 m n d r p.
have K := @agd_reduction_1 R N.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d). give K eta. give K (Z.of_nat T). give K (emb N.+1 A).
give K (fun z => emb N.+1 (X (Z.to_nat z))). give K (fun z => emb N.+1 (Y (Z.to_nat z))).
give K (Z.of_nat r). give K (Z.of_nat p). give K (emb N.+1 U). give K (emb N.+1 V). give K (emb N.+1 S).
give K (fun z => emb N.+1 (a (Z.to_nat z))). give K (fun z => emb N.+1 (b (Z.to_nat z))). give K (Z.of_nat k).
- by goal; rewrite hU.
- by goal; rewrite hV.
- by goal; rewrite hA.
- by goal; rewrite hX0.
- by goal; rewrite hY0.
- by step; rewrite hX // -scalemxAl.
- by step; rewrite hY // -scalemxAl.
- by step; rewrite ha // -scalemxAl.
- by step; rewrite hb // -scalemxAl.
by case: K => K1 [K2 K3]; plain K1; plain K2; plain K3.
Qed.
Print Assumptions reduction.
