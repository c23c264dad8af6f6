"""Tests of `aligners`."""
