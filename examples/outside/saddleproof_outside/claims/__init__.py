"""One claim a file; the entry point of the group ``saddleproof.claims`` names this folder."""
