"""Keyboards: the Latin letter on the key of a Ukrainian or Russian one.

Both layouts are ЙЦУКЕН (the national ones of Windows, macOS and X11); they differ in four letters.
"""

_LATIN = dict(
    zip(
        "йцукенгшщзфівапролдячсмитьы",
        "qwertyuiopasdfghjklzxcvbnms",
        strict=True,
    )
)


def latin(letter: str) -> str:
    """Return what a QWERTY keyboard writes with the key of a small letter; what is no Cyrillic
    letter of both layouts, unchanged.

    >>> latin("е"), latin("ы"), latin("t"), latin("5")
    ('t', 's', 't', '5')
    """
    return _LATIN.get(letter, letter)
