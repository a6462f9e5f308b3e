(* agd-linearized-sweep: Let $m, n, d \ge 1$, $\eta > 0$, $X, \dot X \in \mathbb{R}^{m\times d}$, $Y, \dot Y \in
   \mathbb{R}^{n\times d}$, $\dot R = \dot XY^\top + X\dot Y^\top$, $\dot X_+ = \dot X - \eta\dot RY$ and $\dot Y_+ =
   \dot Y - \eta(\dot X_+Y^\top + X\dot Y^\top)^\top X$. [1] Then $\dot X_+Y^\top + X\dot Y_+^\top = (I_m-\eta
   XX^\top)\dot R(I_n-\eta YY^\top)$, and with $\dot Y_\ast = \dot Y - \eta\dot R^\top X$ also $\dot X_+Y^\top + X\dot
   Y_\ast^\top = \dot R - \eta XX^\top\dot R - \eta\dot RYY^\top$. [2] If $\dot XY^\top = -X\dot Y^\top$, then $\dot X_+
   = \dot X$ and $\dot Y_+ = \dot Y$. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Saddleproof Require Import Base Norm Sound Rules Tac Struct Typed Plain.
From Final Require Import agd_linearized_sweep.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sweep.
Variables (R : rcfType) (m n d : nat) (X : 'M[R]_(m, d)) (Y : 'M[R]_(n, d)) (eta : R).
Implicit Types (H : 'M[R]_(m, d)) (J : 'M[R]_(n, d)).
(* the differential of X Y^T, and of the two half steps of a sweep at X Y^T = A *)
Definition residual H J : 'M[R]_(m, n) := H *m Y^T + X *m J^T.
Definition sweep_X H J : 'M[R]_(m, d) := H - eta *: (residual H J *m Y).
Definition sweep_Y H J : 'M[R]_(n, d) := J - eta *: ((residual (sweep_X H J) J)^T *m X).
(* both at once, from the old X *)
Definition gradient_Y H J : 'M[R]_(n, d) := J - eta *: ((residual H J)^T *m X).
End Sweep.

(* [1]: the sweep intertwines with R -> (I - eta X X^T) R (I - eta Y Y^T); [2]: it is the identity where the residual is 0 *)
Theorem linearized_sweep (R : rcfType) (m n d : nat) (X H : 'M[R]_(m, d)) (Y J : 'M[R]_(n, d)) (eta : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> 0 < eta ->
  let Res := residual X Y H J in let H1 := sweep_X X Y eta H J in let J1 := sweep_Y X Y eta H J in
  [/\ residual X Y H1 J1 = (1%:M - eta *: (X *m X^T)) *m Res *m (1%:M - eta *: (Y *m Y^T)),
    residual X Y H1 (gradient_Y X Y eta H J) = Res - eta *: (X *m X^T *m Res) - eta *: (Res *m Y *m Y^T) &
    Res = 0 -> H1 = H /\ J1 = J].
Proof.
move=> m0 n0 d0 eta0 Res H1 J1; have [N [mN nN dN _]] := room4 m n d 0.
have K := @agd_linearized_sweep_1 R N.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d). give K eta. give K (emb N.+1 X). give K (emb N.+1 Y).
give K (emb N.+1 H). give K (emb N.+1 J).
case: K => K1 K2; plain K1; plain K2.
rewrite /residual /H1 /J1 /sweep_Y /sweep_X /gradient_Y /residual -?scalemxAl; split=> // h.
have K := @agd_linearized_sweep_2 R N.
give K (Z.of_nat m). give K (Z.of_nat n). give K (Z.of_nat d). give K eta. give K (emb N.+1 X). give K (emb N.+1 Y).
give K (emb N.+1 H). give K (emb N.+1 J).
- by goal; congr (emb _ _); rewrite scaleN1r; apply/eqP; rewrite -addr_eq0; apply/eqP.
by case: K => K3 K4; plain K3; plain K4; rewrite /residual -?scalemxAl.
Qed.

(* so an eigenvalue of the sweep is one of R -> (I - eta X X^T) R (I - eta Y Y^T), or it is 1 *)
Theorem eigenvalues (R : rcfType) (m n d : nat) (X H : 'M[R]_(m, d)) (Y J : 'M[R]_(n, d)) (eta theta : R) :
  (0 < m)%N -> (0 < n)%N -> (0 < d)%N -> 0 < eta -> H <> 0 \/ J <> 0 ->
  sweep_X X Y eta H J = theta *: H -> sweep_Y X Y eta H J = theta *: J ->
  let Res := residual X Y H J in
  (Res <> 0 /\ (1%:M - eta *: (X *m X^T)) *m Res *m (1%:M - eta *: (Y *m Y^T)) = theta *: Res) \/ (Res = 0 /\ theta = 1).
Proof.
move=> m0 n0 d0 eta0 ne hH hJ Res; have [h1 _ h2] := @linearized_sweep R m n d X H Y J eta m0 n0 d0 eta0.
rewrite hH hJ in h1 h2; case: (eqVneq Res 0) => [e|/eqP nz]; [right | left]; split=> //; last first.
  by rewrite -h1 /residual linearZ /= -scalemxAr -scalemxAl -scalerDr.
have [eH eJ] := h2 e; have key k (B : 'M[R]_(k, d)) : B <> 0 -> theta *: B = B -> theta = 1.
  move=> nB /eqP; rewrite -{2}[B]scale1r -subr_eq0 -scalerBl scaler_eq0 subr_eq0 => /orP[/eqP//|/eqP hB]; by case: nB.
by case: ne => h; [exact: key eH | exact: key eJ].
Qed.
Print Assumptions linearized_sweep.
Print Assumptions eigenvalues.
