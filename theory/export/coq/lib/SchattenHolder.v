(* SchattenHolder.v: the bound on a product of N matrices, proved over any real closed field.

   Statement. V_1, ..., V_N have a product P = V_N ... V_1. Then P = A T^N B^T with orthonormal frames A, B and a positive
   diagonal T, and  N tr T^2 <= |V_1|^2 + ... + |V_N|^2.

   Proof. A, S, B are the thin SVD of P, and T the N-th root of S. Let x_k = V_k ... V_1 B, so that x_0 = B and x_N = A T^N;
   all x_k have independent columns. Factor x_k^T x_k = J_k J_k^T with J_k lower triangular (Cholesky; J_0 = 1, J_N = T^N).
   The columns of x_k J_k^-T are orthonormal, and V_(k+1) moves them to x_(k+1) J_k^-T; so with L = J_k^-1 J_(k+1)
       |V_(k+1)|^2 >= tr L L^T >= sum_i L_ii^2,   L_ii = (J_(k+1))_ii / (J_k)_ii.
   For each i the product over k of these squares telescopes to T_ii^(2N), so the mean of the squares is >= T_ii^2 (inequality
   of the means). The sum over i is the claim. Neither an order of the singular values nor Horn's inequality is needed. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Norm Sound Rules Struct Typed Named Weyl SVD.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section H.
Variable R : rcfType.

(* what a matrix does to an orthonormal frame is no larger than the matrix *)
Lemma frame_norm m r (v : 'M[R]_m) (F : 'M[R]_(m, r)) : F^T *m F = 1%:M ->
  \tr ((v *m F)^T *m (v *m F)) <= \tr (v^T *m v).
Proof.
move=> hF; pose G := 1%:M - F *m F^T.
have hG: G *m G^T = G.
  have -> : G^T = G by rewrite /G linearB /= trmx1 trmx_mul trmxK.
  rewrite {2}/G mulmxBr mulmx1 {2}/G mulmxBl mul1mx -(mulmxA F) (mulmxA F^T) hF mul1mx.
  by rewrite subrr subr0.
have -> : \tr (v^T *m v) = \tr ((v *m F)^T *m (v *m F)) + \tr ((v *m G)^T *m (v *m G)).
  rewrite ![\tr (_^T *m (v *m _))]mxtrace_mulC !trmx_mul !mulmxA -(mulmxA v G) hG -(mulmxA v F) -mxtraceD -mulmxDl -mulmxDr.
  by rewrite /G addrC subrK mulmx1 mxtrace_mulC.
by rewrite ler_addl trgram_ge0.
Qed.

(* J L = K with lower triangular J, K and J invertible: the diagonal of L *)
Lemma trig_quotient r (J L K : 'M[R]_r) : is_trig_mx J -> is_trig_mx K -> (forall i, J i i != 0) -> J *m L = K ->
  forall i, L i i = K i i / J i i.
Proof.
move=> /is_trig_mxP hJ /is_trig_mxP hK hd hE.
have key (i j : 'I_r) : (forall k : 'I_r, (k < i)%N -> L k j = 0) -> K i j = J i i * L i j.
  move=> h; rewrite -hE mxE (bigD1 i) //= big1 ?addr0 // => k ne.
  case: (ltngtP k i) => [lt|lt|/val_inj e]; [by rewrite h // mulr0 | by rewrite hJ // mul0r | by rewrite e eqxx in ne].
have up: forall n (i j : 'I_r), (i < n)%N -> (i < j)%N -> L i j = 0.
  elim=> // n ih i j hi hij; have := key i j; rewrite hK // => e; apply/eqP.
  have {}e: 0 = J i i * L i j by apply: e => k hk; apply: ih; [exact: leq_trans hk hi | exact: ltn_trans hk hij].
  by move/eqP: e; rewrite eq_sym mulf_eq0 (negbTE (hd i)).
move=> i; rewrite (key i i) => [|k hk]; last exact: (up k.+1).
by rewrite mulrC mulKf.
Qed.

Lemma telescope (j : nat -> R) N : (forall k, (k <= N)%N -> j k != 0) -> \prod_(k < N) (j k.+1 / j k) = j N / j 0%N.
Proof.
elim: N => [|N ih] h; first by rewrite big_ord0 divff ?h.
rewrite big_ord_recr ih /=; last by move=> k hk; rewrite h // ltnW.
by rewrite mulrC mulrA divfK ?h.
Qed.

Section Chain.
Variables (m r N : nat) (v : nat -> 'M[R]_m) (x : nat -> 'M[R]_(m, r)) (t : 'I_r -> R).
Hypotheses (N0 : (0 < N)%N) (t0 : forall i, 0 < t i).
Hypothesis x0 : (x 0%N)^T *m x 0%N = 1%:M.
Hypothesis xS : forall k, (k < N)%N -> x k.+1 = v k *m x k.
Hypothesis xN : (x N)^T *m x N = diag_mx (\row_i (t i ^+ N) ^+ 2).

Let D : 'M[R]_r := diag_mx (\row_i t i ^+ N).
Lemma end_square : D *m D^T = (x N)^T *m x N.
Proof. by rewrite /D tr_diag_mx mulmx_diag xN; congr diag_mx; apply/rowP=> i; rewrite !mxE -expr2. Qed.

Lemma reach j k : (k + j <= N)%N -> exists w : 'M[R]_m, x (k + j)%N = w *m x k.
Proof.
elim: j => [|j ih] h; first by exists 1%:M; rewrite addn0 mul1mx.
rewrite addnS in h *; have [w ew] := ih (ltnW h).
by exists (v (k + j)%N *m w); rewrite xS // ew mulmxA.
Qed.

Lemma end_unit : (x N)^T *m x N \in unitmx.
Proof.
rewrite xN unitmxE det_diag unitfE; apply/prodf_neq0 => i _.
by rewrite mxE gt_eqF // !exprn_gt0.
Qed.

(* the factors J_k, with the two ends as wanted *)
Lemma factor k : (k <= N)%N -> exists J : 'M[R]_r,
  [/\ is_trig_mx J, J *m J^T = (x k)^T *m x k, k = 0%N -> J = 1%:M & k = N -> J = D].
Proof.
move=> hk; case: (eqVneq k 0%N) => [->|k0].
  exists 1%:M; split=> [||//|e]; last by move: N0; rewrite -e.
    by rewrite is_diag_mx_is_trig // scalar_mx_is_diag.
  by rewrite trmx1 mulmx1 x0.
case: (eqVneq k N) => [->|kN].
  exists D; split=> [||e|//]; [exact/is_diag_mx_is_trig/diag_mx_is_diag | exact: end_square | by move: N0; rewrite e].
have [||J hJ eJ] := @cholesky R r ((x k)^T *m x k).
- by rewrite trmx_mul trmxK.
- by move=> y; rewrite -mulmxA -dot_adj dot_ge0.
by exists J; split=> // e; [case/eqP: k0 | case/eqP: kN].
Qed.

Lemma factor_unit k (J : 'M[R]_r) : (k <= N)%N -> J *m J^T = (x k)^T *m x k -> J \in unitmx.
Proof.
move=> hk eJ; have [w ew] : exists w : 'M[R]_m, x N = w *m x k by rewrite -{1}(subnKC hk); apply: reach; rewrite subnKC.
rewrite -row_free_unit; apply: inj_row_free => y hy.
have hx: x k *m y^T = 0.
  apply: (@dot_eq0 R); rewrite dot_adj mulmxA -eJ -mulmxA -trmx_mul hy trmx0 mulmx0 /dot mulmx0 mxE //.
have /(congr1 (mulmx (invmx ((x N)^T *m x N)))) : (x N)^T *m x N *m y^T = 0.
  by rewrite -mulmxA {2}ew -(mulmxA w) hx !mulmx0.
by rewrite mulKmx ?end_unit // mulmx0 => h; rewrite -[y]trmxK h trmx0.
Qed.

Lemma factor_diag (J : 'M[R]_r) : is_trig_mx J -> J \in unitmx -> forall i, J i i != 0.
Proof.
by move=> hJ; rewrite unitmxE det_trig // unitfE => /prodf_neq0 h i; apply: h.
Qed.

(* one layer is at least the sum of the squares of the quotients on the diagonal *)
Lemma layer k (J K : 'M[R]_r) : (k < N)%N -> is_trig_mx J -> is_trig_mx K -> J *m J^T = (x k)^T *m x k ->
  K *m K^T = (x k.+1)^T *m x k.+1 -> \sum_i (K i i / J i i) ^+ 2 <= \tr ((v k)^T *m v k).
Proof.
move=> hk tJ tK eJ eK; have uJ := factor_unit (ltnW hk) eJ.
pose L := invmx J *m K; pose F := x k *m (invmx J)^T.
have hF: F^T *m F = 1%:M.
  rewrite /F trmx_mul trmxK mulmxA -(mulmxA _ (x k)^T) -eJ mulmxA mulVmx // mul1mx -trmx_mul mulVmx //.
  exact: trmx1.
apply: le_trans (frame_norm (v k) hF).
have -> : v k *m F = x k.+1 *m (invmx J)^T by rewrite /F mulmxA xS.
have -> : (x k.+1 *m (invmx J)^T)^T *m (x k.+1 *m (invmx J)^T) = L^T^T *m L^T.
  by rewrite trmxK /L !trmx_mul trmxK !mulmxA -(mulmxA _ K) eK !mulmxA.
rewrite trgram ler_sum // => i _.
have hL: J *m L = K by rewrite /L mulmxA mulmxV // mul1mx.
rewrite -(trig_quotient tJ tK (factor_diag tJ uJ) hL).
by rewrite (bigD1 i) //= [L^T i i]mxE ler_addl sumr_ge0 // => j _; rewrite sqr_ge0.
Qed.

Theorem chain : N%:R * (\sum_i t i ^+ 2) <= \sum_(k < N) \tr ((v k)^T *m v k).
Proof.
have /fin_all_exists [J hJ] : forall k : 'I_N.+1, exists J : 'M[R]_r,
  [/\ is_trig_mx J, J *m J^T = (x k)^T *m x k, k = 0%N :> nat -> J = 1%:M & k = N :> nat -> J = D].
  by move=> k; apply: factor; rewrite -ltnS.
pose j k i := J (inord k) i i.
have iK k : (k <= N)%N -> (inord k : 'I_N.+1) = k :> nat by move=> h; rewrite inordK.
have nz k i : (k <= N)%N -> j k i != 0.
  move=> hk; have [tJ eJ _ _] := hJ (inord k); apply: factor_diag => //.
  by apply: (@factor_unit k) => //; rewrite eJ iK.
have j0 i : j 0%N i = 1 by have [_ _ h _] := hJ (inord 0); rewrite /j h ?iK // mxE eqxx.
have jN i : j N i = t i ^+ N by have [_ _ _ h] := hJ (inord N); rewrite /j h ?iK // !mxE eqxx mulr1n.
apply: (@le_trans _ _ (\sum_(k < N) \sum_i (j k.+1 i / j k i) ^+ 2)); last first.
  apply: ler_sum => k _; have hk := ltn_ord k.
  have [tJ eJ _ _] := hJ (inord k); have [tK eK _ _] := hJ (inord k.+1).
  rewrite (iK _ (ltnW hk)) in eJ; rewrite (iK _ hk) in eK; exact: (layer hk tJ tK eJ eK).
rewrite exchange_big /= mulr_sumr ler_sum // => i _.
pose E (k : 'I_N) := (j k.+1 i / j k i) ^+ 2.
have hE: {in 'I_N, forall k, 0 <= E k} by move=> k _; rewrite sqr_ge0.
have := (leif_AGM hE); rewrite card_ord => -[+ _].
rewrite (eq_bigl xpredT) // [X in X / _](eq_bigl xpredT) // /E prodrXl (@telescope (j^~ i)); last by move=> k; exact: nz.
rewrite jN j0 divr1 -exprM mulnC exprM ler_pexpn2r ?nnegrE ?sqr_ge0 //; last first.
  by rewrite divr_ge0 ?ler0n // sumr_ge0 // => k _; rewrite sqr_ge0.
by rewrite ler_pdivl_mulr ?ltr0n // mulrC.
Qed.
End Chain.
End H.

(* from the space of a statement to the chain *)
Section Wire.
Variables (R : rcfType) (s : nat).
Notation M := 'M[R]_s.

Lemma pad_diag r (h : (r <= s)%N) (d : 'rV[R]_s) :
  (pad R s r)^T *m diag_mx d *m pad R s r = diag_mx (\row_i d 0 (widen_ord h i)).
Proof.
apply/matrixP=> i j; rewrite -mulmxA mxE (bigD1 (widen_ord h i)) //= big1 ?addr0 => [|k hk].
  by rewrite mul_diag_mx !mxE eqxx mul1r mulr_natr.
by rewrite !mxE; case: eqP => [e|]; rewrite ?mul0r //; case/eqP: hk; apply: val_inj.
Qed.

(* N-th roots on the diagonal *)
Lemma root_diag (r : Z) (N : Z) (S : M) : Z.le 1 N -> shp r r S -> pdia r S ->
  exists T : M, [/\ shp r r T, pdia r T & dpow T N = S].
Proof.
move=> hN hS [dS pS].
have /fin_all_exists [f hf] : forall i : 'I_s, exists x : R,
  if (Z.of_nat i <? r)%ZZ then rpos x /\ zpow x N = S i i else x = 0.
  move=> i; case: (boolP (Z.of_nat i <? r)%ZZ) => [/Z.ltb_lt h|_]; last by exists 0.
  by apply: ex_root => //; exact: pS.
have TE i j : diag_mx (\row_i f i) i j = f i *+ (i == j) by rewrite !mxE.
exists (diag_mx (\row_i f i)); split.
- apply/shpE=> i j; rewrite TE; case: (eqVneq i j) => [->|]; rewrite ?mulr0n // orbb => /negbTE h.
  by have := hf j; rewrite h => ->; rewrite mul0rn.
- split=> [i j /negbTE ne|i /Z.ltb_lt h]; first by rewrite TE ne.
  by rewrite TE eqxx mulr1n; have := hf i; rewrite h => -[].
apply/matrixP=> i j; rewrite !mxE; case: (eqVneq i j) => [<-|ne]; last by rewrite mulr0n dS.
rewrite !mulr1n eqxx mulr1n; have := hf i; case: (boolP (Z.of_nat i <? r)%ZZ) => h.
  by case=> x0 <-; rewrite gt_eqF.
by move=> ->; rewrite eqxx; move/shpE: hS => -> //; rewrite h.
Qed.

Theorem schatten_holder : stmt_Schatten_Holder R s.
Proof.
move=> N hN e he V hV P hP P0 PS Q Q0 QS.
pose N' := Z.to_nat N; have eN : N = Z.of_nat N' by rewrite /N' Z2Nat.id //; lia.
have N0 : (0 < N')%N by apply/ssrnat.ltP; lia.
have [he1 he2] := he N ltac:(lia); have [he3 he4] := he 0%ZZ ltac:(lia).
have [r [r0 [rs [A [hA [S [hS [pS [B [hB [eP [hAA hBB]]]]]]]]]]]] :=
  @thin_svd R s _ he1 he2 _ he3 he4 _ (hP N ltac:(lia)).
have [T [hT pT eT]] := root_diag hN hS pS.
exists r; split=> //; split=> //; exists A; split=> //; exists T; split=> //; split=> //; exists B; split=> //.
split; first by rewrite eT.
split=> //; split=> //.
move: eP hAA hBB P0 PS Q0 QS; rewrite /mmul /mT /mtr /rle /rmul /radd => eP hAA hBB P0 PS Q0 QS.
pose r' := Z.to_nat r; have er : r = Z.of_nat r' by rewrite /r' Z2Nat.id.
have rs' : (r' <= s)%N by apply/ssrnat.leP; lia.
pose p := pad R s r'; have pp : p^T *m p = 1%:M by exact: padK.
have pI : p *m p^T = Imx r by rewrite er; exact: padI.
pose t (i : 'I_r') := T (widen_ord rs' i) (widen_ord rs' i).
have t0 i : 0 < t i by apply: (proj2 pT); rewrite er /=; have /ssrnat.ltP := ltn_ord i; lia.
pose v k := V (Z.of_nat k.+1); pose x k := P (Z.of_nat k) *m B *m p.
have dT : diag_mx (\row_i T i i) = T.
  by apply/matrixP=> i j; rewrite !mxE; case: (eqVneq i j) => [->|ne]; rewrite ?mulr1n // mulr0n (proj1 pT).
have Zs k : Z.of_nat k.+1 = (Z.of_nat k + 1)%ZZ by lia.
have x0 : (x 0%N)^T *m x 0%N = 1%:M.
  have -> : x 0%N = B *m p by rewrite /x /= P0 (proj1 hB).
  by rewrite trmx_mul !mulmxA -(mulmxA p^T) hBB -pI !mulmxA pp mul1mx pp.
have xS k : (k < N')%N -> x k.+1 = v k *m x k.
  by move=> /ssrnat.ltP hk; rewrite /x Zs PS ?mulmxA -?Zs //; lia.
have xN : (x N')^T *m x N' = diag_mx (\row_i (t i ^+ N') ^+ 2).
  have -> : x N' = A *m S *m p by rewrite /x -eN eP -(mulmxA _ B^T) hBB -(mulmxA A) (proj2 hS).
  have ST : S^T = S by rewrite -eT dpowT.
  rewrite !trmx_mul ST !mulmxA -(mulmxA _ A^T) hAA -(mulmxA _ S (Imx r)) (proj2 hS) -(mulmxA p^T) -eT mulmx_diag pad_diag.
  congr diag_mx; apply/rowP=> i; rewrite !mxE gt_eqF ?t0 //.
  by rewrite -expr2 eN zpow_nat.
have Qk k : (k <= N')%N -> Q (Z.of_nat k) = \sum_(i < k) \tr ((v i)^T *m v i).
  elim: k => [|k ih] hk; first by rewrite big_ord0.
  rewrite big_ord_recr -ih ?(ltnW hk) // Zs QS; first by rewrite -Zs.
  by move/ssrnat.ltP: hk; lia.
have QN : Q N = \sum_(k < N') \tr ((v k)^T *m v k) by rewrite eN Qk.
have := @chain R s r' N' v x t N0 t0 x0 xS xN.
rewrite QN; apply: le_trans; rewrite eN zr_nat ler_wpmul2l ?ler0n //.
rewrite -{1 2}dT mulmx_diag mxtrace_diag (bigID (fun i : 'I_s => (i < r')%N)) /= [X in _ + X]big1 ?addr0 => [|i hi].
  rewrite (big_ord_narrow rs') /=; apply: ler_sum => i _.
  by rewrite !mxE expr2.
rewrite !mxE (dia_shp_row hT) ?mulr0 // er; apply/negP=> /Z.ltb_lt h.
by case/negP: hi; apply/ssrnat.ltP; lia.
Qed.
End Wire.
