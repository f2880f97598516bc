"""Questions with gold spans, qrels, runs, metrics and scorecards."""
