"""First component of the pipeline: attaches the normalised text to a message. Runs in the rasa process.

`text` itself stays what the customer wrote, because Rasa, the transcript and all entity offsets refer to it. The other
components read the attribute NORMALISED, a `common.normalise.Normalised`, which leads its own offsets back to `text`.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from common.normalise import Normalised, normalise

NORMALISED = "normalised"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TextNormaliser(GraphComponent):
    """Sets NORMALISED on every message to be understood (registered as classifier: Rasa knows no kind of its own for it)."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextNormaliser:
        """Create the component; it has neither configuration nor state."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Attach the normalised text."""
        for message in messages:
            message.set(NORMALISED, normalise(message.get(TEXT) or ""))
        return messages


def normalised(message: Message) -> Normalised:
    """Normalised text of a message; made on the spot for training examples, which no classifier has processed."""
    ready = message.get(NORMALISED)
    return ready if isinstance(ready, Normalised) else normalise(message.get(TEXT) or "")
