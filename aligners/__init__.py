"""Clustering articles into stories, and aligning their sentences."""
