"""Step 3, narrative: templates rendered against the data, every printed number a figure with its recipe."""
