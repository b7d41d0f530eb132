"""The stock project answers every intent of our sentences, and its dialogue is the load's."""

from __future__ import annotations

from pathlib import Path

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.loading import load_data

from benchmarks.stock import make_project


def test_every_intent_and_entity_of_our_data_is_in_the_project(tmp_path: Path) -> None:
    project = tmp_path / "stock"
    make_project(project, epochs=7)
    domain = Domain.load(project / "domain.yml")
    data = load_data(str(project / "data/nlu"))
    assert data.intents <= set(domain.intents)
    assert data.entities <= set(domain.entities)
    rules = yaml.safe_load((project / "data/rules.yml").read_text(encoding="utf-8"))["rules"]
    assert {rule["steps"][0]["intent"] for rule in rules if "intent" in rule["steps"][0]} == data.intents
    config = yaml.safe_load((project / "config.yml").read_text(encoding="utf-8"))
    assert [part.get("epochs") for part in (config["pipeline"][-1], config["policies"][-1])] == [7, 7]


def test_a_quick_project_keeps_every_intent_with_few_sentences(tmp_path: Path) -> None:
    make_project(tmp_path / "whole", epochs=1)
    make_project(tmp_path / "quick", epochs=1, sentences=4)
    whole, quick = (load_data(str(tmp_path / name / "data/nlu")) for name in ("whole", "quick"))
    counts = dict(quick.number_of_examples_per_intent)
    dialogue = "report_outage_home"
    assert counts.pop(dialogue) == whole.number_of_examples_per_intent[dialogue] > 4
    assert quick.intents == whole.intents and set(counts.values()) == {4}
