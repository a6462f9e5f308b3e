(* Deriv.v: the formal derivative of a sum of c s^e, e in Z, is its derivative: what `diff` is expanded into. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import polyrcf ring.
From Saddleproof Require Import Base Norm Sound Rules Struct Mono.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Deriv.
Variable R : rcfType.
Lemma double_root (w : {poly R}) s : root w s -> root w^`() s -> exists v, w = v * ('X - s%:P) ^+ 2.
Proof.
move=> /factor_theorem [q eq] hd; have /factor_theorem [v ev]: root q s.
  by move: hd; rewrite eq derivM derivXsubC mulr1 !rootE hornerD hornerM hornerXsubC subrr mulr0 add0r.
by exists v; rewrite eq ev expr2 mulrA.
Qed.
Theorem lev_deriv (l : seq (R * Z)) s : 0 < s -> forall e, 0 < e -> exists2 d, 0 < d &
  forall t, `|t| < d -> `|lev l (s + t) - lev l s - t * dlev l s| <= e * `|t|.
Proof.
move=> s0 e e0; have [k hk] := ex_big l.
pose D := dlev l s; pose w := pol k l - (lev l s)%:P * 'X^k - D *: (('X - s%:P) * 'X^k).
have wE x : 0 < x -> w.[x] = (lev l x - lev l s - (x - s) * D) * x ^+ k.
  have key (a b c y z : R) : a * y - b * y - c * (z * y) = (a - b - z * c) * y by ring.
  by move=> x0; rewrite /w !hornerD !hornerN hornerZ !hornerM hornerC hornerXn hornerXsubC polE // key.
have [v ev]: exists v, w = v * ('X - s%:P) ^+ 2.
  apply: double_root; first by rewrite rootE wE // !subrr mul0r subrr mul0r.
  have dw: w^`().[s] = (pol k l)^`().[s] - lev l s * (s ^+ k.-1 *+ k) - D * s ^+ k.
    rewrite /w !derivB derivZ !derivM derivC derivXsubC derivXn.
    rewrite !hornerD !hornerN hornerZ.
    by rewrite mul0r add0r mul1r hornerM hornerC hornerMn hornerXn hornerD hornerXn hornerM hornerXsubC subrr mul0r addr0.
  have ek: s * (s ^+ k.-1 *+ k) = k%:R * s ^+ k.
    by case: (k) => [|n]; [rewrite mulr0n mulr0 mul0r | rewrite -mulr_natr exprS /=; ring].
  have: s * w^`().[s] = 0.
    by rewrite dw !mulrBr dpolE // (mulrCA s (lev l s)) ek /D; ring.
  by move/eqP; rewrite mulf_eq0 (gt_eqF s0) rootE.
have h0: 0 < s / 2%:R by rewrite divr_gt0 ?ltr0n.
pose K := (s / 2%:R) ^+ k; have K0: 0 < K by rewrite exprn_gt0.
have [d1 d10 hv] := poly_cont s v ltr01.
pose C := (`|v.[s]| + 1) / K; have C0: 0 < C by rewrite divr_gt0 // ltr_paddl ?normr_ge0.
pose d := Num.min (Num.min d1 (s / 2%:R)) (e / C).
exists d; first by rewrite /d !lt_minr d10 h0 divr_gt0.
move=> t; rewrite /d !lt_minr => /andP[/andP[t1 t2] t3].
have hs: s / 2%:R <= s + t.
  have: - (s / 2%:R) <= t by rewrite ltW // (lt_le_trans _ (_ : - `|t| <= t)) ?ltr_opp2 // ler_oppl -normrN ler_norm.
  by rewrite -(ler_add2l s); apply: le_trans; rewrite {2}(splitr s) addrK.
have st0: 0 < s + t by exact: lt_le_trans hs.
have hK: K <= (s + t) ^+ k by rewrite ler_expn2r ?nnegrE // ltW.
have hval: `|v.[s + t]| <= `|v.[s]| + 1.
  have h: `|v.[s + t] - v.[s]| <= 1 by apply: ltW; apply: hv; rewrite addrAC subrr add0r.
  have := ler_norm_add (v.[s + t] - v.[s]) v.[s]; rewrite subrK => /le_trans; apply.
  by rewrite addrC ler_add2l.
have E: lev l (s + t) - lev l s - t * D = t ^+ 2 * v.[s + t] / (s + t) ^+ k.
  have e1: s + t - s = t by rewrite addrAC subrr add0r.
  have h := wE _ st0; rewrite ev hornerM horner_exp hornerXsubC e1 in h.
  have nz: (s + t) ^+ k != 0 by rewrite expf_neq0 // gt_eqF.
  by apply: (canRL (mulfK nz)); rewrite -h mulrC.
rewrite -/D E !normrM -!mulrA [e * _]mulrC ler_wpmul2l ?normr_ge0 //.
have hi: `|(s + t) ^- k| <= K^-1.
  rewrite ger0_norm ?invr_ge0 ?exprn_ge0 ?(ltW st0) // lef_pinv ?posrE ?exprn_gt0 //.
have hC: `|v.[s + t]| * `|(s + t) ^- k| <= C by rewrite /C ler_pmul.
apply: (@le_trans _ _ (`|t| * C)); first by rewrite ler_wpmul2l.
by rewrite -ler_pdivl_mulr // ltW.
Qed.
End Deriv.
