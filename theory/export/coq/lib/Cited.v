(* Cited.v: the textbook facts that a certificate may cite. Those that are proved here cost nothing; each of the others is an
   axiom of its name, which `Print Assumptions` shows wherever it is used. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Named Weyl SVD.

Definition lemma_thin_SVD (RR : rcfType) (NN : nat) : stmt_thin_SVD RR NN := @SVD.thin_svd RR NN.
Definition lemma_Weyl_from_below (RR : rcfType) (NN : nat) : stmt_Weyl_from_below RR NN := @Weyl.weyl_below RR NN.
Definition lemma_Weyl_from_above (RR : rcfType) (NN : nat) : stmt_Weyl_from_above RR NN := @Weyl.weyl_above RR NN.

Axiom lemma_von_Neumann : forall (RR : rcfType) (NN : nat), stmt_von_Neumann RR NN.
Axiom lemma_Schatten_Holder : forall (RR : rcfType) (NN : nat), stmt_Schatten_Holder RR NN.
