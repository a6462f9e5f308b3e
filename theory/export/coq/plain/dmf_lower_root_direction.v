(* dmf-lower-root-direction: Let $L \ge 3$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in
   \mathbb{R}^{d_L\times d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert
   W_L\cdots W_1 - Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let
   $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal $r\times
   r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix; let $u_l \in \mathbb{R}^{d_l}$ with
   $\lVert u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le L$, $s > 0$, $y \in \mathbb{R}$, and suppose $W_l =
   \lambda_l^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $1 \le l \le L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$,
   $Yu_0 = y\,u_L$, $Y^\top u_L = y\,u_0$ and $\sqrt\lambda\,y = \lambda\,s^{2-L} + s^L$; write $g(x) =
   \lambda^{-1}x^{2L} - 2\lambda^{-1/2}yx^L + Lx^2$ for $x > 0$ and, for $e > 0$, $W'_l = W_l +
   (e-s)\lambda_l^{-1/2}u_lu_{l-1}^\top$ for $1 \le l \le L$. If $(L-2)\lambda > Ls^{2L-2}$, then $F(W') - F(W) = g(e) -
   g(s)$ for every $e > 0$, $g'(s) = 0$ and $g''(s) < 0$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_lower_root_direction.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem lower_root_direction (R : rcfType) (L : nat) (d : nat -> nat) (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W : factors R d)
    (r : nat) (U : forall l, 'M[R]_(d l, r)) (x m : 'rV[R]_r) (u : forall l, 'cV[R]_(d l)) (s y : R) :
  (2 < L)%N -> (forall l, (l <= L)%N -> (0 < d l)%N) -> (forall l, (l < L)%N -> 0 < lam l) ->
  (forall l, (l <= L)%N -> (U l)^T *m U l = 1%:M) -> (forall i, 0 < x 0 i) ->
  (forall l, (l <= L)%N -> sqnorm (u l) = 1) -> (forall l, (l <= L)%N -> (U l)^T *m u l = 0) -> 0 < s ->
  (forall l, (l < L)%N -> W l = (Num.sqrt (lam l))^-1 *: (U l.+1 *m diag_mx x *m (U l)^T + s *: (u l.+1 *m (u l)^T))) ->
  Y *m U 0%N = U L *m diag_mx m -> Y^T *m U L = U 0%N *m diag_mx m ->
  Y *m u 0%N = y *: u L -> Y^T *m u L = y *: u 0%N ->
  let lambda := \prod_(l < L) lam l in Num.sqrt lambda * y = lambda * s ^ (2%:Z - L%:Z) + s ^+ L ->
  L%:R * s ^+ (2 * L - 2) < (L%:R - 2%:R) * lambda ->
  let F := objective 1 1 lam Y in let g := well L lambda y in
  let W' e : factors R d := fun l => W l + ((e - s) / Num.sqrt (lam l)) *: (u l.+1 *m (u l)^T) in
  [/\ forall e, 0 < e -> F (W' e) - F W = g.[e] - g.[s], g^`().[s] = 0 & g^`()^`().[s] < 0].
Proof.
move=> hL hd hlam hU hx hu hUu s0 hW hY1 hY2 hy1 hy2 lambda hs hc F g W'.
suff H: forall e, 0 < e -> [/\ F (W' e) - F W = g.[e] - g.[s], g^`().[s] = 0 & g^`()^`().[s] < 0].
  by split=> [e e0||]; [case: (H e e0) | case: (H 1 ltr01) | case: (H 1 ltr01)].
move=> e e0; have [N0 [hN rN oN]] := room_layers d L r 1.
have K := @dmf_lower_root_direction_1 R N0; begin K N0.+1 L d W Y lam (1 : R).
roots K lam. lay K (Z.of_nat r). lay K (fun z => emb N0.+1 (U (Z.to_nat z))). lay K (emb N0.+1 (diag_mx x)).
lay K (emb N0.+1 (diag_mx m)). lay K (fun z => emb N0.+1 (u (Z.to_nat z))). lay K s. lay K y. lay0 K e.
lay0 K (fun z => emb N0.+1 (W' e (Z.to_nat z).-1)).
- by layers; rewrite -?scalemxAl expr1.
lay K (fun z => emb N0.+1 (product (W' e) (Z.to_nat z))). lay K (fun z => \sum_(l < Z.to_nat z) 1 * lam l * sqnorm ((W' e) l)).
- by layers; exact: hu.
- by layers; rewrite hUu // emb0.
- by layers; rewrite hW // -!scalemxAl expr1.
- by near; goal; rewrite hY1.
- by near; goal; rewrite hY2.
- by near; goal; rewrite hy1.
- by near; goal; rewrite hy2.
- have [e1 e2] := root_prod hlam; near; goal; rewrite e1 e2 zpow_2L; exact: hs.
- have [c [c0 cn e1 e2 e3]] := root_lambda hlam; near; rewrite zpow_LL2 ?(ltnW hL) //; goal; rewrite e1.
  by move: hc; rewrite /lambda e3.
have L1 := ltnW hL; have L0 := ltnW L1.
case: K => K1 [_ [_ [K2 K3]]]; rewrite zpow_LL1 // zpow_L1 // in K2; rewrite zpow_LL2 // zpow_L2 // in K3.
plain K1; plain K2; plain K3; have [c [c0 cn e1 e2 e3]] := root_lambda hlam; rewrite e1 in K1 K2 K3.
rewrite /F /g /objective /lambda; split; wells; rewrite e2 e3; [close K1 | close K2 | close K3].
Qed.
Print Assumptions lower_root_direction.
