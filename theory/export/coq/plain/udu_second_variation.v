(* udu-second-variation: Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$
   a real diagonal $r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$. For $H
   \in \mathbb{R}^{n\times r}$, a real diagonal $r\times r$ matrix $E$ and real $t$, with $M = HDU^\top + UDH^\top +
   UEU^\top$, $N = HDH^\top + HEU^\top + UEH^\top$ and $P = HEH^\top$: $F(U+tH,D+tE) = F(U,D) + t\,\mathrm{tr}(RM) +
   t^2(\tfrac12\lVert M\rVert_F^2 + \mathrm{tr}(R(HDH^\top + 2HEU^\top))) + t^3(\mathrm{tr}(MN) + \mathrm{tr}(RP)) +
   \tfrac{t^4}{2}(\mathrm{tr}(N^2) + 2\,\mathrm{tr}(MP)) + t^5\,\mathrm{tr}(NP) + \tfrac{t^6}{2}\mathrm{tr}(P^2)$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import udu_second_variation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem second_variation (R : rcfType) (n r : nat) (A : 'M[R]_n) (U H : 'M[R]_(n, r)) (dd ee : 'rV[R]_r) (t : R) :
  (0 < n)%N -> (0 < r)%N -> A^T = A ->
  let D := diag_mx dd in let E := diag_mx ee in
  let F (U : 'M[R]_(n, r)) (D : 'M_r) := 2%:R^-1 * sqnorm (U *m D *m U^T - A) in
  let Res := U *m D *m U^T - A in
  let M := H *m D *m U^T + U *m D *m H^T + U *m E *m U^T in
  let N := H *m D *m H^T + H *m E *m U^T + U *m E *m H^T in
  let P := H *m E *m H^T in
  F (U + t *: H) (D + t *: E) = F U D + t * \tr (Res *m M)
    + t ^+ 2 * (2%:R^-1 * sqnorm M + \tr (Res *m (H *m D *m H^T + 2%:R *: (H *m E *m U^T))))
    + t ^+ 3 * (\tr (M *m N) + \tr (Res *m P))
    + t ^+ 4 / 2%:R * (\tr (N *m N) + 2%:R * \tr (M *m P)) + t ^+ 5 * \tr (N *m P) + t ^+ 6 / 2%:R * \tr (P *m P).
Proof.
move=> n0 r0 hA D E F Res M N P; have [N0 [nN rN _]] := room3 n r 0; have K := @udu_second_variation_1 R N0.
give K (Z.of_nat n). give K (Z.of_nat r). give K (emb N0.+1 (2%:R^-1 *: A)). give K (emb N0.+1 U). give K (emb N0.+1 D).
give K (emb N0.+1 H). give K (emb N0.+1 E). give K t.
plain K; rewrite (halfsym hA) in K; rewrite /F -/D -/E; close K.
Qed.
Print Assumptions second_variation.
