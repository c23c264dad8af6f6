"""Aligning the sentences of two texts: similarity, candidates, features, scorer, selection."""
