"""The documented nginx in front of the documented processes: `make proxy`."""
