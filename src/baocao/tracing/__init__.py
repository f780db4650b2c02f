"""Step 9, trace: where the figures of a finished document come from, and in what documents differ."""
