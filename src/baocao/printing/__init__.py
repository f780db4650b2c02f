"""Step 8, print: a document as HTML and as PDF."""
