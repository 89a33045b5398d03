"""How long finding somebody takes among millions, beside Django's own admin. `make search`."""
