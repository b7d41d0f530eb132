"""Danger before everything: overrules the classifier. Runs in the rasa process, after WishClassifier.

A danger found by `common.danger` makes `report_danger` certain; otherwise the classifier's own suspicion counts from a low
threshold on, because a missed danger is the worst mistake this bot can make. Either way the message gets an entity `danger`.
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
from common.danger import UNSPECIFIED, Danger, detect

DANGER = "danger"
REPORT_DANGER = "report_danger"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerGuard(GraphComponent):
    """Forces `report_danger` (confidence 1.0) and adds the entity `danger` whose value is the kind of danger."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """When the classifier's suspicion is enough without any danger word.

        suspicion_threshold: least probability of report_danger where it is the likeliest intent, twice that where it is the second,
            and so on: every intent has its little share.
        vague_threshold: least probability in a message whose intent is not clear (那咋办), where these shares are larger.
        nearness_threshold: least cosine to a training sentence; below it the message is gibberish to the classifier.
        """
        return {"suspicion_threshold": 0.011, "vague_threshold": 0.1, "nearness_threshold": 0.4}

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
            danger = detect(message.get(TEXT) or "") or self._suspected(message)
            if danger is not None:
                _overrule(message, danger)
        return messages

    def _suspected(self, message: Message) -> Danger | None:
        """Danger by the sense of the whole message, without a known word."""
        if message.get(NEARNESS, 0.0) < self._nearness_threshold:
            return None
        ranking = message.get(INTENT_RANKING_KEY, [])
        intents = [entry for entry in ranking if entry["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME]
        least = self._vague_threshold if len(intents) < len(ranking) else 0.0
        for rank, entry in enumerate(intents, 1):
            enough = max(least, self._suspicion_threshold * rank)
            if entry["name"] == REPORT_DANGER and entry["confidence"] >= enough:
                return Danger(UNSPECIFIED, 0, len(message.get(TEXT)), (UNSPECIFIED,))
        return None


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
