"""Certificates for other checkers: what comes in is files in the certificate format, never the kernel's code."""
