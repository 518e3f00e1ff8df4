"""Files in; `SourceDocument` and `Outline` out."""
