"""Views: the list for today, the intake, and the life of one signal."""
