(* dmf-inactive-direction: Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in
   \mathbb{R}^{d_L\times d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert
   W_L\cdots W_1 - Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let
   $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal $r\times
   r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix; let $u_l \in \mathbb{R}^{d_l}$ with
   $\lVert u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le L$, $s > 0$, $y \in \mathbb{R}$, and suppose $W_l =
   \lambda_l^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $1 \le l \le L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$,
   $Yu_0 = y\,u_L$, $Y^\top u_L = y\,u_0$ and $\sqrt\lambda\,y = \lambda\,s^{2-L} + s^L$; let moreover $v \in
   \mathbb{R}^{d_0}$, $w \in \mathbb{R}^{d_L}$, $z \in \mathbb{R}$ with $\lVert v\rVert = \lVert w\rVert = 1$, $U_0^\top
   v = 0$, $u_0^\top v = 0$, $U_L^\top w = 0$, $u_L^\top w = 0$, $Yv = zw$ and $Y^\top w = zv$. If $z > y$ and $W'$ is
   $W$ with $W_1$ replaced by $W_1 + t\lambda_1^{-1/2}u_1v^\top$ and $W_L$ by $W_L + t\lambda_L^{-1/2}wu_{L-1}^\top$, $t
   \in \mathbb{R}$, then $F(W') - F(W) = 2t^2s^{L-2}\lambda^{-1/2}(y-z) + t^4s^{2L-4}\lambda^{-1}$ and $s^{L-2}(y-z) <
   0$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_inactive_direction.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem inactive_direction (R : rcfType) (n : nat) (d : nat -> nat) (lam : nat -> R) (Y : 'M[R]_(d n.+2, d 0%N)) (W : factors R d)
    (r : nat) (U : forall l, 'M[R]_(d l, r)) (x m : 'rV[R]_r) (u : forall l, 'cV[R]_(d l)) (v : 'cV[R]_(d 0%N)) (w : 'cV[R]_(d n.+2)) (s y z t : R) :
  (forall l, (l <= n.+2)%N -> (0 < d l)%N) -> (forall l, (l < n.+2)%N -> 0 < lam l) ->
  (forall l, (l <= n.+2)%N -> (U l)^T *m U l = 1%:M) -> (forall i, 0 < x 0 i) ->
  (forall l, (l <= n.+2)%N -> sqnorm (u l) = 1) -> (forall l, (l <= n.+2)%N -> (U l)^T *m u l = 0) -> 0 < s ->
  (forall l, (l < n.+2)%N -> W l = (Num.sqrt (lam l))^-1 *: (U l.+1 *m diag_mx x *m (U l)^T + s *: (u l.+1 *m (u l)^T))) ->
  Y *m U 0%N = U n.+2 *m diag_mx m -> Y^T *m U n.+2 = U 0%N *m diag_mx m ->
  Y *m u 0%N = y *: u n.+2 -> Y^T *m u n.+2 = y *: u 0%N ->
  let lambda := \prod_(l < n.+2) lam l in Num.sqrt lambda * y = lambda * s ^ (2%:Z - n.+2%:Z) + s ^+ n.+2 ->
  sqnorm v = 1 -> sqnorm w = 1 -> (U 0%N)^T *m v = 0 -> \tr ((u 0%N)^T *m v) = 0 -> (U n.+2)^T *m w = 0 -> \tr ((u n.+2)^T *m w) = 0 ->
  Y *m v = z *: w -> Y^T *m w = z *: v -> y < z ->
  let F := objective 1 1 lam Y in
  let W' : factors R d := fun k => W k + (t / Num.sqrt (lam k)) *: (@only R d 0 (u 1%N *m v^T) k + @only R d n.+1 (w *m (u n.+1)^T) k) in
  F W' - F W = 2%:R * t ^+ 2 * s ^+ n / Num.sqrt lambda * (y - z) + t ^+ 4 * s ^+ (2 * n) / lambda /\
  s ^+ n * (y - z) < 0.
Proof.
move=> hd hlam hU hx hu hUu s0 hW hY1 hY2 hy1 hy2 lambda hs hv hw hUv huv hUw huw hYv hYw hyz F W'.
have [N0 [hN rN oN]] := room_layers d n.+2 r 1.
have K := @dmf_inactive_direction_1 R N0; begin K N0.+1 n.+2 d W Y lam (1 : R). roots K lam.
lay K (Z.of_nat r). lay K (fun z => emb N0.+1 (U (Z.to_nat z))). lay K (emb N0.+1 (diag_mx x)).
lay K (emb N0.+1 (diag_mx m)). lay K (fun z => emb N0.+1 (u (Z.to_nat z))). lay K s. lay K y. lay K (emb N0.+1 v).
lay K (emb N0.+1 w).
- by near; exact: (@emb_shp _ _ _ 1 _ (hN _ (leqnn _)) oN).
lay K z. lay K t. lay K (fun z => emb N0.+1 (W' (Z.to_nat z).-1)).
- by change (Z.to_nat 1) with 1%N; change (predn 1) with 0%N; rewrite /W' only_same only_other // addr0; goal; rewrite expr1.
- by near; rewrite /W' only_other // only_same add0r; goal; rewrite expr1.
- apply: up1 => j hj n1 n2; near; rewrite /W' !only_other ?addr0 ?scaler0 ?addr0 // => e; [apply: n2 | apply: n1]; by rewrite -e.
lay K (fun z => emb N0.+1 (product W' (Z.to_nat z))). lay K (fun z => \sum_(l < Z.to_nat z) 1 * lam l * sqnorm (W' l)).
- by layers; exact: hu.
- by layers; rewrite hUu // emb0.
- by layers; rewrite hW // -!scalemxAl expr1.
- by near; goal; rewrite hY1.
- by near; goal; rewrite hY2.
- by near; goal; rewrite hy1.
- by near; goal; rewrite hy2.
- have [e1 e2] := root_prod hlam; near; goal; rewrite e1 e2 zpow_2L; exact: hs.
- by goal; exact: hv.
- by goal; exact: hw.
- by near; goal; rewrite hUv emb0.
- by near; goal; exact: huv.
- by near; goal; rewrite hUw emb0.
- by near; goal; exact: huw.
- by near; goal; rewrite hYv.
- by near; goal; rewrite hYw.
have zn2 : (Z.of_nat n.+2 - 2)%ZZ = Z.of_nat n by lia.
have zn4 : (2 * Z.of_nat n.+2 - 4)%ZZ = (2 * Z.of_nat n)%ZZ by lia.
case: K => K1 K2; rewrite zn2 zn4 in K1; rewrite zn2 in K2; plain K1; plain K2; split; last exact: K2.
have [c [c0 cn e1 e2 e3]] := root_lambda hlam; rewrite e1 in K1; rewrite /lambda e2 e3 /F /objective; close K1.
Qed.
Print Assumptions inactive_direction.
