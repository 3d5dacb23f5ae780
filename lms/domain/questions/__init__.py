"""Questions: what may be asked, how an answer is taken, what it is worth and what may be said about it; pure.

Each kind is one module of ``kinds`` and one template; nothing here knows a database, a page or a file.
"""
