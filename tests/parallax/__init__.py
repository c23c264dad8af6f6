"""Tests of the library face."""
