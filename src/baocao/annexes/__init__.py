"""Step 4, document: annex tables: what a spec asks for, filled from the data, as pages and as a workbook."""
