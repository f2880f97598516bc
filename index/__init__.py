"""Corpus → searchable index. Knows nothing of questions, HTTP or gold answers."""
