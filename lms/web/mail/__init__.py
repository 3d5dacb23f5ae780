"""Letters that the site writes: what they say, in the reader's language, as plain text and as HTML."""
