"""Step 9, refresh: the figures of a draft that people have edited, brought up to the present data."""
