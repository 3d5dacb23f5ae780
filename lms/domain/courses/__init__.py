"""Courses as maps of files, frozen into editions; their outline, documents and rendered pages."""
