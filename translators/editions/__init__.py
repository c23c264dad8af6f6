"""The learn stage: translated editions of one outlet teach the translation memory."""
