"""What learners see: their courses, lessons, quizzes."""
