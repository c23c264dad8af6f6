"""What every stage shares: settings, errors, ids, table schemas and the lake."""
