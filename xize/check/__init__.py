"""Findings about a rubric."""
