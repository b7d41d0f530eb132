"""Parts of a set of examples that keep its share of every intent; the same every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sklearn.model_selection import StratifiedKFold, train_test_split

from tests.nlu.heldout import Example

_SEED = 7


def folds(examples: Sequence[Example], count: int) -> Iterator[tuple[list[Example], list[Example]]]:
    """`count` pairs of training and test examples; every example is tested once."""
    labels = [example.intent for example in examples]
    for train, test in StratifiedKFold(count, shuffle=True, random_state=_SEED).split(labels, labels):
        yield [examples[i] for i in train], [examples[i] for i in test]


def share(examples: Sequence[Example], part: float) -> list[Example]:
    """A random `part` of the examples, at most 1."""
    if part == 1:
        return list(examples)
    labels = [example.intent for example in examples]
    chosen, _ = train_test_split(list(examples), train_size=part, stratify=labels, random_state=_SEED)
    return list(chosen)
