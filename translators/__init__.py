"""Translating sentences: a memory first, then Argos Translate."""
