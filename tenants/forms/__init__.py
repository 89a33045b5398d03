"""What people type in this room, by what it is about."""
