(* agd-contraction-factors: [1] If $g \le \lambda \le U$ are real and $g + U \le 2$, then $1-\lambda \le 1-g$, $\lambda -
   1 \le 1-g$ and $(1-\lambda)^2 \le (1-g)^2$. [2] If $0 \le z \le 1$, then $(1-z)^2 \le 1-z$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_contraction_factors.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* the spectrum of eta X X^T lies in [g, 2 - g], 0 <= g <= 1: [1] bounds the factor of every eigenvalue, [2] compares the bounds *)
Theorem contraction_factors (R : rcfType) (m d : nat) (X : 'M[R]_(m, d)) (eta g : R) :
  0 <= g -> g <= 1 -> (forall lam, eigenvalue (eta *: (X *m X^T)) lam -> g <= lam <= 2%:R - g) ->
  (forall lam, eigenvalue (eta *: (X *m X^T)) lam -> `|1 - lam| <= 1 - g /\ (1 - lam) ^+ 2 <= (1 - g) ^+ 2) /\
  (1 - g) ^+ 2 <= 1 - g.
Proof.
move=> g0 g1 h; split=> [lam /h/andP[h1 h2]|].
  have K := @agd_contraction_factors_1 R 0; give K g. give K (2%:R - g). give K lam.
  - by goal; rewrite addrC subrK.
  case: K => K1 [K2 K3]; plain K1; plain K2; plain K3; split=> //.
  by rewrite ler_norml K1 andbT ler_oppl opprB.
by have K := @agd_contraction_factors_2 R 0; give K g; plain K.
Qed.
Print Assumptions contraction_factors.
