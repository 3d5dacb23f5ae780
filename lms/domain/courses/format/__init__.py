"""Reader, checker and writer of the course format: bytes in, course objects and problems out; pure.

The contract is the course format itself; the rules that docstrings cite (N5, T2, G10 …) are numbered there.
"""
