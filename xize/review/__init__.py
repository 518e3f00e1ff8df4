"""A person settles what is ambiguous: queue, session, terminal, decision log."""
