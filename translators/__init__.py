"""Reading a language one does not know: memory first, then Argos Translate."""
