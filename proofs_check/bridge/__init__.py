"""Where theory meets numerics: orbits as points, escape, saddle graphs, runs against predictions, audits."""
