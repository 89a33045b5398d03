"""Pages of this room: organisations, their people and offers, and the social map."""
