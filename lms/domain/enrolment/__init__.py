"""Who follows which line of a course, and where they left off."""
