"""Where theory and numerics meet: claims, verdicts, the command line."""
