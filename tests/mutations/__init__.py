"""Break one defence at a time in a copy of the tree, and see whether its tests notice."""
