"""What is done, what is left, and when a course is complete."""
