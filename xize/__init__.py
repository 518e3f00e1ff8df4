"""xize (细则): assessment rubrics, from documents to executable machine models."""

__version__ = "0.1.0"
