"""Other systems on the same reports, questions and encoder: `python -m eval.peers --reports DIR --out DIR`."""
