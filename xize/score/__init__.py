"""Facts in, scores out."""
