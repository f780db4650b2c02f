"""Step 7, check: every kind of file that can be checked becomes a Reading; one module for each kind."""
