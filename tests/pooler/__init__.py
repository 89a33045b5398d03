"""The suite through a connection pooler: `make pooler`."""
