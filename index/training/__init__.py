"""The recipe of the bundled encoder: text in, a sentence-transformers directory out.

Read in this order: `settings` (what can be changed), `corpora` (what is read), `vocabulary` (the tokenizer), `lexicon` and
`pseudo` (synthetic questions), `pairs` (what is trained on), `start` (first vectors), `train` (the loop), `export` (the directory)
and `recipe` (all of it). `transformer` trains a small transformer on the same pairs instead. Measured by `python -m eval.public`.
Needs the extra: pip install -e '.[train]'.
"""
