"""What people type about signals."""
