"""How long a whole corporation takes to read in, and in how much memory. `make load`."""
