"""Accounts, sessions and what each person may do."""
