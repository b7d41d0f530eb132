"""Money paid to a wrong account: which number was meant, and which one got it (facts 4.4). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.reading import number_and_last4
from actions.turn import Turn

MEANT, GOT = "payment_account", "payment_wrong"
"""Slots of the account that was to be paid, and of the one that was."""
WENT_WRONG = r"[交充打付缴]错|错[户号交充打付缴]|[打填输写]成"
OTHERS = r"别人|人家|隔壁|邻居|对方|[他她]家|陌生|不认识|对面|楼[上下]"
# Of what stands before a number, the first that is found decides.
_BEFORE = (
    (MEANT, re.compile(r"本来|原[来本]|应该|该[交缴充打是]|[想要][给交缴充]|退[到给回]|正确|对的")),
    (GOT, re.compile(rf"到|成|错|误|给了|{OTHERS}")),
    (MEANT, re.compile(r"[我俺咱]|自[己家]|[给帮替]")),
)
_AFTER = (
    (GOT, re.compile(rf"^[^0-9]{{0,3}}(?:{OTHERS}|不是[我俺咱])")),
    (MEANT, re.compile(r"^[^0-9]{0,3}(?:[我俺咱]|自[己家]|正确|本来)")),
)
_CLAUSE = re.compile(r"[\s,，。.;；!！?？、]")
_DENIED = re.compile(r"不是[^是]{0,6}$")
# The end of a number that was named before: 003那个.
_END = re.compile(r"(?<![0-9.])([0-9]{3,6})(?![0-9.块元毛])")


def told_accounts(turn: Turn, known: dict[str, str | None], asked: str | None) -> dict[str, str]:
    """What a message says of the two numbers.

    Args:
        known: `MEANT` and `GOT` as far as they are told.
        asked: which of them was just asked for.

    Returns:
        `MEANT` and `GOT` as far as the message tells them; a number that is named plainly answers the question, else it takes the
        free place.
    """
    found = [(number, _role(before, after)) for number, before, after in _numbers(turn, list(known.values()))]
    told = {role: number for number, role in found if role}
    for number in (number for number, role in found if role is None):
        free = [slot for slot in (asked, *known) if slot in known and slot not in told]
        free = [slot for slot in free if slot == asked or known[slot] is None] or (
            [] if number in known.values() else free
        )
        if free:
            told[free[0]] = number
    other = {MEANT: GOT, GOT: MEANT}
    for slot, number in list(told.items()):
        # Named in the other place before: the two were mixed up.
        if other[slot] not in told and known[other[slot]] == number and (instead := known[slot]):
            told[other[slot]] = instead
    return told


def _numbers(turn: Turn, known: Sequence[str | None]) -> list[tuple[str, str, str]]:
    """Account numbers, each with the rest of its clause before and after it; those that are denied left out."""
    text = turn.said
    spans = [
        (e["start"], e["end"], str(e["value"]))
        for e in turn.tracker.latest_message.get("entities") or []
        if e["entity"] == "account_no" and "start" in e
    ]
    if not spans and (both := number_and_last4(turn)):
        at = max(text.find(both[0]), 0)
        spans = [(at, at + len(both[0]), both[0])]
    if not spans:
        for match in _END.finditer(text):
            ending = {number for number in known if number and number.endswith(match[1])}
            if len(ending) == 1:
                spans.append((*match.span(), ending.pop()))
        # An end alone may be anything; with a word of its part in the matter it is that number.
        spans = [span for span in spans if _role(_clause_before(text, span[0]), "")]
    numbers = []
    for count, (start, end, number) in enumerate(spans):
        since = spans[count - 1][1] if count else 0
        before = _clause_before(text[since:], start - since)
        if not _DENIED.search(before):
            numbers.append((number, before, _CLAUSE.split(text[end:])[0]))
    return numbers


def _clause_before(text: str, at: int) -> str:
    return _CLAUSE.split(text[:at].rstrip(" :："))[-1]


def _role(before: str, after: str) -> str | None:
    for patterns, words in ((_BEFORE, before), (_AFTER, after)):
        for role, pattern in patterns:
            if pattern.search(words):
                return role
    return None
