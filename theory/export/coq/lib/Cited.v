(* Cited.v: the textbook facts that a certificate may cite, all proved here, so that `Print Assumptions` ends empty. A fact
   that is added and not proved yet would be an axiom of its name in this file, which shows wherever it is used. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Named Weyl SVD VonNeumann SchattenHolder.

Definition lemma_thin_SVD (RR : rcfType) (NN : nat) : stmt_thin_SVD RR NN := @SVD.thin_svd RR NN.
Definition lemma_von_Neumann (RR : rcfType) (NN : nat) : stmt_von_Neumann RR NN := @VonNeumann.von_neumann RR NN.
Definition lemma_Schatten_Holder (RR : rcfType) (NN : nat) : stmt_Schatten_Holder RR NN :=
  @SchattenHolder.schatten_holder RR NN.
Definition lemma_Weyl_from_below (RR : rcfType) (NN : nat) : stmt_Weyl_from_below RR NN := @Weyl.weyl_below RR NN.
Definition lemma_Weyl_from_above (RR : rcfType) (NN : nat) : stmt_Weyl_from_above RR NN := @Weyl.weyl_above RR NN.
