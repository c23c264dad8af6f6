"""Small inputs of our own wording with the right answer, and floors of how many of each kind pass
(``parallax bench cases``).
"""
