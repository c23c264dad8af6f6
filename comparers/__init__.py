"""Comparing what linked sentences say: numbers and framing."""
