"""Many people at the web server at once. `make rush`."""
