"""Binding at speed: for each class a function that builds it from an element, and one that writes it, made once."""
