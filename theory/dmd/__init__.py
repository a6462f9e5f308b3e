"""Direction-magnitude decomposition (never dynamic mode decomposition here): landscape, exact reduction, clock, timetable.

Here live the objective (`problem`), its critical points, the clock as sums of squares with its sharp constant, the
timetable of saddles, the derivations (`proofs`) and exact models of their letters (`scenes`). May come in: statements about
this objective. What another paper needs as well goes to `theory.exact` or `theory.prove`.
"""
