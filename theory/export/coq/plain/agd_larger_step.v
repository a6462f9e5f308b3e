(* agd-larger-step: Let $s, S, \eta, w > 0$ ($w = \sqrt{F_0}$ in use) with $s \le S \le \tfrac34$, $s \le \tfrac12$ and
   $5\eta w \le s^2$, and put $g = \tfrac{9}{16}s^2$, $D_X = \tfrac14s$, $D_Y = \tfrac{49}{100}s$, $c_X =
   1-\tfrac12(S+D_X)^2$, $c_Y = 1-\tfrac12D_Y^2$. Then $2-(S+D_X)^2 \ge g$, $(s-D_X)^2 \ge g$, $g < 1$, $c_X > 0$, $c_Y >
   0$, $g^2D_X^2 \ge 2(\eta w)^2D_Y^2$ and $g\,c_X D_Y^2 \ge (\eta w)^2(2-g)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_larger_step.
From Plain Require Import agd_sharpened.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* [1]: the numbers *)
Theorem larger_step (R : rcfType) (s S eta w : R) :
  0 < s -> 0 < S -> 0 < eta -> 0 < w -> s <= S -> S <= 3%:R / 4%:R -> s <= 2%:R^-1 -> 5%:R * eta * w <= s ^+ 2 ->
  let g := 9%:R / 16%:R * s ^+ 2 in let DX := s / 4%:R in let DY := 49%:R / 100%:R * s in
  let cX := 1 - (S + DX) ^+ 2 / 2%:R in let cY := 1 - DY ^+ 2 / 2%:R in
  [/\ g <= 2%:R - (S + DX) ^+ 2, g <= (s - DX) ^+ 2, g < 1, 0 < cX & [/\ 0 < cY,
    2%:R * (eta * w) ^+ 2 * DY ^+ 2 <= g ^+ 2 * DX ^+ 2 & (eta * w) ^+ 2 * (2%:R - g) <= g * cX * DY ^+ 2]].
Proof.
move=> s0 S0 eta0 w0 hsS hS hs hw g DX DY cX cY.
have hS4: 4%:R * S <= 3%:R by rewrite mulrC -ler_pdivl_mulr ?ltr0n.
have hs2: 2%:R * s <= 1 by rewrite mulrC -ler_pdivl_mulr ?ltr0n // div1r.
have K := @agd_larger_step_1 R 0; give K s. give K S. give K eta. give K w.
- by goal; rewrite mulr_gt0 ?exprn_gt0 ?divr_gt0 ?ltr0n.
- by goal; rewrite mulr_gt0 ?invr_gt0 ?divr_gt0 ?ltr0n.
- by goal; rewrite mulr_gt0 ?divr_gt0 ?ltr0n.
case: K => K1 [K2 [K3 [K4 [K5 [K6 K7]]]]]; plain K1; plain K2; plain K3; plain K4; plain K5; plain K6; plain K7.
by split; last split; rewrite /g /cX /cY /DX /DY; [close K1 | close K2 | close K3 | close K4 | close K5 | close K6 | close K7].
Qed.

(* with them the theorem agd-sharpened at Y_0 = 0 gives the rate *)
Theorem rate_at_the_larger_step (R : rcfType) (m n d r T : nat) (A : 'M[R]_(m, n)) (X : nat -> 'M[R]_(m, d))
    (Y : nat -> 'M[R]_(n, d)) (U : 'M[R]_(m, r)) (eta s S : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < r)%N -> (0 < T)%N -> 0 < eta -> 0 < s ->
  let F k := 2%:R^-1 * sqnorm (X k *m (Y k)^T - A) in
  (* the sweeps *)
  (forall j, (j < T)%N -> X j.+1 = X j - eta *: ((X j *m (Y j)^T - A) *m Y j)) ->
  (forall j, (j < T)%N -> Y j.+1 = Y j - eta *: ((X j.+1 *m (Y j)^T - A)^T *m X j.+1)) ->
  (* the start *)
  U^T *m U = 1%:M -> U *m U^T *m A = A -> U *m U^T *m X 0%N = X 0%N -> Y 0%N = 0 ->
  psd (eta *: (X 0%N *m (X 0%N)^T) - s ^+ 2 *: (U *m U^T)) -> psd ((S ^+ 2)%:M - eta *: ((X 0%N)^T *m X 0%N)) ->
  (* the numbers *)
  s <= S -> S <= 3%:R / 4%:R -> s <= 2%:R^-1 -> 0 < F 0%N -> 5%:R * eta * Num.sqrt (F 0%N) <= s ^+ 2 ->
  forall k, (k <= T)%N -> F k <= (1 - 9%:R / 16%:R * s ^+ 2) ^+ (2 * k) * F 0%N.
Proof.
move=> m0 n0 d0 r0 T0 eta0 s0 F hX hY hU hA hU0 hY0 hXs hXS hsS hS hs F0 hF k hk.
have S0 : 0 < S by exact: lt_le_trans hsS.
have w0 : 0 < Num.sqrt (F 0%N) by rewrite sqrtr_gt0.
have [] := larger_step s0 S0 eta0 w0 hsS hS hs hF; set g := 9%:R / 16%:R * s ^+ 2; set DX := s / 4%:R; set DY := 49%:R / 100%:R * s.
rewrite [(eta * _) ^+ 2]exprMn sqr_sqrtr ?(ltW F0) // => h1 h2 h3 h4 [h5 h6 h7].
have g0 : 0 < g by rewrite mulr_gt0 ?exprn_gt0 ?divr_gt0 ?ltr0n.
have DX0 : 0 < DX by rewrite divr_gt0 ?ltr0n.
have DY0 : 0 < DY by rewrite mulr_gt0 ?divr_gt0 ?ltr0n.
have DXs : DX <= s by rewrite ler_pdivr_mulr ?ltr0n // ler_pmulr // ler1n.
have hYy : psd ((0 ^+ 2)%:M - eta *: ((Y 0%N)^T *m Y 0%N)).
  by rewrite hY0 mulmx0 scaler0 subr0 expr0n /= raddf0; split=> [|x]; rewrite ?trmx0 // mulmx0 mul0mx mxE.
have h8 : 2%:R * eta ^+ 2 * (0 + DY) ^+ 2 * F 0%N <= g ^+ 2 * DX ^+ 2 by apply: (le_conv h6); ring.
have h9 : eta ^+ 2 * (2%:R - g) * F 0%N <= g * (1 - (S + DX) ^+ 2 / 2%:R) * DY ^+ 2 by apply: (le_conv h7); ring.
rewrite -[DY]add0r in h5.
by have [] := @sharpened R m n d r T A X Y U eta s S 0 DX DY g m0 n0 d0 r0 T0 eta0 s0 (lexx 0) hX hY hU hA hU0 hXs hXS hYy
  (ltW S0) DX0 DXs DY0 g0 h3 h2 h1 h4 h5 h8 h9 k hk.
Qed.
Print Assumptions larger_step.
Print Assumptions rate_at_the_larger_step.
