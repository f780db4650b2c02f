"""Steps 5 and 6, docx: a Document and a Word frame become a DOCX, and any DOCX becomes a Document again."""
