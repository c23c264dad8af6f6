"""Tests, written as examples of use."""
