"""Rubrics for other tools: tables, workbooks, decision tables."""
