"""What is known of Ukrainian, Russian and English: detection, sentences, phrases, transliteration."""
