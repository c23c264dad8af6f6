"""Parallax: how the same news story is told in Ukrainian, Russian and English."""
