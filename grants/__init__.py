"""Accounts of colleagues, and what each of them is given access to."""
