"""Load test of the import: time and memory for a whole corporation. `make load`."""
