"""Are pages as quick with a thousand times as much? Two towns of the same make, side by side."""
