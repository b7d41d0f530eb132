"""After the work: result and manner scored apart, one reason when it was not good (facts 7.2). Nobody is pressed or led."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from actions.client import Service, ServiceError
from actions.flow import Events
from actions.form import Question, TopicForm
from actions.reading import is_unknown, yes_or_no
from actions.report import DECLINED, closed, own_words
from actions.topic import TopicAction
from actions.turn import Say, Turn

BAD = 2
GOOD = 4
# The first that is found counts, so the longer words stand first; “嗯” and “知道了” are no score (facts 7.1).
_SCORES = {
    "1": r"(?:非常|很|特别|极其|太)不满意|一星|差劲|太差|糟糕|(?<!\d)1(?!\d)|一分",
    "2": r"不(?:太|怎么|是很)?满意|两星|二星|不行|不好|差|(?<!\d)2(?!\d)|[二两]分",
    "3": r"一般|还行|凑合|马马虎虎|三星|(?<!\d)3(?!\d)|三分",
    "5": r"(?:非常|很|特别|十分|太)满意|五星|满分|(?:非常|很|特别|真|太)(?:好|棒)|(?<!\d)5(?!\d)|五分",
    "4": r"满意|四星|不错|挺好|可以|(?<!\d)4(?!\d)|四分",
}
_NOT_RATED = re.compile(r"不评|不用评|跳过|算了|不想|没空|没(?:见|接触|看到)")


def read_score(slot: str) -> Callable[[Turn, bool], str | None]:
    """A reader of one of the two scores; `-` for none."""

    def read(turn: Turn, asked: bool) -> str | None:
        if turn.entity(slot):
            return str(turn.entity(slot))
        if not asked or turn.is_payload:
            return None
        if _NOT_RATED.search(turn.text) or is_unknown(turn):
            return DECLINED
        return next((score for score, words in _SCORES.items() if re.search(words, turn.text)), None)

    return read


def read_reason(turn: Turn, asked: bool) -> str | None:
    """What was missing, in the customer's words; `-` for none."""
    if asked and (yes_or_no(turn) is False or _NOT_RATED.match(turn.text)):
        return DECLINED
    return own_words(elsewhere=())(turn, asked)


def is_low(slots: dict[str, Any], score: int) -> bool:
    """Whether one of the two scores is not above that."""
    given = [slots.get(slot) for slot in ("rating_result", "rating_manner")]
    return any(int(value) <= score for value in given if value and value != DECLINED)


class RatingForm(TopicForm):
    """Result, manner, and what was missing."""

    form = "rating_form"
    triggers = frozenset(("ticket_solved",))
    memory = ("rating_ticket",)
    questions = (
        Question("rating_result", read_score("rating_result"), "utter_explain_rating_result"),
        Question("rating_manner", read_score("rating_manner"), "utter_explain_rating_manner"),
        Question("rating_reason", read_reason, "utter_explain_rating_reason"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Who does not rate the result is asked no more; who is content needs no reason."""
        if slots.get("rating_result") == DECLINED:
            return ["rating_result"]
        reason = ["rating_reason"] if is_low(slots, GOOD - 1) else []
        return ["rating_result", "rating_manner", *reason]

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """The button names the ticket."""
        slots["rating_ticket"] = slots["rating_ticket"] or turn.entity("ticket_no") or turn.slot("ticket_no")


class RatingDone(TopicAction):
    """Keeps the scores; after a bad one a person and the regulator's number are offered."""

    def name(self) -> str:
        """After the form."""
        return "action_rating_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Thanks."""
        given = {what: turn.slot(f"rating_{what}") for what in ("result", "manner", "reason")}
        kept = {what: value for what, value in given.items() if value and value != DECLINED}
        if "result" not in kept:
            say.utter("utter_not_rated")
            return closed(turn, "rating")
        try:
            await Service(turn.conversation).post(
                f"/tickets/{turn.slot('rating_ticket')}/rating",
                score=int(kept["result"]),
                manner=int(kept["manner"]) if "manner" in kept else None,
                reason=kept.get("reason", ""),
                key=turn.key("rating"),
            )
        except ServiceError as error:
            if error.code not in ("not_found", "illegal_move"):
                raise
            say.utter("utter_ticket_not_found")
            return closed(turn, "rating")
        say.utter("utter_rated_badly" if is_low(turn.tracker.slots, BAD) else "utter_rated")
        return closed(turn, "rating")
