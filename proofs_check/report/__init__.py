"""What people read: tables, pages, the premise graph, the live view of a running verification."""
