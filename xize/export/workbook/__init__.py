"""The workbook: a form to fill in, with the scores computed as it is filled."""

from xize.export.workbook.book import write_workbook

__all__ = ["write_workbook"]
