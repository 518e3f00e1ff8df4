"""Word documents: packages (.docx, .docm), flat XML, and what LibreOffice converts (.doc, .rtf, .odt)."""
