"""Measurements that anybody can repeat: ``lms bench`` prints each figure beside its limit. No test asserts a time."""
