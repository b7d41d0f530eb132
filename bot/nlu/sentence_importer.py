"""Reads the training data for Rasa, once and without copies. Runs in the training process.

Rasa 3.6.21 puts training data together by way of four importers, each of which copies every sentence deeply and hashes it anew, and
does all of it twice, since it asks once for a language and once for none. With tens of thousands of sentences that was a fifth of
the training. Sentences that nobody changes need none of it.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import get_text_hash


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
    """Rasa's own importer with `Sentence` examples, read at the first call."""

    _nlu_data: TrainingData | None = None

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        """The NLU data, which are Chinese whatever Rasa asks for."""
        if self._nlu_data is None:
            read = super().get_nlu_data("zh")
            read.training_examples = [Sentence(example.data) for example in read.training_examples]
            self._nlu_data = read
        return self._nlu_data
