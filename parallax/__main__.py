"""``python -m parallax``: the program."""

from parallax.cli.app import main

if __name__ == "__main__":
    main()
