"""What the training sentences must be: many, different, free of held-out sentences, and labelled with intents of the domain."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from rasa.shared.core.domain import Domain

from common.settings import ROOT
from tests.nlu.heldout import LABELS, OUT_OF_SCOPE, Example, all_sets, training
from tests.nlu.similarity import alike, bare, is_telling

LEAST = 60
LEAST_CORE = 120
LEAST_OUT_OF_SCOPE = 600
CORE = frozenset(
    [
        "report_outage_home",
        "report_outage_partial",
        "report_outage_area",
        "ask_outage_info",
        "report_danger",
        "report_voltage",
        "report_meter_fault",
        "request_meter_check",
        "meter_too_fast",
        "meter_reading_wrong",
        "query_bill",
        "bill_high",
        "pay_how",
        "pay_problem",
        "arrears_reconnect",
        "query_ticket",
        "urge",
        "ask_human",
    ]
)
NEAR_COPY = 0.7
RUN, FRAME = 4, 4


@pytest.fixture(scope="module")
def data() -> list[Example]:
    return training()


@pytest.fixture(scope="module")
def near_copies(data: list[Example]) -> list[tuple[Example, Example]]:
    """Pairs of telling training sentences of which one nearly copies the other."""
    told = [example for example in data if is_telling(example.text)]
    texts = [example.text for example in told]
    return [(told[i], told[j]) for i, j, _ in alike(texts, texts, NEAR_COPY) if i < j]


def test_every_intent_has_enough_different_sentences(data: list[Example]) -> None:
    counts = Counter(intent for intent, _ in {(example.intent, bare(example.text)) for example in data})
    least = {intent: LEAST_CORE if intent in CORE else LEAST for intent in counts}
    least[OUT_OF_SCOPE] = LEAST_OUT_OF_SCOPE
    assert set(counts) >= CORE
    assert {name: counts[name] for name, number in least.items() if counts[name] < number} == {}


def test_no_held_out_sentence_is_in_the_training_data(data: list[Example]) -> None:
    held = [e for examples in all_sets().values() for e in examples if is_telling(e.text)]
    found = alike([e.text for e in held], [e.text for e in data], NEAR_COPY)
    assert [(held[i].text, data[j].text) for i, j, _ in found] == []


def test_no_sentence_stands_twice(data: list[Example]) -> None:
    assert [text for text, count in Counter(example.text for example in data).items() if count > 1] == []


def test_no_near_duplicates_between_intents(near_copies: list[tuple[Example, Example]]) -> None:
    assert [(a.text, a.intent, b.text, b.intent) for a, b in near_copies if a.intent != b.intent] == []


def test_few_near_duplicates_within_an_intent(
    data: list[Example], near_copies: list[tuple[Example, Example]]
) -> None:
    counts = Counter(example.intent for example in data)
    pairs = [(a, b) for a, b in near_copies if a.intent == b.intent]
    copies = Counter(a.intent for a, _ in pairs)
    crowded = {intent for intent, number in copies.items() if number > 0.03 * counts[intent]}
    assert [(a.text, b.text) for a, b in pairs if a.intent in crowded] == []


def test_no_runs_of_one_template(data: list[Example]) -> None:
    """Neighbours in the file that begin or end alike were written by filling in a form."""
    runs, run = [], [data[0]]
    for before, example in pairwise(data):
        if _one_frame(before, example):
            run.append(example)
        else:
            runs.append(run)
            run = [example]
    assert [[example.text for example in run] for run in [*runs, run] if len(run) >= RUN] == []


def test_labels_are_those_of_the_domain(data: list[Example]) -> None:
    """Intents of buttons need no sentences; what the held-out sets ask for does."""
    domain = Domain.load(ROOT / "bot/domain")
    trained = {example.intent for example in data}
    asked = {intent for examples in all_sets().values() for e in examples for intent in e.intents} - {"none"}
    assert asked <= trained <= set(domain.intents)
    assert {label for example in data for _, _, label in example.spans} == set(LABELS)
    assert set(LABELS) <= set(domain.entities)


def _one_frame(first: Example, second: Example) -> bool:
    a, b = bare(first.text), bare(second.text)
    if first.intent != second.intent or min(len(a), len(b)) <= FRAME:
        return False
    return a[:FRAME] == b[:FRAME] or a[-FRAME:] == b[-FRAME:]
