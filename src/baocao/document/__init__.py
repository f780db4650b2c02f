"""Step 4, document: the tree that readers make and writers take, and what is computed on the way into it."""
