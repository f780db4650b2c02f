"""Step 7, check: the arithmetic of a text: what it says about its numbers, against the numbers themselves."""
