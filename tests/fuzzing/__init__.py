"""Mutated pages, feeds, sitemaps, memories, archives and packages at the doors of the border."""
