"""Step 9, build: what was signed is kept as it was, and later figures are held against it."""
