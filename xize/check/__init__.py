"""What a document says against itself: every concern a file, every code a record (检查)."""
