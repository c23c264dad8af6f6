"""What is done once for a machine, before the first story has to wait for it.

    python -m parallax.prepare

It compiles the loops of the aligner and packs the dictionaries, half a minute in all; what is there
already is left as it is. Without it the first story does the same.
"""

from parallax.aligners import compile_loops
from parallax.languages import lemmas
from parallax.languages.detect import LANGUAGES


def main() -> None:
    """Compile and pack."""
    compile_loops.main()
    for language in LANGUAGES:
        lemmas.is_known("a", language)


if __name__ == "__main__":
    main()
