"""Step 2, data: CSV and XLSX files as tables whose every cell knows its place."""
