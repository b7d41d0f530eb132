"""Two applications for two houses in one message: “老房子要销户 新房子要装表”. Pure but for the guides.

The first is done at once. The second waits as a wish of its own (`OWN_WISH`): a payload with its guide, its words, and what is told of
that house meanwhile, so that it begins where the first one ends and neither house is written on the other's order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from actions.application import WISHES
from actions.aside import asks
from actions.guides import Guide, read_guides, score
from actions.reading import is_nameless
from actions.turn import OWN_WISH, Turn, kept_wish, payload
from common.address import Address, parse_place

OLD, NEW = "老", "新"
# Whose house is meant, in the customer's words; 新港路 and 新集村 are names.
_HOUSE = re.compile(
    r"(?P<old>[老旧](?:的)?(?:房|宅|屋|家|店|厂|院|地方|住处|的(?!电?表))|娘家|(?:以前|原来)(?:住)?的)"
    r"|(?P<new>新(?:的)?(?:房|宅|屋|家|店|厂|院|地方|住处|的(?!电?表))|婆家|城里|店里|厂里|门市)"
)
_PIECE = re.compile(r"[\s,，。;；、.!！~]+|然后|另外|同时|顺便|并且|再(?=[在给帮把装办报])")
_GIVEN_UP = ("close", "pause")
_NEW_SUPPLY = ("new_home", "new_business")
# “老房子先”, “先给我装新房子”; not 原先, nor 先问问.
_BEFORE = re.compile(r"(?<!原)(?<!首)先(?!问|说|看|查)")

_NEXT_ONE = re.compile(
    rf"(?:那|还有|我)*(?:另外?一?[个件]|第二[个件]|{_HOUSE.pattern})子?(?:的|那[个边家件])*[呢啊]+"
)
_SHORT = 10  # characters


@dataclass(frozen=True)
class Application:
    """One of the two.

    Attributes:
        words: of the customer.
        address, phone: what is told of it so far.
    """

    subject: str
    words: str
    address: str | None = None
    phone: str | None = None

    @property
    def house(self) -> str:
        """`OLD` or `NEW`."""
        return _house_in(self.words) or (OLD if self.subject in _GIVEN_UP else NEW)


def pair_in(turn: Turn) -> tuple[Application, Application] | None:
    """Two businesses, each for its own house; the one that is to be done first, or was named first, comes first."""
    if turn.is_payload or any(map(asks, _PIECE.split(turn.text))):
        return None
    found: dict[str, Application] = {}
    for words in _clauses(turn.text):
        guide = _guide_in(words)
        if guide is None or not (_house_in(words) or guide.subject in (*_GIVEN_UP, *_NEW_SUPPLY)):
            continue
        application = Application(guide.subject, words)
        found.setdefault(application.house, application)
    if len(found) < 2 or len({one.subject for one in found.values()}) < 2 or not _HOUSE.search(turn.text):
        return None
    first = house_first(turn.text) or next(iter(found))
    one, other = found[first], found[_other(first)]
    return one, _at(other, _told_of(turn).get(other.house))


def waiting(turn: Turn) -> Application | None:
    """The application that waits for its turn behind the one in hand."""
    text = str((turn.slot(OWN_WISH) or {}).get("text") or "")
    return _parse(text) if text.startswith("/") and '"business_subject"' in text else None


def taken_up(turn: Turn) -> Application | None:
    """The application whose turn it is now."""
    return (
        _parse(turn.said)
        if turn.is_payload and turn.entity("business_subject") and turn.entity("wish")
        else None
    )


def kept_for_later(turn: Turn, application: Application) -> dict[str, Any]:
    """The value of `OWN_WISH` by which it waits; one that waits already is told more of, and stays one."""
    subject, intents = application.subject, read_guides()[application.subject].intents
    told = {"address": application.address, "phone": application.phone}
    words = payload(
        intents[0],
        business_subject=subject,
        wish=application.words,
        **{name: value for name, value in told.items() if value},
    )
    before = turn.slot(OWN_WISH) if waiting(turn) else None
    return {**before, "text": words} if before else kept_wish(turn, words)


def house_first(text: str) -> str | None:
    """The house that is to be served first: “老房子先”, “先给我装新房子”."""
    first = next((words for words in _clauses(text) if _BEFORE.search(words)), None)
    return _house_in(first) if first else None


def put_first(turn: Turn, slots: dict[str, Any]) -> dict[str, Any] | None:
    """The form's slots once the two change places, because the house that waits is to be served first; else None."""
    second, subject = waiting(turn), slots["business_subject"]
    if second is None or subject is None or house_first(turn.text) != second.house:
        return None
    guide = read_guides()[subject]
    put_off = Application(subject, _words_for(turn, guide), slots["business_address"])
    return {
        "business_subject": second.subject,
        "business_address": second.address,
        OWN_WISH: kept_for_later(turn, put_off),
    }


def asks_for_this(turn: Turn) -> bool:
    """“老房子先”, “那新房子呢”, “另一个呢”, said of the one that is in hand already."""
    if turn.is_payload or len(turn.text) > _SHORT or turn.entity("address") or turn.entity("phone"):
        return False
    second, first = waiting(turn), house_first(turn.text)
    return (first is not None and first != second.house) if second else bool(_NEXT_ONE.fullmatch(turn.text))


def kept_apart(turn: Turn, before: dict[str, Any]) -> dict[str, Any]:
    """What of the form's slots is otherwise because a message names the house of the application that waits."""
    second = waiting(turn)
    told = _told_of(turn) if second else {}
    if second is None or second.house not in told:
        return {}
    here = Application("", "", before["business_address"])
    return {
        OWN_WISH: kept_for_later(turn, _at(second, told[second.house])),
        "business_address": _at(here, told.get(_other(second.house))).address,
        "business_part": before["business_part"],
    }


def _words_for(turn: Turn, guide: Guide) -> str:
    """In what words the customer wanted it."""
    said = turn.texts
    clauses = (words for text in reversed(said) for words in _clauses(text))
    return next((words for words in clauses if _guide_in(words) == guide), guide.title)


def _at(application: Application, places: Iterable[str] | None) -> Application:
    place = next((p for p in map(_place, places or ()) if not is_nameless(p.canonical())), None)
    address = place.canonical() if place else application.address
    return replace(application, address=address)


def _place(told: str) -> Address:
    return parse_place(_HOUSE.sub("", told))


def _told_of(turn: Turn) -> dict[str, list[str]]:
    """The places of a message by the house that stands before them, or behind: “小兴庄村2组18号是老房子”."""
    houses = [(match.start(), _kind(match)) for match in _HOUSE.finditer(turn.text)]
    told: dict[str, list[str]] = {}
    for value in turn.entities("address") if houses else ():
        end = turn.text.find(value) + len(value)
        before = [kind for at, kind in houses if at < end]
        told.setdefault(before[-1] if before else houses[0][1], []).append(value)
    return told


def _clauses(text: str) -> list[str]:
    """Pieces of a message; one that names both houses is two."""
    found = []
    for piece in filter(None, _PIECE.split(text)):
        houses = list(_HOUSE.finditer(piece))
        cut = next((h.start() for h in houses if _kind(h) != _kind(houses[0])), len(piece))
        found += [piece[:cut], piece[cut:]]
    return [words for words in found if words]


def _house_in(words: str) -> str | None:
    match = _HOUSE.search(words)
    return _kind(match) if match else None


def _kind(match: re.Match[str]) -> str:
    return OLD if match["old"] else NEW


def _other(house: str) -> str:
    return NEW if house == OLD else OLD


def _guide_in(words: str) -> Guide | None:
    """The business that a clause points to; one that is named counts twice."""
    guides = [g for g in read_guides().values() if WISHES & set(g.intents) and g.ticket == "business"]
    worth = {g.subject: score(g, words) + sum(len(n) for n in g.names if n in words) for g in guides}
    best = max(guides, key=lambda guide: worth[guide.subject])
    return best if worth[best.subject] else None


def _parse(text: str) -> Application:
    told = json.loads(text[text.index("{") :])
    return Application(told["business_subject"], told["wish"], told.get("address"), told.get("phone"))
