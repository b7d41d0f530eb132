"""Parses messages with a trained model inside this process and keeps what the scores need."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.utils.log_utils import configure_structlog

from tests.nlu.heldout import LABELS, OUT_OF_SCOPE, Span

FALLBACK = "nlu_fallback"
REJECTED = frozenset({OUT_OF_SCOPE, FALLBACK})
# Times are resolved against the moment of sending; a fixed one gives the same parse every day.
_SENT_AT = {"sent_at": "2025-07-16T20:00:00+08:00"}


@dataclass(frozen=True)
class Parse:
    """What a pipeline decided about one message."""

    intent: str
    ranking: tuple[tuple[str, float], ...]
    """Intents and confidences, best first, without the fallback."""
    wishes: tuple[str, ...]
    spans: frozenset[Span]
    warns: bool = False
    """Whether the answer begins with a word of warning, since danger is possible though not likely."""

    @property
    def confidence(self) -> float:
        """How sure the pipeline was of the best real intent."""
        return self.ranking[0][1]

    @property
    def in_scope(self) -> float:
        """How strongly the best intent that we serve speaks: the score behind the out-of-scope AUROC."""
        return max((score for name, score in self.ranking if name != OUT_OF_SCOPE), default=0.0)

    @classmethod
    def of(cls, output: dict[str, Any]) -> Parse:
        """From what Rasa gives out; only labels that the held-out sets annotate are kept."""
        ranking = ((i["name"], i["confidence"]) for i in output["intent_ranking"] if i["name"] != FALLBACK)
        wishes = tuple(e["value"] for e in output["entities"] if e["entity"] == "wish")
        spans = ((e["start"], e["end"], e["entity"]) for e in output["entities"] if e["entity"] in LABELS)
        intent = output["intent"]["name"]
        warns = any(e["entity"] == "caution" for e in output["entities"])
        return cls(intent, tuple(ranking), wishes or (intent,), frozenset(spans), warns)


class Understanding:
    """A loaded model."""

    def __init__(self, model: Path) -> None:
        """Load the archive `model`."""
        # Without a level, every parse would also print a line; `rasa run` sets one too.
        configure_structlog(logging.ERROR)
        self._agent = Agent.load(model)
        self.seconds: list[float] = []
        """How long each message took, in the order of asking."""

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        """One message after the other, as in a chat."""

        async def parsed() -> list[Parse]:
            return [await self._one(text) for text in texts]

        return asyncio.run(parsed())

    async def _one(self, text: str) -> Parse:
        started = time.perf_counter()
        output = await self._agent.processor.parse_message(UserMessage(text, metadata=_SENT_AT))
        self.seconds.append(time.perf_counter() - started)
        return Parse.of(output)
