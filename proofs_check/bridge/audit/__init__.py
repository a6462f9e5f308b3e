"""A concrete run meets theory: certificates of convergence, and why a run is stuck."""
