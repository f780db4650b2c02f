"""Step 7, check: words, names and punctuation (family CT)."""
