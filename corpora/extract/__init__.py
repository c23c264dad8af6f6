"""From the bytes of a page to an article: encoding, body, title, dates, facts."""
