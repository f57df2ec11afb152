"""Writes a report as one HTML page."""
