"""Pages for those who teach a course: its documents for trainers."""
