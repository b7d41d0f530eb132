"""Entity extractor of the pipeline: one canonical value for each thing a customer names. Runs in the rasa process.

Entity offsets refer to the original text. Times are resolved against the moment the message was sent: `metadata["sent_at"]`
(ISO 8601 with zone, given by the input channel), else the clock of this machine.

| entity | value |
| --- | --- |
| address | canonical spelling: 青口镇黄海路12号楼3单元502室 (`common.address.parse_place` takes it apart again) |
| time | ISO 8601 with zone, or the words when no calendar has them; `precision` (minute … year, words) and `ambiguous` say what was told |
| bill_month | YYYY-MM |
| person, appliance | the words themselves |
| account_no, phone, last4, ticket_no, meter_no | digits (`GD` + 12 digits for a ticket; 0518-… for a land line) |
| amount | yuan as decimal text, at least two decimals |
| energy | kWh as decimal text |
| duration | whole minutes |
| count_floor | floor number |
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import (
    entity_finder,
    entity_hints,
    entity_tagger,
    entity_words,
    fingerprint,
    mishearing,
    segmenter,
    syllables,
)
from bot.nlu.entity_finder import Entity, find_entities
from bot.nlu.entity_tagger import EntityTagger
from bot.nlu.mishearing import Annotated
from bot.nlu.segmenter import LEXICON_FILE, read_lexicon
from bot.nlu.text_normaliser import normalised
from common import address, chinese_numbers, chinese_periods, chinese_time, normalise
from common.normalise import Normalised

SENT_AT = "sent_at"
_ZONE = ZoneInfo("Asia/Shanghai")
_LABELS = ("address", "time", "person", "appliance")
_PLANNED = "ask_planned_outage"
# Of the sentences that name nothing, one in so many is enough; one in two would add 0.004 to F1 and a third to the time.
_EMPTY_PER_KEPT = 4


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CustomerEntityExtractor(EntityExtractorMixin, GraphComponent):
    """Wraps `EntityTagger`, the patterns and the parsers for Rasa."""

    @staticmethod
    def required_packages() -> list[str]:
        """Packages this component needs (python-crfsuite too, whose import name Rasa cannot map to its distribution)."""
        return ["spacy", "jieba"]

    @staticmethod
    def supported_languages() -> list[str]:
        """Chinese only."""
        return ["zh"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """dictionary_path: folder that holds laidian.txt, the project's words; None for none."""
        return {"dictionary_path": None}

    def __init__(
        self,
        storage: ModelStorage,
        resource: Resource,
        lexicon: tuple[str, ...],
        tagger: EntityTagger | None = None,
    ) -> None:
        """Keep the places; `tagger` is there when serving."""
        self._storage = storage
        self._resource = resource
        self._lexicon = lexicon
        self._tagger = tagger

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CustomerEntityExtractor:
        """Create it for training."""
        return cls(model_storage, resource, read_lexicon(config["dictionary_path"]))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CustomerEntityExtractor:
        """Load the trained tagger and warm it up."""
        with model_storage.read_from(resource) as folder:
            lexicon = read_lexicon(str(folder))
            return cls(model_storage, resource, lexicon, EntityTagger.load(Path(folder), lexicon))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The project's words and the sources of the helpers that shape the trained tagger."""
        return " ".join(read_lexicon(config["dictionary_path"])) + fingerprint.of_modules(
            segmenter,
            entity_tagger,
            entity_hints,
            entity_words,
            entity_finder,
            mishearing,
            syllables,
            address,
            chinese_numbers,
            chinese_periods,
            chinese_time,
            normalise,
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Train the tagger on the inline annotations; the words are kept in the model, as it must cut the same way when it serves."""
        telling = (
            message
            for index, message in enumerate(training_data.intent_examples)
            if message.get(ENTITIES) or index % _EMPTY_PER_KEPT == 0
        )
        examples = list(map(_annotated, telling))
        with self._storage.write_to(self._resource) as folder:
            (folder / LEXICON_FILE).write_text("\n".join(self._lexicon), encoding="utf-8")
            EntityTagger.train(examples, self._lexicon, Path(folder))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to messages."""
        if self._tagger is None:
            raise RuntimeError("CustomerEntityExtractor has no model: train it or load a trained one first")
        for message in messages:
            plain = normalised(message)
            intent = str((message.get(INTENT) or {}).get("name"))
            found = find_entities(
                plain.text,
                self._tagger.find(plain.text, intent),
                _sent_at(message),
                "future" if intent == _PLANNED else "past",
            )
            entities = self.add_extractor_name(
                [_to_rasa(message.get(TEXT), plain, entity) for entity in found]
            )
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def _annotated(message: Message) -> Annotated:
    """A training example in normalised text; annotations of other kinds are left out."""
    plain = normalised(message)
    entities = []
    for entity in message.get(ENTITIES, []):
        inside = [
            i
            for i, start in enumerate(plain.starts)
            if entity["start"] <= start and plain.ends[i] <= entity["end"]
        ]
        if inside and entity["entity"] in _LABELS:
            entities.append((inside[0], inside[-1] + 1, entity["entity"]))
    return plain.text, entities, str(message.get(INTENT))


def _sent_at(message: Message) -> datetime:
    """When the customer sent the message; the machine's clock when the channel does not say."""
    said = (message.get(METADATA) or {}).get(SENT_AT)
    moment = datetime.fromisoformat(said) if said else datetime.now(_ZONE)
    return moment.astimezone(_ZONE) if moment.tzinfo else moment.replace(tzinfo=_ZONE)


def _to_rasa(text: str, plain: Normalised, entity: Entity) -> dict[str, Any]:
    start, end = plain.span(entity.start, entity.end)
    return {
        "entity": entity.kind,
        "value": entity.value,
        "start": start,
        "end": end,
        "text": text[start:end],
        **entity.extra,
    }
