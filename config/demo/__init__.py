"""The demo: an invented small town, its people and half a year of work. Nobody in it exists."""

PASSWORD = "aanloop-demo"  # noqa: S105  shown on screen, and in demo mode only
