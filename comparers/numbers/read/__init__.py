"""Reading quantities: the number grammar of three languages."""
