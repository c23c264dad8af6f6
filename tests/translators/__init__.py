"""Tests of `translators`."""
