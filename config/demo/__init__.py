"""The demo: an invented small town, its people and half a year of work."""

PASSWORD = "aanloop-demo"  # noqa: S105  shown on screen, and in demo mode only
