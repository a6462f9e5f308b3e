(* Named.v: the textbook facts that may be cited, as propositions. Written by theory.export.coq.cited. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base.
Unset Printing Notations.
Delimit Scope Z_scope with ZZ.
Open Scope Z_scope.
Section Named.
Variables (RR : rcfType) (NN : nat).
Notation MAT := 'M[RR]_NN.
Notation zr := (@Base.zr RR).

(* thin SVD: Horn, Johnson, Matrix Analysis, 2nd ed., Theorem 2.6.3 *)
Definition stmt_thin_SVD : Prop :=
  forall m_ : Z, (1 <= m_) -> (m_ <= Z.of_nat NN) -> 
  forall n_ : Z, (1 <= n_) -> (n_ <= Z.of_nat NN) -> 
  forall M_ : MAT, (shp m_ n_ M_) -> 
  exists r_ : Z, (0 <= r_) /\ (r_ <= Z.of_nat NN) /\ (exists U_ : MAT, (shp m_ r_ U_) /\ (exists S_ : MAT, (shp r_ r_ S_) /\ (pdia r_ S_) /\ (exists V_ : MAT, (shp n_ r_ V_) /\ ((M_ = (mmul (mmul U_ S_) (mT V_))) /\ ((mmul (mT U_) U_) = (@Imx RR NN r_)) /\ ((mmul (mT V_) V_) = (@Imx RR NN r_)))))).
(* von Neumann: Horn, Johnson, Matrix Analysis, 2nd ed., Theorems 2.6.3 and 7.4.1.1. D holds the r largest singular values of M in the order of T (the two frames give r <= min(m, n)): D >= g >= 0, and g bounds what M has outside C, E *)
Definition stmt_von_Neumann : Prop :=
  forall m_ : Z, (1 <= m_) -> (m_ <= Z.of_nat NN) -> 
  forall n_ : Z, (1 <= n_) -> (n_ <= Z.of_nat NN) -> 
  forall r_ : Z, (0 <= r_) -> (r_ <= Z.of_nat NN) -> 
  forall A_ : MAT, (shp m_ r_ A_) -> 
  forall T_ : MAT, (shp r_ r_ T_) -> (pdia r_ T_) -> 
  forall B_ : MAT, (shp n_ r_ B_) -> 
  forall M_ : MAT, (shp m_ n_ M_) -> 
  ((mmul (mT A_) A_) = (@Imx RR NN r_)) ->
  ((mmul (mT B_) B_) = (@Imx RR NN r_)) ->
  exists C_ : MAT, (shp m_ r_ C_) /\ (exists D_ : MAT, (shp r_ r_ D_) /\ (dia D_) /\ (exists E_ : MAT, (shp n_ r_ E_) /\ (exists g_ : RR, (exists J_ : MAT, (shp r_ r_ J_) /\ (dia J_) /\ (exists K_ : MAT, (shp n_ n_ K_) /\ (((mmul (mT C_) C_) = (@Imx RR NN r_)) /\ ((mmul (mT E_) E_) = (@Imx RR NN r_)) /\ ((mmul M_ E_) = (mmul C_ D_)) /\ ((mmul (mT M_) C_) = (mmul E_ D_)) /\ (rle (zr 0) g_) /\ (D_ = (madd (msc g_ (@Imx RR NN r_)) (mmul J_ J_))) /\ ((madd (mmul (mT (msub M_ (mmul (mmul C_ D_) (mT E_)))) (msub M_ (mmul (mmul C_ D_) (mT E_)))) (mmul K_ (mT K_))) = (msc (zpow g_ 2) (@Imx RR NN n_))) /\ (rle (mtr (mmul (mmul (mmul B_ T_) (mT A_)) M_)) (mtr (mmul T_ D_))))))))).
(* Schatten-Hölder: Horn, Johnson, Topics in Matrix Analysis, Theorem 3.3.14 (products), with the inequality of the means *)
Definition stmt_Schatten_Holder : Prop :=
  forall N_ : Z, (1 <= N_) -> 
  forall e_ : Z -> Z, (forall n_b : Z, 0 <= n_b <= N_ -> 1 <= (e_ n_b) <= Z.of_nat NN) -> 
  forall V_ : Z -> MAT, (forall n_b : Z, 1 <= n_b <= N_ -> shp ((e_ n_b)) ((e_ (n_b - 1))) (V_ n_b)) -> 
  forall P_ : Z -> MAT, (forall n_b : Z, 0 <= n_b <= N_ -> shp ((e_ n_b)) ((e_ 0)) (P_ n_b)) -> ((P_ 0) = (@Imx RR NN ((e_ 0)))) -> (forall n_b : Z, 0 <= n_b <= (N_ - 1) -> ((P_ (n_b + 1)) = (mmul (V_ (n_b + 1)) (P_ n_b)))) -> 
  forall Q_ : Z -> RR, ((Q_ 0) = (zr 0)) -> (forall n_b : Z, 0 <= n_b <= (N_ - 1) -> ((Q_ (n_b + 1)) = (radd (Q_ n_b) (mtr (mmul (mT (V_ (n_b + 1))) (V_ (n_b + 1))))))) -> 
  exists r_ : Z, (0 <= r_) /\ (r_ <= Z.of_nat NN) /\ (exists A_ : MAT, (shp ((e_ N_)) r_ A_) /\ (exists T_ : MAT, (shp r_ r_ T_) /\ (pdia r_ T_) /\ (exists B_ : MAT, (shp ((e_ 0)) r_ B_) /\ (((P_ N_) = (mmul (mmul A_ (dpow T_ N_)) (mT B_))) /\ ((mmul (mT A_) A_) = (@Imx RR NN r_)) /\ ((mmul (mT B_) B_) = (@Imx RR NN r_)) /\ (rle (rmul (zr N_) (mtr (mmul T_ T_))) (Q_ N_)))))).
(* Weyl from below: Horn, Johnson, Matrix Analysis, 2nd ed., Corollary 7.3.5 (least singular value on the range of U), with a root *)
Definition stmt_Weyl_from_below : Prop :=
  forall m_ : Z, (1 <= m_) -> (m_ <= Z.of_nat NN) -> 
  forall n_ : Z, (1 <= n_) -> (n_ <= Z.of_nat NN) -> 
  forall h_ : RR, (rpos h_) -> 
  forall X_ : MAT, (shp m_ n_ X_) -> 
  forall Z_ : MAT, (shp m_ n_ Z_) -> 
  forall s_ : RR, 
  forall t_ : RR, 
  forall a_ : RR, 
  forall r_ : Z, (1 <= r_) -> (r_ <= Z.of_nat NN) -> 
  forall U_ : MAT, (shp m_ r_ U_) -> 
  forall e_ : Z, (1 <= e_) -> (e_ <= Z.of_nat NN) -> 
  forall K_ : MAT, (shp m_ e_ K_) -> 
  ((mmul (mT U_) U_) = (@Imx RR NN r_)) ->
  ((mmul (mmul U_ (mT U_)) Z_) = Z_) ->
  ((mmul (msc h_ X_) (mT X_)) = (madd (mmul K_ (mT K_)) (mmul (msc (zpow s_ 2) U_) (mT U_)))) ->
  (rle (rmul h_ (mtr (mmul (mT (msub Z_ X_)) (msub Z_ X_)))) (zpow t_ 2)) ->
  (rle (zr 0) t_) ->
  (rle t_ s_) ->
  (rle a_ (zpow (rsub s_ t_) 2)) ->
  exists f_ : Z, (1 <= f_) /\ (f_ <= Z.of_nat NN) /\ (exists J_ : MAT, (shp m_ f_ J_) /\ (((mmul (msc h_ Z_) (mT Z_)) = (madd (mmul J_ (mT J_)) (mmul (msc a_ U_) (mT U_)))))).
(* Weyl from above: Horn, Johnson, Matrix Analysis, 2nd ed., Corollary 7.3.5 (largest singular value), with a root *)
Definition stmt_Weyl_from_above : Prop :=
  forall m_ : Z, (1 <= m_) -> (m_ <= Z.of_nat NN) -> 
  forall n_ : Z, (1 <= n_) -> (n_ <= Z.of_nat NN) -> 
  forall h_ : RR, (rpos h_) -> 
  forall X_ : MAT, (shp m_ n_ X_) -> 
  forall Z_ : MAT, (shp m_ n_ Z_) -> 
  forall s_ : RR, 
  forall t_ : RR, 
  forall a_ : RR, 
  forall e_ : Z, (1 <= e_) -> (e_ <= Z.of_nat NN) -> 
  forall K_ : MAT, (shp n_ e_ K_) -> 
  ((madd (mmul (msc h_ (mT X_)) X_) (mmul K_ (mT K_))) = (msc (zpow s_ 2) (@Imx RR NN n_))) ->
  (rle (rmul h_ (mtr (mmul (mT (msub Z_ X_)) (msub Z_ X_)))) (zpow t_ 2)) ->
  (rle (zr 0) t_) ->
  (rle (zr 0) s_) ->
  (rle (zpow (radd s_ t_) 2) a_) ->
  exists f_ : Z, (1 <= f_) /\ (f_ <= Z.of_nat NN) /\ (exists J_ : MAT, (shp n_ f_ J_) /\ (((madd (mmul (msc h_ (mT Z_)) Z_) (mmul J_ (mT J_))) = (msc a_ (@Imx RR NN n_))))).
End Named.
