"""`make run` and `make test` on a machine with nothing but Python: standard library only."""
