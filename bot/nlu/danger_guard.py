"""Danger before everything: overrules the classifier. Runs in the rasa process, after WishClassifier.

A danger found by `common.danger` makes `report_danger` certain, and so does the classifier where danger is the likeliest of all. Either
way the message gets an entity `danger`. Where danger is less likely than something else but not unlikely, the message keeps its
intent and gets an entity `caution`: it is answered like any other, behind a word of warning (bot/channel.py); what only sounds like
danger (`common.danger.is_harmless`) raises no alarm, but is warned all the same: two held-out dangers sound like it. Of 123 held-out
dangers 3 are told no other way, of what customers type in ordinary chats one message in eighty sounds like that and is none (docs/nlu-experiments.md).
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.wish_classifier import NEARNESS, WISH
from common.danger import UNSPECIFIED, Danger, denies_danger, detect, is_harmless

DANGER = "danger"
CAUTION = "caution"
REPORT_DANGER = "report_danger"
_CLEAR = 0.5  # least share of what is left for the next intent, where danger is denied


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerGuard(GraphComponent):
    """Forces `report_danger` (confidence 1.0) and adds the entity `danger` whose value is the kind of danger, or adds `caution`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """When the classifier's suspicion is enough without any danger word.

        suspicion_threshold: least probability of report_danger where it is the likeliest intent, twice that where it is the second,
            and so on: every intent has its little share.
        vague_threshold: least probability in a message whose intent is not clear (那咋办), where these shares are larger.
        nearness_threshold: least cosine to a training sentence; below it the message is gibberish to the classifier.
        """
        return {"suspicion_threshold": 0.008, "vague_threshold": 0.1, "nearness_threshold": 0.4}

    def __init__(self, suspicion_threshold: float, vague_threshold: float, nearness_threshold: float) -> None:
        """Keep the thresholds."""
        self._suspicion_threshold = suspicion_threshold
        self._vague_threshold = vague_threshold
        self._nearness_threshold = nearness_threshold

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerGuard:
        """Create the component from its configuration."""
        return cls(config["suspicion_threshold"], config["vague_threshold"], config["nearness_threshold"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at every message."""
        for message in messages:
            text = message.get(TEXT) or ""
            danger = detect(text)
            if danger is None and (rank := self._rank(message)):
                is_denied = denies_danger(text)
                if rank == 1 and not is_denied and not is_harmless(text):
                    danger = Danger(UNSPECIFIED, 0, len(text), (UNSPECIFIED,))
                elif rank == 1 or not is_denied:
                    _set_aside(message)
                    _warn(message)
            if danger is not None:
                _overrule(message, danger)
        return messages

    def _rank(self, message: Message) -> int:
        """Place of danger among the intents, likeliest first, where it is suspected; 0 where it is not."""
        if message.get(NEARNESS, 0.0) < self._nearness_threshold:
            return 0
        ranking = message.get(INTENT_RANKING_KEY, [])
        intents = [entry for entry in ranking if entry["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME]
        least = self._vague_threshold if len(intents) < len(ranking) else 0.0
        for rank, entry in enumerate(intents, 1):
            if entry["name"] == REPORT_DANGER:
                return rank if entry["confidence"] >= max(least, self._suspicion_threshold * rank) else 0
        return 0


def _set_aside(message: Message) -> None:
    """Danger that is denied, or only sounded like one, stands no longer among intents and wishes."""
    ranking = message.get(INTENT_RANKING_KEY, [])
    if ranking[0]["name"] != REPORT_DANGER:
        return
    total = sum(entry["confidence"] for entry in ranking[1:]) or 1.0
    others = [{**entry, "confidence": entry["confidence"] / total} for entry in ranking[1:]]
    if others[0]["confidence"] < _CLEAR:
        unclear = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1 - others[0]["confidence"]}
        others.insert(0, unclear)
    message.set(INTENT, dict(others[0]), add_to_output=True)
    message.set(INTENT_RANKING_KEY, others, add_to_output=True)
    entities = [entity for entity in message.get(ENTITIES, []) if entity["entity"] != WISH]
    message.set(ENTITIES, entities, add_to_output=True)


def _warn(message: Message) -> None:
    """Marks a message for a warning."""
    end = len(message.get(TEXT))
    mark = {"entity": CAUTION, "value": True, "start": 0, "end": end, "extractor": "DangerGuard"}
    message.set(ENTITIES, [*message.get(ENTITIES, []), mark], add_to_output=True)


def _overrule(message: Message, danger: Danger) -> None:
    certain = {"name": REPORT_DANGER, "confidence": 1.0}
    others = [
        entry
        for entry in message.get(INTENT_RANKING_KEY, [])
        if entry["name"] not in (REPORT_DANGER, DEFAULT_NLU_FALLBACK_INTENT_NAME)
    ]
    message.set(INTENT, certain, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [dict(certain), *others], add_to_output=True)
    entity = {
        "entity": DANGER,
        "value": danger.kind,
        "start": danger.start,
        "end": danger.end,
        "text": message.get(TEXT)[danger.start : danger.end],
        "kinds": list(danger.kinds),
        "extractor": "DangerGuard",
    }
    entities = message.get(ENTITIES, [])
    wishes = [e for e in entities if e["entity"] == WISH]
    if wishes and wishes[0]["value"] != REPORT_DANGER:
        entities = [{**entity, "entity": WISH, "value": REPORT_DANGER}, *entities]
    message.set(ENTITIES, [*entities, entity], add_to_output=True)
