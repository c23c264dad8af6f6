"""Framing: which words differ, on which axis, by which stated rule. Evidence, not verdicts."""
