"""Tests of `languages`."""
