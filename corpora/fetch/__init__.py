"""Getting pages: addresses, robots, pauses, transport, and the archive of raw responses."""
