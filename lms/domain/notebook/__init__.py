"""What learners write for themselves beside the passages of a course that asked for it."""
