"""Who depends on whom in a sentence: Universal Dependencies in Ukrainian, Russian and English.

`parse` of `parallax.languages.syntax.parser` is the one door; `parsed` names what comes out.
"""
