"""Attempts at quizzes: started, answered, submitted and marked by the server alone."""
