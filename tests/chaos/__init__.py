"""Reminders under failure: real processes, killed at random; the SMTP sink counts what arrives."""
