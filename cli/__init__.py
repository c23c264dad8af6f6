"""The command line: one program, `parallax`, of thin commands."""
