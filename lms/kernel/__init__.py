"""What would make sense in any program: the clock, digests, keys, local text, problems and refusals.

Only the standard library is used here. A thing is admitted when two rooms already need it and it has a test.
"""
