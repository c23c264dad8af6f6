"""Who did what to whom: statements of a parsed sentence, by the same rules in three languages.

`statements` of `parallax.languages.roles.read` is the one door; `statement` names what comes out;
the words that the rules know are in `languages/roles.toml`.
"""
