"""Views: for the sender, for the partner, and fragments for other apps."""
