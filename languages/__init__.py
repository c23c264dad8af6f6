"""Tools for Ukrainian, Russian and English: detection, sentences, phrases, actors, and more."""
