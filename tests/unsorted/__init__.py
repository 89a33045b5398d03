"""Forms that came past the limit of everybody together."""
