"""Tests of `comparers`."""
