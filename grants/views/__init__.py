"""Pages about accounts, and about rights that wait for a second person."""
