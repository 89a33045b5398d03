"""Forms about signals."""
