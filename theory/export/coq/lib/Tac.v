(* Tac.v: small tactics for the generated files. *)
From Coq Require Import ZArith NArith QArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Norm Sound Rules Struct.
Ltac zlia := lia.
(* equality up to integer arithmetic in indices and exponents *)
Ltac zeqs := first [ reflexivity | match goal with |- @eq Z _ _ => first [ clear; lia | lia ] | |- _ => progress f_equal; zeqs end ].
Ltac zcong H := let T := type of H in
  match goal with |- ?G => refine (eq_ind T (fun X : Prop => X) H G _); zeqs end.
Ltac zfit H := first [ exact H | zcong H
  | let j := fresh "j" in let hj := fresh "hj" in intros j hj;
    let K := fresh "K" in unshelve epose proof (H j _) as K; [ lia | zfit K ]
  | let j := fresh "j" in intros j; let K := fresh "K" in epose proof (H j) as K; zfit K ].
(* a word of diagonal letters is diagonal *)
Ltac dia_side := solve [ repeat first
  [ eassumption | eapply dia_dpow; eassumption | eapply dia_mul
  | match goal with H : pdia _ ?A |- dia ?A => exact (proj1 H) end ] ].
