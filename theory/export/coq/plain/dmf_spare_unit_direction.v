(* dmf-spare-unit-direction: Let $d_0, d_1, d_2 \ge 1$, $\lambda_1, \lambda_2 > 0$, $\lambda = \lambda_1\lambda_2$, $Y
   \in \mathbb{R}^{d_2\times d_0}$, $W_1 \in \mathbb{R}^{d_1\times d_0}$, $W_2 \in \mathbb{R}^{d_2\times d_1}$, $F(W) =
   \lVert W_2W_1 - Y\rVert_F^2 + \lambda_1\lVert W_1\rVert_F^2 + \lambda_2\lVert W_2\rVert_F^2$; let $r \ge 0$, $U_l \in
   \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $l = 0, 1, 2$, $S$ a diagonal $r\times r$ matrix with positive
   diagonal, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $l = 1, 2$; let $h \in \mathbb{R}^{d_1}$, $v \in
   \mathbb{R}^{d_0}$, $w \in \mathbb{R}^{d_2}$ be unit vectors with $U_0^\top v = 0$, $U_1^\top h = 0$, $U_2^\top w = 0$,
   and $z \in \mathbb{R}$ with $Yv = zw$, $Y^\top w = zv$. If $z > \sqrt\lambda$, then for every real $t$: $F(W_1 +
   t\lambda_1^{-1/2}hv^\top,\ W_2 + t\lambda_2^{-1/2}wh^\top) - F(W_1,W_2) = 2t^2(1 - \lambda^{-1/2}z) +
   t^4\lambda^{-1}$, and $1 - \lambda^{-1/2}z < 0$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_spare_unit_direction.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem spare_unit_direction (R : rcfType) (d : nat -> nat) (lam : nat -> R) (Y : 'M[R]_(d 2%N, d 0%N)) (W : factors R d)
    (r : nat) (U : forall l, 'M[R]_(d l, r)) (x : 'rV[R]_r) (h : 'cV[R]_(d 1%N)) (v : 'cV[R]_(d 0%N)) (w : 'cV[R]_(d 2%N)) (z t : R) :
  (forall l, (l <= 2)%N -> (0 < d l)%N) -> (forall l, (l < 2)%N -> 0 < lam l) ->
  (forall l, (l <= 2)%N -> (U l)^T *m U l = 1%:M) -> (forall i, 0 < x 0 i) ->
  (forall l, (l < 2)%N -> W l = (Num.sqrt (lam l))^-1 *: (U l.+1 *m diag_mx x *m (U l)^T)) ->
  sqnorm h = 1 -> sqnorm v = 1 -> sqnorm w = 1 -> (U 0%N)^T *m v = 0 -> (U 1%N)^T *m h = 0 -> (U 2%N)^T *m w = 0 ->
  Y *m v = z *: w -> Y^T *m w = z *: v ->
  let lambda := lam 0%N * lam 1%N in Num.sqrt lambda < z ->
  let F := objective 1 1 lam Y in
  let W' : factors R d := fun k => W k + (t / Num.sqrt (lam k)) *: (@only R d 0 (h *m v^T) k + @only R d 1 (w *m h^T) k) in
  F W' - F W = 2%:R * t ^+ 2 * (1 - z / Num.sqrt lambda) + t ^+ 4 / lambda /\ 1 - z / Num.sqrt lambda < 0.
Proof.
rename h into h1.
move=> hd hlam hU hx hW hh hv hw hUv hUh hUw hYv hYw lambda hz F W'.
have [N0 [hN rN oN]] := room_layers d 2 r 1.
have elam : lambda = \prod_(l < 2) lam l by rewrite !big_ord_recr big_ord0 /= mul1r.
have up0' (P : Z -> Prop) : (forall j, (j <= 2)%N -> P (Z.of_nat j)) -> forall z, (0 <= z <= 2)%ZZ -> P z by exact: (@up0 P 2).
have up1' (P : Z -> Prop) : (forall j, (j < 2)%N -> P (Z.of_nat j.+1)) -> forall z, (1 <= z <= 2)%ZZ -> P z by exact: (@up1 P 2).
have upS' (P : Z -> Prop) : (forall j, (j < 2)%N -> P (Z.of_nat j)) -> forall z, (0 <= z <= 1)%ZZ -> P z by exact: (@upS P 2).
have P1 (V : factors R d) z1 : (0 <= z1 <= 1)%ZZ -> emb N0.+1 (product V (Z.to_nat (z1 + 1))) =
  mmul (emb N0.+1 (V (Z.to_nat (z1 + 1)).-1)) (emb N0.+1 (product V (Z.to_nat z1))) by exact: (@layer_P1 R N0 2 d hN V z1).
have R1 (V : factors R d) z1 (hz1 : (0 <= z1 <= 1)%ZZ) := @layer_R1 R N0 2 d hN V lam 1 z1 hz1.
have q1 z1 : (0 <= z1 <= 1)%ZZ -> \prod_(l < Z.to_nat (z1 + 1)) Num.sqrt (lam l) =
  rmul (Num.sqrt (lam (Z.to_nat (z1 + 1)).-1)) (\prod_(l < Z.to_nat z1) Num.sqrt (lam l)) by exact: (@layer_q1 R 2 lam z1).
have sW (V : factors R d) z1 (hz1 : (1 <= z1 <= 2)%ZZ) := @layer_W R N0 2 d hN V z1 hz1.
have K := @dmf_spare_unit_direction_1 R N0.
lay K (fun z => Z.of_nat (d (Z.to_nat z))).
try exact: (@layer_d N0 2 d hN hd).
lay K (fun z => emb N0.+1 (W (Z.to_nat z).-1)).
try exact: sW.
lay K (emb N0.+1 Y). lay K (fun z => lam (Z.to_nat z).-1).
try exact: (layer_lam hlam).
lay K (fun z => emb N0.+1 (product W (Z.to_nat z))).
try exact: (layer_P hN).
try exact: P1.
lay K (fun z => \sum_(l < Z.to_nat z) 1 * lam l * sqnorm (W l)).
try exact: R1.
lay K (fun z => Num.sqrt (lam (Z.to_nat z).-1)).
try exact: (layer_mu hlam).
lay K (fun z => \prod_(l < Z.to_nat z) Num.sqrt (lam l)).
try exact: (layer_q hlam).
try exact: q1.
lay K (Z.of_nat r). lay K (fun z => emb N0.+1 (U (Z.to_nat z))).
try (move=> z1 hz1; exact: (@layer_U R N0 2 d hN r U z1 rN hz1)).
lay K (emb N0.+1 (diag_mx x)). lay K (emb N0.+1 h1).
try exact: (@emb_shp _ _ (d 1%N) 1 h1 (hN 1%N isT) oN).
lay K (emb N0.+1 v).
try exact: (@emb_shp _ _ (d 0%N) 1 v (hN 0%N isT) oN).
lay K (emb N0.+1 w).
try exact: (@emb_shp _ _ (d 2%N) 1 w (hN 2%N isT) oN).
lay K z. lay K t. lay K (fun z => emb N0.+1 (W' (Z.to_nat z).-1)).
try exact: sW.
- by change (Z.to_nat 1) with 1%N; change (predn 1) with 0%N; rewrite /W' only_same only_other // addr0; goal; rewrite expr1.
- by change (Z.to_nat 2) with 2%N; change (predn 2) with 1%N; rewrite /W' only_other // only_same add0r; goal; rewrite expr1.
- apply: up1' => j hj n1 n2; near; rewrite /W' !only_other ?addr0 ?scaler0 ?addr0 // => e; [apply: n2 | apply: n1]; by rewrite -e.
lay K (fun z => emb N0.+1 (product W' (Z.to_nat z))).
try exact: (layer_P hN).
try exact: P1.
lay K (fun z => \sum_(l < Z.to_nat z) 1 * lam l * sqnorm (W' l)).
try exact: R1.
- exact: (layer_mu2 hlam).
- exact: (layer_UU hN rN hU).
- by apply: up1' => j hj; near; goal; rewrite hW // -!scalemxAl expr1.
- by goal; exact: hh.
- by goal; exact: hv.
- by goal; exact: hw.
- by goal; rewrite hUv emb0.
- by change (Z.to_nat 1) with 1%N; goal; rewrite hUh emb0.
- by change (Z.to_nat 2) with 2%N; goal; rewrite hUw emb0.
- by goal; rewrite hYv.
- by goal; rewrite hYw.
- by change (Z.to_nat 2) with 2%N; have [e1 e2] := root_prod hlam; rewrite /rlt e1 -elam.
change (Z.to_nat 2) with 2%N in K; case: K => K1 K2; plain K1; plain K2.
have [c [c0 cn e1 e2 e3]] := root_lambda hlam; rewrite e1 in K1 K2; rewrite elam e2 e3 /F /objective; split; first by close K1.
by close K2.
Qed.
Print Assumptions spare_unit_direction.
