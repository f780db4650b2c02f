"""Step 2, data: the catalogue, the observations, and what can be asked of them."""
