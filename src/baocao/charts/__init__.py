"""Step 4, document: charts: what a spec asks for, filled from the data, and drawn."""
