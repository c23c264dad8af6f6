"""Gathering pages: fetching, extracting, splitting into sentences."""
