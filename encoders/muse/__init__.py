"""The embedded encoder: Universal Sentence Encoder Multilingual v3 with a Ukrainian vocabulary."""
