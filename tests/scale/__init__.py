"""Do pages stay fast with a thousand times as much data? Two towns with the same proportions."""
