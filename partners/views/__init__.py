"""Views: organisations, their people and services, and the social map."""
