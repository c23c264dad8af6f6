"""The command line, one program: parallax."""
