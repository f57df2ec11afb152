"""Feeds the readers damaged documents: what each must keep to, the documents to start from, and how to damage them.

``python -m fuzz run`` searches with atheris, ``python -m fuzz replay FILE`` shows what a file does, and
``python -m fuzz keep FILE WORDS`` makes a regression file of it. All but the search works without atheris.
"""
