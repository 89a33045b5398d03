"""Public forms of a busy hour, which wait for a code or for a colleague."""
