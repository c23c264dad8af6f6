"""Measurements, run by hand or by a scheduled job."""
