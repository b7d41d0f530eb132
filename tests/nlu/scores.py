"""Scores of parsed examples. Pure; scikit-learn's own metrics where it has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support, roc_auc_score
from sklearn.preprocessing import MultiLabelBinarizer

from tests.nlu.heldout import DANGER, OUT_OF_SCOPE, Example, Span
from tests.nlu.understanding import REJECTED, Parse

_BINS = 10


@dataclass(frozen=True)
class Intents:
    """How well the wishes of a set were told apart."""

    accuracy: float
    macro_f1: float
    weighted_f1: float


@dataclass(frozen=True)
class F1:
    """Precision, recall and F1 with the number of expected items."""

    precision: float
    recall: float
    f1: float
    support: int


def decisions(examples: Sequence[Example], parses: Sequence[Parse]) -> list[str]:
    """The decided intents; a fallback on a message that is out of scope rejects it, which is all that is asked."""
    return [
        OUT_OF_SCOPE if e.intent == OUT_OF_SCOPE and p.intent in REJECTED else p.intent
        for e, p in zip(examples, parses, strict=True)
    ]


def intents(examples: Sequence[Example], parses: Sequence[Parse]) -> Intents:
    """Accuracy and F1 of the decided intent; macro over the intents that the set contains."""
    return of_labels([example.intent for example in examples], decisions(examples, parses))


def of_set(name: str, examples: Sequence[Example], parses: Sequence[Parse]) -> Intents:
    """The scores that fit a held-out set: danger is a yes/no question, mixed messages have several wishes."""
    if name == "mixed":
        return several_wishes(examples, parses)
    if name == "danger":
        answers = [DANGER if _alarms(parse) else "none" for parse in parses]
        return of_labels([example.intent for example in examples], answers)
    return intents(examples, parses)


def of_labels(expected: Sequence[str], found: Sequence[str]) -> Intents:
    """The same for bare labels."""
    labels = sorted(set(expected))
    return Intents(
        float(accuracy_score(expected, found)),
        float(f1_score(expected, found, labels=labels, average="macro", zero_division=0)),
        float(f1_score(expected, found, labels=labels, average="weighted", zero_division=0)),
    )


def several_wishes(examples: Sequence[Example], parses: Sequence[Parse]) -> Intents:
    """For messages with several wishes: accuracy is the share whose wishes are all found and nothing else."""
    binarizer = MultiLabelBinarizer().fit([*(e.intents for e in examples), *(p.wishes for p in parses)])
    expected = binarizer.transform([example.intents for example in examples])
    found = binarizer.transform([parse.wishes for parse in parses])
    present = np.flatnonzero(expected.any(axis=0))
    return Intents(
        float(accuracy_score(expected, found)),
        float(f1_score(expected, found, labels=present, average="macro", zero_division=0)),
        float(f1_score(expected, found, labels=present, average="weighted", zero_division=0)),
    )


def false_rejects(examples: Sequence[Example], parses: Sequence[Parse]) -> float:
    """Share of the messages in scope that are rejected: out of scope or not understood."""
    rejected = [
        p.intent in REJECTED for e, p in zip(examples, parses, strict=True) if e.intent != OUT_OF_SCOPE
    ]
    return sum(rejected) / len(rejected)


def false_accepts(examples: Sequence[Example], parses: Sequence[Parse]) -> float:
    """Share of the messages out of scope that get an intent that we serve."""
    taken = [
        p.intent not in REJECTED for e, p in zip(examples, parses, strict=True) if e.intent == OUT_OF_SCOPE
    ]
    return sum(taken) / len(taken)


def out_of_scope_auroc(examples: Sequence[Example], parses: Sequence[Parse]) -> float:
    """Chance that a message in scope scores higher than one out of scope."""
    truth = [example.intent != OUT_OF_SCOPE for example in examples]
    return float(roc_auc_score(truth, [parse.in_scope for parse in parses]))


@dataclass(frozen=True)
class DangerScore:
    """Shares of real dangers, and of messages without one, that alarm, and that at least warn."""

    alarmed: float
    noticed: float
    false_alarms: float
    false_notices: float


def danger(examples: Sequence[Example], parses: Sequence[Parse]) -> DangerScore:
    """Alarms, and warnings with them, on dangers and on the others."""
    real = [p for e, p in zip(examples, parses, strict=True) if e.intent == DANGER]
    others = [p for e, p in zip(examples, parses, strict=True) if e.intent != DANGER]
    return DangerScore(
        _share(real, _alarms), _share(real, _notices), _share(others, _alarms), _share(others, _notices)
    )


def _share(parses: Sequence[Parse], found: Callable[[Parse], bool]) -> float:
    return sum(map(found, parses)) / len(parses)


def _notices(parse: Parse) -> bool:
    return parse.warns or _alarms(parse)


def _alarms(parse: Parse) -> bool:
    return parse.intent == DANGER or DANGER in parse.wishes


def calibration_error(examples: Sequence[Example], parses: Sequence[Parse]) -> float:
    """Expected calibration error of the best real intent in ten equal bins: mean distance of confidence from accuracy."""
    confidence = np.array([parse.confidence for parse in parses])
    right = np.array([p.ranking[0][0] == e.intent for e, p in zip(examples, parses, strict=True)])
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(float(confidence[bins == b].mean()) - float(right[bins == b].mean())) * int((bins == b).sum())
        for b in set(bins.tolist())
    ]
    return sum(gaps) / len(parses)


def entities(
    expected: Sequence[Iterable[Span]], found: Sequence[Iterable[Span]], label: str | None = None
) -> F1:
    """Exact spans with their labels, pooled over all messages; for one label or all."""
    right = wrong = missed = 0
    for truth, guess in zip(expected, found, strict=True):
        wanted = {span for span in truth if label in (None, span[2])}
        given = {span for span in guess if label in (None, span[2])}
        right += len(wanted & given)
        wrong += len(given - wanted)
        missed += len(wanted - given)
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    total = 2 * right + wrong + missed
    return F1(precision, recall, 2 * right / total if total else 0.0, right + missed)


def per_intent(examples: Sequence[Example], parses: Sequence[Parse]) -> dict[str, F1]:
    """Precision, recall, F1 and number of examples of every intent of a set."""
    labels = sorted({example.intent for example in examples})
    precision, recall, f1, support = precision_recall_fscore_support(
        [e.intent for e in examples], decisions(examples, parses), labels=labels, zero_division=0
    )
    return {
        label: F1(float(precision[i]), float(recall[i]), float(f1[i]), int(support[i]))
        for i, label in enumerate(labels)
    }


def confusions(examples: Sequence[Example], parses: Sequence[Parse]) -> list[tuple[str, str, int]]:
    """Expected intent, decided intent and how often, the most frequent first."""
    pairs = Counter(
        (example.intent, decided)
        for example, decided in zip(examples, decisions(examples, parses), strict=True)
        if example.intent != decided
    )
    return [(*pair, count) for pair, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))]
