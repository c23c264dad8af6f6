"""Comparing quantities: intervals, pairing, verdicts, timelines."""
