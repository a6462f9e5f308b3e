"""UDU and UDV factorization: fixed points of the projected step, why they exclude an active ball, and why the rank is low."""
