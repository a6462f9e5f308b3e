(* agd-sharpened-corollary: Let $s, S, y, \eta, w > 0$ ($w = \sqrt{F_0}$ in use) with $s \le S \le \tfrac34$, $12y \le s
   \le \tfrac12$ and $8\eta w \le s^2$, and put $g = \tfrac{225}{256}s^2$, $D_X = \tfrac{1}{16}s$, $D_Y =
   \tfrac{453}{2000}s$, $c_X = 1-\tfrac12(S+D_X)^2$, $c_Y = 1-\tfrac12(y+D_Y)^2$. Then $2-(S+D_X)^2 \ge g$, $(s-D_X)^2
   \ge g$, $g < 1$, $c_X > 0$, $c_Y > 0$, $8g \ge 7s^2$, $g^2D_X^2 \ge 2(\eta w)^2(y+D_Y)^2$ and $g\,c_X D_Y^2 \ge (\eta
   w)^2(2-g)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_sharpened_corollary.
From Plain Require Import agd_sharpened.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* [1]: the numbers *)
Theorem sharpened_corollary (R : rcfType) (s S y eta w : R) :
  0 < s -> 0 < S -> 0 < y -> 0 < eta -> 0 < w -> s <= S -> S <= 3%:R / 4%:R -> 12%:R * y <= s -> s <= 2%:R^-1 ->
  8%:R * eta * w <= s ^+ 2 ->
  let g := 225%:R / 256%:R * s ^+ 2 in let DX := s / 16%:R in let DY := 453%:R / 2000%:R * s in
  let cX := 1 - (S + DX) ^+ 2 / 2%:R in let cY := 1 - (y + DY) ^+ 2 / 2%:R in
  [/\ g <= 2%:R - (S + DX) ^+ 2, g <= (s - DX) ^+ 2, g < 1, 0 < cX & [/\ 0 < cY, 7%:R * s ^+ 2 <= 8%:R * g,
    2%:R * (eta * w) ^+ 2 * (y + DY) ^+ 2 <= g ^+ 2 * DX ^+ 2 & (eta * w) ^+ 2 * (2%:R - g) <= g * cX * DY ^+ 2]].
Proof.
move=> s0 S0 y0 eta0 w0 hsS hS hy hs hw g DX DY cX cY.
have hS4: 4%:R * S <= 3%:R by rewrite mulrC -ler_pdivl_mulr ?ltr0n.
have hs2: 2%:R * s <= 1 by rewrite mulrC -ler_pdivl_mulr ?ltr0n // div1r.
have K := @agd_sharpened_corollary_1 R 0; give K s. give K S. give K y. give K eta. give K w.
- by goal; rewrite mulr_gt0 ?exprn_gt0 ?divr_gt0 ?ltr0n.
- by goal; rewrite mulr_gt0 ?invr_gt0 ?divr_gt0 ?ltr0n.
- by goal; rewrite mulr_gt0 ?divr_gt0 ?ltr0n.
case: K => K1 [K2 [K3 [K4 [K5 [K6 [K7 K8]]]]]].
plain K1; plain K2; plain K3; plain K4; plain K5; plain K6; plain K7; plain K8.
by split; last split; rewrite /g /cX /cY /DX /DY; [close K1 | close K2 | close K3 | close K4 | close K5 | close K6 | close K7 | close K8].
Qed.

(* with them the theorem agd-sharpened gives the rate *)
Theorem sharpened_rate (R : rcfType) (m n d r T : nat) (A : 'M[R]_(m, n)) (X : nat -> 'M[R]_(m, d)) (Y : nat -> 'M[R]_(n, d))
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
  s <= S -> S <= 3%:R / 4%:R -> 12%:R * y <= s -> s <= 2%:R^-1 -> 0 < F 0%N -> 8%:R * eta * Num.sqrt (F 0%N) <= s ^+ 2 ->
  forall k, (k <= T)%N -> F k <= (1 - (15%:R * s / 16%:R) ^+ 2) ^+ (2 * k) * F 0%N.
Proof.
move=> m0 n0 d0 r0 T0 eta0 s0 y0 F hX hY hU hA hU0 hXs hXS hYy hsS hS hy hs F0 hF k hk.
have S0 : 0 < S by exact: lt_le_trans hsS.
have w0 : 0 < Num.sqrt (F 0%N) by rewrite sqrtr_gt0.
have [] := sharpened_corollary s0 S0 y0 eta0 w0 hsS hS hy hs hF.
set g := 225%:R / 256%:R * s ^+ 2; set DX := s / 16%:R; set DY := 453%:R / 2000%:R * s.
rewrite [(eta * _) ^+ 2]exprMn sqr_sqrtr ?(ltW F0) // => h1 h2 h3 h4 [h5 _ h6 h7].
have g0 : 0 < g by rewrite mulr_gt0 ?exprn_gt0 ?divr_gt0 ?ltr0n.
have DX0 : 0 < DX by rewrite divr_gt0 ?ltr0n.
have DY0 : 0 < DY by rewrite mulr_gt0 ?divr_gt0 ?ltr0n.
have DXs : DX <= s by rewrite ler_pdivr_mulr ?ltr0n // ler_pmulr // ler1n.
have -> : (15%:R * s / 16%:R) ^+ 2 = g by rewrite /g; field.
have h8 : 2%:R * eta ^+ 2 * (y + DY) ^+ 2 * F 0%N <= g ^+ 2 * DX ^+ 2 by apply: (le_conv h6); ring.
have h9 : eta ^+ 2 * (2%:R - g) * F 0%N <= g * (1 - (S + DX) ^+ 2 / 2%:R) * DY ^+ 2 by apply: (le_conv h7); ring.
by have [] := @sharpened R m n d r T A X Y U eta s S y DX DY g m0 n0 d0 r0 T0 eta0 s0 (ltW y0) hX hY hU hA hU0 hXs hXS hYy
  (ltW S0) DX0 DXs DY0 g0 h3 h2 h1 h4 h5 h8 h9 k hk.
Qed.
Print Assumptions sharpened_corollary.
Print Assumptions sharpened_rate.
