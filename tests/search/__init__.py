"""Benchmark of the tenant search among millions, compared with Django admin. `make search`."""
