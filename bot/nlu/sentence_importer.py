"""Reads the training data for Rasa, once and without copies. Runs in the training process.

Rasa 3.6.21 puts training data together by way of four importers, each of which copies every sentence deeply and hashes it anew, and
does all of it twice, since it asks once for a language and once for none. With tens of thousands of sentences that was a fifth of
the training. Sentences that nobody changes need none of it. Its reader checks every file against a schema, which takes longer than
reading it; ours knows only what data/nlu holds, intents and their examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.entities_parser import find_entities_in_training_example, replace_entities
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import get_text_hash, read_yaml_file

from bot import training_runner

_BULLET = "- "


class Sentence(Message):
    """A training example as it was read. Components of ours read it and leave it as it is."""

    _cached_fingerprint: str | None

    def __deepcopy__(self, memo: dict[int, Any]) -> Sentence:
        """Itself."""
        return self

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Set a property; to set what is there already (Rasa strips every intent, again and again) keeps the fingerprint."""
        if self.get(prop) != info:
            super().set(prop, info, add_to_output)

    def fingerprint(self) -> str:
        """Hash of text, intent and entities."""
        if self._cached_fingerprint is None:
            self._cached_fingerprint = get_text_hash(repr(sorted(self.data.items())))
        return self._cached_fingerprint


class SentenceImporter(RasaFileImporter):
    """Rasa's own importer with `Sentence` examples; data and domain are read at the first call."""

    _nlu_data: TrainingData | None = None
    _domain: Domain | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """As Rasa's. It is the first of our code that a training runs, and so the place to name the training's runner."""
        super().__init__(*arguments, **named)
        training_runner.install()

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        """The NLU data, which are Chinese whatever Rasa asks for.

        Raises:
            RasaException: a file holds anything but intents and their examples.
        """
        if self._nlu_data is None:
            self._nlu_data = TrainingData([s for file in self._nlu_files for s in _sentences(file)])
        return self._nlu_data

    def get_domain(self) -> Domain:
        """The domain; Rasa merges others into copies of it."""
        if self._domain is None:
            self._domain = super().get_domain()
        return self._domain


def _sentences(file: str) -> Iterator[Sentence]:
    content = read_yaml_file(file)
    if content.keys() != {"version", "nlu"}:
        raise RasaException(f"{file}: only 'version' and 'nlu' are read")
    for item in content["nlu"]:
        if item.keys() != {"intent", "examples"}:
            raise RasaException(f"{file}: only 'intent' and 'examples' are read, found {sorted(item)}")
        for line in item["examples"].splitlines():
            if not line.startswith(_BULLET):
                raise RasaException(
                    f"{file}: no example of {item['intent']}, it lacks its '{_BULLET}': {line}"
                )
            example = line.removeprefix(_BULLET).strip()
            entities = find_entities_in_training_example(example)
            yield Sentence(Message.build(replace_entities(example), item["intent"], entities).data)
