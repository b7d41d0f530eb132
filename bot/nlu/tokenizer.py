"""Word segmentation for Rasa with the project's words (see `segmenter` for why not Rasa's own JiebaTokenizer).

Runs in the rasa process.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.segmenter import LEXICON_FILE, read_lexicon, segmenter


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class LexiconTokenizer(Tokenizer):
    """Cuts the customer's original text into words, so that token offsets and entity offsets agree."""

    @staticmethod
    def supported_languages() -> list[str]:
        """Chinese only."""
        return ["zh"]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages this component needs."""
        return ["jieba"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`dictionary_path`: folder that holds laidian.txt; the rest are Rasa's own tokenizer settings."""
        return {
            "dictionary_path": None,
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, words: tuple[str, ...]
    ) -> None:
        """Build the segmenter at once, so that the first message is as quick as the tenth."""
        super().__init__(config)
        self._storage = storage
        self._resource = resource
        self._words = words
        self._segmenter = segmenter(words)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconTokenizer:
        """Create it for training, with the words of the project."""
        return cls(config, model_storage, resource, read_lexicon(config["dictionary_path"]))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LexiconTokenizer:
        """Load it with the words the model was trained with."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, read_lexicon(str(folder)))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The words: a new one must train anew."""
        return " ".join(read_lexicon(config["dictionary_path"]))

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the words in the model."""
        with self._storage.write_to(self._resource) as folder:
            (folder / LEXICON_FILE).write_text("\n".join(self._words), encoding="utf-8")
        return self._resource

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words of `attribute` with their offsets; white space is no token."""
        words = self._segmenter.tokenize(message.get(attribute))
        return self._apply_token_pattern(
            [Token(word, start) for word, start, _ in words if not word.isspace()]
        )
