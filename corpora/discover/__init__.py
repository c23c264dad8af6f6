"""Where pages come from: feeds, sitemaps, Telegram channels, GDELT."""
