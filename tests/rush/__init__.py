"""Load test of concurrent sign-ups through the web server: `make rush`."""
