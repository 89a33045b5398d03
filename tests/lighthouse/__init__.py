"""Lighthouse over five public pages."""
