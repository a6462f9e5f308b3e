(* agd-lazy-limit: Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $\eta > 0$, $T
   \ge 1$, and let $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ and $R_j = XY_j^\top - A$ satisfy $Y_{j+1} = Y_j - \eta
   R_j^\top X$ for $0 \le j < T$. Then $R_k = (I_m - \eta XX^\top)^kR_0$ for $0 \le k \le T$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_lazy_limit.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem lazy_limit (R : rcfType) (m n d T : nat) (A : 'M[R]_(m, n)) (X : 'M[R]_(m, d)) (Y : nat -> 'M[R]_(n, d)) (eta : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> (0 < T)%N -> 0 < eta ->
  let Res j := X *m (Y j)^T - A in
  (forall j, (j < T)%N -> Y j.+1 = Y j - eta *: ((Res j)^T *m X)) ->
  (* iter k (mulmx B) C is B^k C *)
  forall k, (k <= T)%N -> Res k = iter k (mulmx (1%:M - eta *: (X *m X^T))) (Res 0%N).
Proof.
move=> m0 n0 d0 T0 eta0 Res hY k hk; have [N [mN nN dN]] := room3 m n d; have K := @agd_lazy_limit_1 R N.
pose B := 1%:M - eta *: (X *m X^T); pose P j := iter j (mulmx B) 1%:M.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d). give K eta. give K (Z.of_nat T). give K (emb N.+1 A).
give K (emb N.+1 X). give K (fun z => emb N.+1 (Y (Z.to_nat z))). give K (fun z => emb N.+1 (P (Z.to_nat z))).
- by goal.
- by step; rewrite /P /B -?scalemxAl.
give K (Z.of_nat k).
- by step; rewrite hY // -?scalemxAl.
plain K; rewrite /Res K -/(Res 0%N) -/B /P; elim: (k) => [|j ih] /=; first by rewrite mul1mx.
by rewrite -ih mulmxA.
Qed.
Print Assumptions lazy_limit.
