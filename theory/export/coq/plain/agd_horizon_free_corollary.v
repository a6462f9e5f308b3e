(* agd-horizon-free-corollary: Let $s, S, y, \eta, w > 0$ ($w = \sqrt{F_0}$ in use) with $s \le S \le \tfrac34$, $s \le
   \tfrac12$, $y \le \tfrac34$ and $8\eta w \le s^2$, and put $g = \tfrac14s^2$, $c_X = 1-\tfrac12(S+\tfrac{s}{2})^2$,
   $c_Y = 1-\tfrac12(y+\tfrac{s}{2})^2$. Then $2-(S+\tfrac{s}{2})^2 \ge g$, $(s-\tfrac{s}{2})^2 \ge g$, $g < 1$, $c_X >
   0$, $c_Y > 0$, $g(\tfrac{s}{2})^2c_Y \ge (\eta w)^2(2-g)$ and $g(\tfrac{s}{2})^2c_X \ge (\eta w)^2(2-g)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_horizon_free_corollary.
From Plain Require Import agd_horizon_free.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* [1]: the numbers *)
Theorem horizon_free_corollary (R : rcfType) (s S y eta w : R) :
  0 < s -> 0 < S -> 0 < y -> 0 < eta -> 0 < w -> s <= S -> S <= 3%:R / 4%:R -> s <= 2%:R^-1 -> y <= 3%:R / 4%:R ->
  8%:R * eta * w <= s ^+ 2 ->
  let g := s ^+ 2 / 4%:R in let cX := 1 - (S + s / 2%:R) ^+ 2 / 2%:R in let cY := 1 - (y + s / 2%:R) ^+ 2 / 2%:R in
  [/\ g <= 2%:R - (S + s / 2%:R) ^+ 2, g <= (s - s / 2%:R) ^+ 2, g < 1, 0 < cX & [/\ 0 < cY,
    (eta * w) ^+ 2 * (2%:R - g) <= g * (s / 2%:R) ^+ 2 * cY & (eta * w) ^+ 2 * (2%:R - g) <= g * (s / 2%:R) ^+ 2 * cX]].
Proof.
move=> s0 S0 y0 eta0 w0 hsS hS hs hy hw g cX cY.
have hS4: 4%:R * S <= 3%:R by rewrite mulrC -ler_pdivl_mulr ?ltr0n.
have hy4: 4%:R * y <= 3%:R by rewrite mulrC -ler_pdivl_mulr ?ltr0n.
have hs2: 2%:R * s <= 1 by rewrite mulrC -ler_pdivl_mulr ?ltr0n // div1r.
have K := @agd_horizon_free_corollary_1 R 0; give K s. give K S. give K y. give K eta. give K w.
- by goal; rewrite mulr_gt0 ?invr_gt0 ?exprn_gt0 ?divr_gt0 ?ltr0n.
case: K => K1 [K2 [K3 [K4 [K5 [K6 K7]]]]]; plain K1; plain K2; plain K3; plain K4; plain K5; plain K6; plain K7.
by split; last split; rewrite /g /cX /cY; [close K1 | close K2 | close K3 | close K4 | close K5 | close K6 | close K7].
Qed.

(* with them the theorem agd-horizon-free gives the rate *)
Theorem horizon_free_rate (R : rcfType) (m n d r T : nat) (A : 'M[R]_(m, n)) (X : nat -> 'M[R]_(m, d)) (Y : nat -> 'M[R]_(n, d))
    (U : 'M[R]_(m, r)) (eta s S y : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < r)%N -> (0 < T)%N -> 0 < eta -> 0 < s -> 0 < y ->
  let F k := 2%:R^-1 * sqnorm (X k *m (Y k)^T - A) in
  (* the sweeps *)
  (forall j, (j < T)%N -> X j.+1 = X j - eta *: ((X j *m (Y j)^T - A) *m Y j)) ->
  (forall j, (j < T)%N -> Y j.+1 = Y j - eta *: ((X j.+1 *m (Y j)^T - A)^T *m X j.+1)) ->
  (* the start *)
  U^T *m U = 1%:M -> U *m U^T *m A = A -> U *m U^T *m X 0%N = X 0%N ->
  psd (eta *: (X 0%N *m (X 0%N)^T) - s ^+ 2 *: (U *m U^T)) ->
  psd ((S ^+ 2)%:M - eta *: ((X 0%N)^T *m X 0%N)) -> psd ((y ^+ 2)%:M - eta *: ((Y 0%N)^T *m Y 0%N)) ->
  (* the numbers *)
  s <= S -> S <= 3%:R / 4%:R -> s <= 2%:R^-1 -> y <= 3%:R / 4%:R -> 0 < F 0%N -> 8%:R * eta * Num.sqrt (F 0%N) <= s ^+ 2 ->
  forall k, (k <= T)%N -> F k <= (1 - s ^+ 2 / 4%:R) ^+ (2 * k) * F 0%N.
Proof.
move=> m0 n0 d0 r0 T0 eta0 s0 y0 F hX hY hU hA hU0 hXs hXS hYy hsS hS hs hy F0 hF k hk.
have S0 : 0 < S by exact: lt_le_trans hsS.
have w0 : 0 < Num.sqrt (F 0%N) by rewrite sqrtr_gt0.
have [] := horizon_free_corollary s0 S0 y0 eta0 w0 hsS hS hs hy hF.
set g := s ^+ 2 / 4%:R; set D := s / 2%:R; rewrite [(eta * _) ^+ 2]exprMn sqr_sqrtr ?(ltW F0) // => h1 h2 h3 h4 [h5 h6 h7].
have g0 : 0 < g by rewrite divr_gt0 ?exprn_gt0 ?ltr0n.
have D0 : 0 < D by rewrite divr_gt0 ?ltr0n.
have Ds : D <= s by rewrite ler_pdivr_mulr ?ltr0n // ler_pmulr // ler1n.
have h8 : eta ^+ 2 * (2%:R - g) * F 0%N <= g * (1 - (y + D) ^+ 2 / 2%:R) * D ^+ 2 by apply: (le_conv h6); ring.
have h9 : eta ^+ 2 * (2%:R - g) * F 0%N <= g * (1 - (S + D) ^+ 2 / 2%:R) * D ^+ 2 by apply: (le_conv h7); ring.
by have [] := @horizon_free R m n d r T A X Y U eta s S y D D g m0 n0 d0 r0 T0 eta0 s0 (ltW y0) hX hY hU hA hU0 hXs hXS hYy
  (ltW S0) D0 Ds D0 g0 h3 h2 h1 h4 h5 h8 h9 k hk.
Qed.
Print Assumptions horizon_free_corollary.
Print Assumptions horizon_free_rate.
