"""The shipped model on the held-out sets. Floors stand a little below the figures of docs/nlu-report.md: a fall is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.models import ensure_model
from common.settings import read_settings
from tests.nlu import scores
from tests.nlu.heldout import OUT_OF_SCOPE, SINGLE_WISH, WITH_ENTITIES, Example, all_sets
from tests.nlu.sections import pooled
from tests.nlu.understanding import Parse, Understanding

ACCURACY = {
    "clean": 0.955,
    "noisy": 0.91,
    "stories": 0.90,
    "second_hand": 0.95,
    "third_hand": 0.96,
    "fourth_hand": 0.93,
}
MIXED_F1 = 0.70
MOST_FALSE_ACCEPTS = 0.07
MOST_FALSE_REJECTS = 0.03
LEAST_AUROC = 0.96
DANGER_RECALL = 0.98
LEAST_ALARMED = 0.95
MOST_FALSE_ALARMS = 0.08
ENTITY_F1 = {"address": 0.82, "time": 0.93, "appliance": 0.93}

Sets = dict[str, list[Example]]
Parses = dict[str, list[Parse]]


@pytest.fixture(scope="module")
def sets() -> Sets:
    return all_sets()


@pytest.fixture(scope="module")
def parses(sets: Sets, tmp_path_factory: pytest.TempPathFactory) -> Parses:
    home: Path = tmp_path_factory.mktemp("home")
    understanding = Understanding(ensure_model(read_settings({"LAIDIAN_HOME": str(home)})))
    return {name: understanding.parse([e.text for e in examples]) for name, examples in sets.items()}


@pytest.mark.parametrize("name", SINGLE_WISH)
def test_intents(name: str, sets: Sets, parses: Parses) -> None:
    assert scores.intents(sets[name], parses[name]).accuracy >= ACCURACY[name]


def test_several_wishes(sets: Sets, parses: Parses) -> None:
    assert scores.several_wishes(sets["mixed"], parses["mixed"]).weighted_f1 >= MIXED_F1


def test_out_of_scope_is_rejected_and_nothing_else(sets: Sets, parses: Parses) -> None:
    assert scores.false_accepts(sets[OUT_OF_SCOPE], parses[OUT_OF_SCOPE]) <= MOST_FALSE_ACCEPTS
    assert scores.false_rejects(*pooled(sets, parses)) <= MOST_FALSE_REJECTS
    both = pooled(sets, parses, (*SINGLE_WISH, OUT_OF_SCOPE))
    assert scores.out_of_scope_auroc(*both) >= LEAST_AUROC


def test_danger(sets: Sets, parses: Parses) -> None:
    found = scores.danger(sets["danger"], parses["danger"])
    assert found.noticed >= DANGER_RECALL
    assert found.alarmed >= LEAST_ALARMED
    assert found.false_alarms <= MOST_FALSE_ALARMS


@pytest.mark.parametrize("label", ENTITY_F1)
def test_entities(label: str, sets: Sets, parses: Parses) -> None:
    expected, found = ([x.spans for x in side] for side in pooled(sets, parses, WITH_ENTITIES))
    assert scores.entities(expected, found, label).f1 >= ENTITY_F1[label]
