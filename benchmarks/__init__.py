"""Measures how fast things are and how much memory they take, against other libraries.

``python -m benchmarks`` prints the table of reading, writing, checking and converting, and writes it as JSON and as a
chart; ``python -m benchmarks.page`` puts it into the documentation. ``python -m benchmarks.drawing`` and
``python -m benchmarks.resolving`` look closer at drawn documents and at the index of qualifications.
"""
