"""Word segmentation with our own jieba instance and the project's words. Runs in the rasa process.

Rasa's JiebaTokenizer uses jieba's process-wide tokenizer, whose dictionary cache lies in the shared temporary folder, where
another user's file can break or poison it. This one keeps its words to itself and writes no cache at all.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

LEXICON_FILE = "laidian.txt"


def build_segmenter(lexicon: Path | None) -> jieba.Tokenizer:
    """A jieba tokenizer of our own, with the words of `lexicon` (one a line), ready to cut; takes about 0.7 s."""
    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    if lexicon is not None:
        for line in lexicon.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                segmenter.add_word(line.strip())
    return segmenter


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
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, lexicon: Path | None
    ) -> None:
        """Build the segmenter at once, so that the first message is as quick as the tenth."""
        super().__init__(config)
        self._storage = storage
        self._resource = resource
        self._lexicon = lexicon
        self.segmenter = build_segmenter(lexicon)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconTokenizer:
        """Create it for training, with the lexicon of the project."""
        folder = config["dictionary_path"]
        return cls(config, model_storage, resource, Path(folder) / LEXICON_FILE if folder else None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LexiconTokenizer:
        """Load it with the lexicon the model was trained with."""
        if not config["dictionary_path"]:
            return cls(config, model_storage, resource, None)
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, folder / LEXICON_FILE)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The lexicon's text: a new word must train anew."""
        folder = config.get("dictionary_path")
        return (Path(folder) / LEXICON_FILE).read_text(encoding="utf-8") if folder else None

    def train(self, training_data: TrainingData) -> Resource:
        """Keep a copy of the lexicon in the model."""
        if self._lexicon is not None:
            with self._storage.write_to(self._resource) as folder:
                shutil.copyfile(self._lexicon, folder / LEXICON_FILE)
        return self._resource

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words of `attribute` with their offsets; white space is no token."""
        words = self.segmenter.tokenize(message.get(attribute))
        return self._apply_token_pattern(
            [Token(word, start) for word, start, _ in words if not word.isspace()]
        )
