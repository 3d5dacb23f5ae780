"""What the school knows and decides; knows no web. One package per subject, each may use those before it.

people, questions, courses, enrolment, quizzes, progress, certificates, records
"""
