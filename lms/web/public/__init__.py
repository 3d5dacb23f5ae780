"""What anybody may see: the catalogue, course pages, certificates."""
