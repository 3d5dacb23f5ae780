"""Who has got how far."""
