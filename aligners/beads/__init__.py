"""Aligning the sentences of two texts: sides, similarity, candidates, features, scorer, selection."""
