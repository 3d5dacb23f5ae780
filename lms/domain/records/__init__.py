"""The learning record (what happened, when, to whom) and the reports over it."""
