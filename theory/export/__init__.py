"""Certificates for other proof checkers.

What comes in is files in the certificate format, read anew: nothing here imports the kernel, so that a misreading of
either shows. May come in: an exporter for another checker, each in a package of its own. Never what a certificate proves.
"""
