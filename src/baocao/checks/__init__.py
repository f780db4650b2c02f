"""Step 7, check: what a finished report and its data say against themselves; one family of findings per module."""
