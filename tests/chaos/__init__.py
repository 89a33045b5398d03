"""Reminders while everything falls over: real processes, killed at random, counted at the sink."""
