"""What the site says of itself, and what people tell those who run it."""
