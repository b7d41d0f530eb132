"""Insults are told by their words, not learned: training on them would teach the bot to hear one in every angry wish.

Runs in the rasa process, after WishClassifier and before DangerGuard, which has the last word.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from common.abuse import is_abuse

ABUSE = "abuse"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AbuseGuard(GraphComponent):
    """Gives a message that is nothing but an insult the intent `abuse` (confidence 1.0)."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AbuseGuard:
        """Create the component; it has neither configuration nor state."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at every message."""
        for message in messages:
            if is_abuse(message.get(TEXT) or ""):
                certain = {"name": ABUSE, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                others = message.get(INTENT_RANKING_KEY, [])
                message.set(INTENT_RANKING_KEY, [dict(certain), *others], add_to_output=True)
        return messages
