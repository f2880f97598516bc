"""Question → cited answer. No I/O of its own: works on an open index."""
