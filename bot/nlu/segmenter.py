"""jieba of our own: the project's words, no shared state, no cache file. Runs in the rasa process.

jieba's process-wide tokenizer keeps its dictionary cache in the shared temporary folder, where another user's file can break or
poison it. Ours reads the dictionary afresh (0.7 s) and writes nothing.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import jieba

LEXICON_FILE = "laidian.txt"


def read_lexicon(folder: str | None) -> tuple[str, ...]:
    """The project's words (one a line in laidian.txt of `folder`); none without a folder."""
    if folder is None:
        return ()
    lines = (Path(folder) / LEXICON_FILE).read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1)
def segmenter(words: tuple[str, ...]) -> jieba.Tokenizer:
    """A tokenizer that knows `words`; the components of one pipeline share it (60 MB)."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in words:
        tokenizer.add_word(word)
    return tokenizer
