"""Hosts that misbehave, two good ones beside them, and passes over all of them."""
