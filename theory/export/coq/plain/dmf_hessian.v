(* dmf-hessian: Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times
   d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 +
   \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $A_l = W_L\cdots W_{l+1}$, $P_l = W_l\cdots W_1$ (so $A_L = I_{d_L}$,
   $P_0 = I_{d_0}$); for $Z_l \in \mathbb{R}^{d_l\times d_{l-1}}$ ($1 \le l \le L$) and real $t$ let $W_l(t) = W_l +
   tZ_l$, $P_l(t)$, $A_l(t)$ the same products of $W_1(t),\dots,W_L(t)$, $P_0' = 0$, $P_{k+1}' = W_{k+1}P_k' +
   Z_{k+1}P_k$, $A_L' = 0$ and $A_k' = A_{k+1}'W_{k+1} + A_{k+1}Z_{k+1}$ for $0 \le k < L$ (formally $D_{P,k}$,
   $D_{A,k}$), $\tilde P_0 = 0$, $\tilde P_{k+1} = W_{k+1}\tilde P_k + Z_{k+1}P_k' + tZ_{k+1}\tilde P_k$, $\tilde A_L =
   0$ and $\tilde A_k = \tilde A_{k+1}W_{k+1} + A_{k+1}'Z_{k+1} + t\tilde A_{k+1}Z_{k+1}$ for $0 \le k < L$ (formally
   $R_{P,k}$, $R_{A,k}$): by induction, which is in no goal, $P_l(t) = P_l + tP_l' + t^2\tilde P_l$ and $A_l(t) = A_l +
   tA_l' + t^2\tilde A_l$; write $R = P_L - Y$. Then for $1 \le l \le L$, all $H \in \mathbb{R}^{d_l\times d_{l-1}}$ and
   real $e$: with $W(t)+eH$ denoting $W(t)$ with $eH$ added in layer $l$, $F(W(t)+eH) = F(W(t)) +
   e\,\mathrm{tr}\bigl(H^\top(G + tK + t^2N)\bigr) + e^2\bigl(\lVert A_l(t)HP_{l-1}(t)\rVert_F^2 + \lambda_l\lVert
   H\rVert_F^2\bigr)$, where $G = 2A_l^\top RP_{l-1}^\top + 2\lambda_lW_l$, $K = 2(A_l'^\top RP_{l-1}^\top + A_l^\top
   P_L'P_{l-1}^\top + A_l^\top RP_{l-1}'^\top) + 2\lambda_lZ_l$ and, with $\hat A = A_l' + t\tilde A_l$, $\hat P = P_L' +
   t\tilde P_L$, $\check P = P_{l-1}' + t\tilde P_{l-1}$, $N = 2\bigl(\tilde A_l^\top RP_{l-1}^\top + A_l^\top\tilde
   P_LP_{l-1}^\top + A_l^\top R\tilde P_{l-1}^\top + \hat A^\top\hat PP_{l-1}^\top + \hat A^\top R\check P^\top +
   A_l^\top\hat P\check P^\top + t\hat A^\top\hat P\check P^\top\bigr)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain Layers.
From Final Require Import dmf_hessian.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem hessian (R : rcfType) (L : nat) (d : nat -> nat) (lam : nat -> R) (Y : 'M[R]_(d L, d 0%N)) (W Z : factors R d)
    (A B DA RA : forall l, 'M[R]_(d L, d l)) (DP RP : forall l, 'M[R]_(d l, d 0%N)) (t : R) :
  (1 < L)%N -> (forall l, (l <= L)%N -> (0 < d l)%N) -> (forall l, (l < L)%N -> 0 < lam l) ->
  let F := objective 1 1 lam Y in let Wt : factors R d := fun k => W k + t *: Z k in let P := product W in
  (* A l is W_L ... W_(l+1), B l the same product of the moved factors, P l is W_l ... W_1 *)
  A L = 1%:M -> (forall l, (l < L)%N -> A l = A l.+1 *m W l) ->
  B L = 1%:M -> (forall l, (l < L)%N -> B l = B l.+1 *m Wt l) ->
  (* product Wt = P + t DP + t^2 RP and B = A + t DA + t^2 RA *)
  DP 0%N = 0 -> (forall l, (l < L)%N -> DP l.+1 = W l *m DP l + Z l *m P l) ->
  DA L = 0 -> (forall l, (l < L)%N -> DA l = DA l.+1 *m W l + A l.+1 *m Z l) ->
  RP 0%N = 0 -> (forall l, (l < L)%N -> RP l.+1 = W l *m RP l + Z l *m DP l + t *: (Z l *m RP l)) ->
  RA L = 0 -> (forall l, (l < L)%N -> RA l = RA l.+1 *m W l + DA l.+1 *m Z l + t *: (RA l.+1 *m Z l)) ->
  forall l, (l < L)%N -> forall (H : 'M[R]_(d l.+1, d l)) (e : R),
  let Res := P L - Y in let a := A l.+1 in let p := P l in
  let G := 2%:R *: (a^T *m Res *m p^T) + (2%:R * lam l) *: W l in
  let K := 2%:R *: ((DA l.+1)^T *m Res *m p^T + a^T *m DP L *m p^T + a^T *m Res *m (DP l)^T) + (2%:R * lam l) *: Z l in
  let ha := DA l.+1 + t *: RA l.+1 in let hP := DP L + t *: RP L in let cP := DP l + t *: RP l in
  let N := 2%:R *: ((RA l.+1)^T *m Res *m p^T + a^T *m RP L *m p^T + a^T *m Res *m (RP l)^T + ha^T *m hP *m p^T
    + ha^T *m Res *m cP^T + a^T *m hP *m cP^T + t *: (ha^T *m hP *m cP^T)) in
  F (fun k => Wt k + e *: only H k) = F Wt + e * \tr (H^T *m (G + t *: K + t ^+ 2 *: N))
    + e ^+ 2 * (sqnorm (B l.+1 *m H *m product Wt l) + lam l * sqnorm H).
Proof.
move=> hL hd hlam F Wt P A0 A1 B0 B1 DP0 DP1 DA0 DA1 RP0 RP1 RA0 RA1 l hl H e Res a p G K ha hP cP Nn.
have [N0 [hN _ _]] := room_layers d L 0 0.
pose V : factors R d := fun k => Wt k + e *: only H k; have [C [C0 C1]] := ex_upper hN V.
have E := @dmf_hessian_1 R N0; begin E N0.+1 L d W Y lam (1 : R). lay E (fun z => emb N0.+1 (A (Z.to_nat z))).
lay E (fun z => emb N0.+1 (Z (Z.to_nat z).-1)). lay0 E t. lay0 E (fun z => emb N0.+1 (Wt (Z.to_nat z).-1)).
- by layers.
lay E (fun z => emb N0.+1 (product Wt (Z.to_nat z))). lay E (fun z => emb N0.+1 (B (Z.to_nat z))).
lay E (fun z => emb N0.+1 (DP (Z.to_nat z))).
- by goal; rewrite DP0 scale0r.
- by layers; rewrite DP1.
lay E (fun z => emb N0.+1 (DA (Z.to_nat z))).
- by near; goal; rewrite DA0 scale0r.
- by layers; rewrite DA1.
lay E (fun z => emb N0.+1 (RP (Z.to_nat z))).
- by goal; rewrite RP0 scale0r.
- by layers; rewrite RP1 // -?scalemxAl.
lay E (fun z => emb N0.+1 (RA (Z.to_nat z))).
- by near; goal; rewrite RA0 scale0r.
- by layers; rewrite RA1 // -?scalemxAl.
lay E (Z.of_nat l.+1). lay E (fun z => \sum_(l < Z.to_nat z) 1 * lam l * sqnorm (Wt l)). lay E (emb N0.+1 H).
- by near; apply: emb_shp; rewrite hN // ltnW.
lay E e. lay E (fun z => emb N0.+1 (V (Z.to_nat z).-1)).
- by near; goal; rewrite /V only_same.
- by apply: up1 => j hj ne; near; rewrite /V only_other ?scaler0 ?addr0 // => e0; apply: ne; rewrite e0.
lay E (fun z => emb N0.+1 (product V (Z.to_nat z))). lay E (fun z => \sum_(l < Z.to_nat z) 1 * lam l * sqnorm (V l)).
lay E (fun z => emb N0.+1 (C (Z.to_nat z))).
rewrite ?predz ?Nat2Z.id in E; change (predn l.+1) with l in E; plain E; rewrite !mulr1 in E.
rewrite /F /objective -/V; rewrite /G /K /Nn /ha /hP /cP /Res /a /p /P; rewrite -!scalerA in E; rewrite -!scalerA; close E.
Qed.
Print Assumptions hessian.
