"""The registry of outlets and their editions, and the rules of their pages."""
