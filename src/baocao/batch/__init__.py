"""Step 9, build: many reports at once: which have to be built, on which workers, and what is known of the last time."""
