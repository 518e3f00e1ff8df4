"""What changed between two rubrics."""
