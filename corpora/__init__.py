"""Gathering pages: discovering, fetching, extracting, storing their sentences."""
