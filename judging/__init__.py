"""Judging: the findings of a lake one after the other, and what a person says of each."""
