"""Step 7, check: the form of numbers (family SO)."""
