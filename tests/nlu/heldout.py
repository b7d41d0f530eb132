"""Reads the held-out sets and the training data as plain examples. `heldout/README.md` says how they are labelled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message

from common.settings import ROOT

HELDOUT = Path(__file__).parent / "heldout"
SINGLE_WISH = ("clean", "noisy", "stories", "second_hand", "third_hand", "fourth_hand")
"""Sets in which a message has one wish that we serve."""
WITH_ENTITIES = ("clean", "noisy", "stories", "second_hand", "danger")
LABELS = ("address", "time", "person", "appliance")
OUT_OF_SCOPE = "out_of_scope"
DANGER = "report_danger"

Span = tuple[int, int, str]


@dataclass(frozen=True)
class Example:
    """A customer message, its wishes in order (usually one) and its entities as (start, end, label)."""

    text: str
    intents: tuple[str, ...]
    spans: frozenset[Span] = frozenset()

    @property
    def intent(self) -> str:
        """The first wish."""
        return self.intents[0]


def read(name: str) -> list[Example]:
    """The held-out set of that name, in the order of its file."""
    file = HELDOUT / f"{name}.yml"
    if name == "mixed":
        items = yaml.safe_load(file.read_text(encoding="utf-8"))
        return [Example(item["text"], tuple(item["intents"])) for item in items]
    return examples(file)


def all_sets() -> dict[str, list[Example]]:
    """Every held-out set by name."""
    return {name: read(name) for name in (*SINGLE_WISH, OUT_OF_SCOPE, "danger", "mixed")}


def training() -> list[Example]:
    """The training data, file by file."""
    return [example for file in sorted((ROOT / "data/nlu").rglob("*.yml")) for example in examples(file)]


def examples(file: Path) -> list[Example]:
    """Examples of a file in Rasa's format."""
    return [_example(message) for message in RasaYAMLReader().read(file).intent_examples]


def _example(message: Message) -> Example:
    spans = ((e["start"], e["end"], e["entity"]) for e in message.get("entities", []))
    return Example(message.get("text"), (message.get("intent"),), frozenset(spans))
