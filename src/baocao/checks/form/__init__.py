"""Step 7, check: the form of a document (thể thức, family TT), by the rules that bind the agency which issues it."""
