"""The canonical model: frozen pydantic values; no input or output, no patterns."""
