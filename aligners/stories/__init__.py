"""Clustering articles of one event into stories."""
