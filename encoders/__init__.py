"""Sentence vectors: the encoder protocol, the cache, and the embedded network."""
