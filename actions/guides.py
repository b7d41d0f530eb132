"""Guides (办事指南) that staff write: one Markdown file a subject in `content/guides`, read by the action server.

`general` among the intents: it answers whatever wish the words resemble, and nobody is asked for his account (actions/general.py).
A file has YAML front matter — title, intents, keywords, ticket, valid_from, valid_to, source, checked_on — and sections named
as `PARTS`. Edits count at once. A guide outside its dates is not quoted; one that nobody has checked says so with its papers.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.turn import Say, Turn
from common.errors import LaidianError
from common.settings import ROOT

FOLDER = ROOT / "content" / "guides"
SHORT = "简答"
PARTS = (SHORT, "材料", "流程", "时限", "在哪办")
GENERAL = "general"
# Longer messages tell a story, of which the words that point to a guide are only a part.
_LONGEST_QUESTION = 30
# Who gives one of these speaks of his own account.
_OWN = ("account_no", "last4", "phone")
# So many messages back an answer is still to be seen.
_SEEN = 3
_PART_WORDS = {
    "材料": r"材料|物业|要带|带.{0,2}[啥什]|手续|证明|证件|要什么|需要啥|要啥|户口本",
    "流程": r"流程|步骤|(?<!同意)(?<!不了)(?<!不到)怎么办理?|怎么申请|怎么报|怎么弄|咋办|先干啥",
    "时限": r"时限|多久|几天|多少天|什么时候能|多长时间|快不快",
    "在哪办": r"在哪|去哪|哪里办|网上|手机上|代办|本人去|营业厅|窗口",
}
_FILE = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<body>.*)", re.DOTALL)
_SECTION = re.compile(r"^## *(?P<name>.+?) *\n(?P<text>.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_KEYS = {"title", "intents", "keywords", "ticket", "valid_from", "valid_to", "source", "checked_on"}
_log = logging.getLogger(__name__)


class GuideError(LaidianError):
    """A guide that cannot be read; the text names the file and what is wrong."""


@dataclass(frozen=True)
class Guide:
    """One subject.

    Attributes:
        subject: the file's name without `.md`.
        intents: wishes that it answers.
        keywords: words that point to it among the guides of a wish. `租客/租户+查-户号`: one of the first two and 查, but no 户号.
        ticket: topic of the ticket that a customer may leave (service/tickets/kinds.py).
        valid_from, valid_to: first and last day on which it may be quoted.
        checked_on: when the utility's own people checked it; None: not yet.
        parts: section name → text; `简答` is always there.
    """

    subject: str
    title: str
    intents: tuple[str, ...]
    keywords: tuple[str, ...]
    ticket: str
    valid_from: date
    valid_to: date
    source: str
    checked_on: date | None
    parts: Mapping[str, str]

    def may_be_quoted(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day <= self.valid_to

    def more(self) -> list[str]:
        """Parts besides the short answer, in their usual order."""
        return [part for part in PARTS[1:] if part in self.parts]


def parse_guide(subject: str, text: str) -> Guide:
    """Reads one file's text.

    Raises:
        GuideError: front matter or a section is missing, unknown or of the wrong kind.
    """
    match = _FILE.fullmatch(text.replace("\r\n", "\n").lstrip("\ufeff"))
    if match is None:
        raise GuideError(f"{subject}.md: expected front matter between two lines of ---")
    try:
        front: Any = yaml.safe_load(match["front"])
    except yaml.YAMLError as error:
        raise GuideError(f"{subject}.md: front matter is no YAML: {error}") from error
    if not isinstance(front, dict) or set(front) != _KEYS:
        raise GuideError(f"{subject}.md: front matter takes exactly {', '.join(sorted(_KEYS))}")
    parts = {found["name"]: " ".join(found["text"].split()) for found in _SECTION.finditer(match["body"])}
    if SHORT not in parts or not set(parts) <= set(PARTS) or not all(parts.values()):
        raise GuideError(f"{subject}.md: sections are {'、'.join(PARTS)}, none empty, {SHORT} in every file")
    _check(subject, front)
    return Guide(
        subject=subject,
        title=front["title"],
        intents=tuple(front["intents"]),
        keywords=tuple(str(word) for word in front["keywords"]),
        ticket=front["ticket"],
        valid_from=front["valid_from"],
        valid_to=front["valid_to"],
        source=front["source"],
        checked_on=front["checked_on"],
        parts=parts,
    )


def read_guides(folder: Path = FOLDER) -> dict[str, Guide]:
    """All guides that can be read, by subject; a broken file is logged and left out, the others stay."""
    files = sorted(folder.glob("*.md"))
    return _read(tuple((path, path.stat().st_mtime_ns) for path in files))


def find(guides: Iterable[Guide], intent: str, text: str) -> Guide | None:
    """The guide of a wish that the words point to; None when they point to none or to two alike.

    Longer words count more: 公共充电 outweighs 桩.
    """
    mine = [guide for guide in guides if intent in guide.intents]
    if len(mine) == 1:
        return mine[0]
    scores = sorted(
        ((score(guide, text), guide.subject, guide) for guide in mine), key=lambda entry: entry[:2]
    )
    if not scores or scores[-1][0] == 0 or (len(scores) > 1 and scores[-2][0] == scores[-1][0]):
        return None
    return scores[-1][2]


def part_in(text: str) -> str | None:
    """The part of a guide that the words ask for."""
    return next((part for part, pattern in _PART_WORDS.items() if re.search(pattern, text)), None)


def quote(guide: Guide, part: str, turn: Turn, say: Say) -> None:
    """One part of a guide; an expired guide is not quoted, unchecked papers are told as the usual practice."""
    if not guide.may_be_quoted(turn.at.date()):
        say.utter("utter_business_expired", title=guide.title)
        return
    known = part if part in guide.parts else SHORT
    hedge = "（这是通常要的，以营业厅答复为准）" if known == "材料" and guide.checked_on is None else ""
    say.text(f"{guide.title}：{guide.parts[known]}{hedge}")


def general_of(turn: Turn) -> Guide | None:
    """The guide that answers a question asked in general."""
    is_story = len(turn.text) > _LONGEST_QUESTION or any(turn.entity(name) for name in _OWN)
    return None if turn.is_payload or is_story else find(read_guides().values(), GENERAL, turn.text)


def quote_general(guide: Guide, turn: Turn, say: Say) -> None:
    """The short answer, then the part that is asked for; after that only the way to a person is left."""
    if not guide.may_be_quoted(turn.at.date()):
        say.utter("utter_business_expired", title=guide.title)
        return
    part = part_in(turn.text) or SHORT
    told = [guide.parts[SHORT], guide.parts.get(part, guide.parts[SHORT])]
    new = next((text for text in told if text not in turn.told(_SEEN)), None)
    if new:
        say.text(new)
    else:
        say.utter("utter_general_told")


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int], ...]) -> dict[str, Guide]:
    found: dict[str, Guide] = {}
    for path, _ in files:
        try:
            found[path.stem] = parse_guide(path.stem, path.read_text(encoding="utf-8"))
        except (GuideError, OSError, UnicodeDecodeError) as error:
            _log.error("guide left out: %s", error)
    return found


def score(guide: Guide, text: str) -> int:
    """How much of the words points to the guide."""
    return sum(_worth(word.lower(), text.lower()) for word in guide.keywords)


def _worth(keyword: str, said: str) -> int:
    """Characters of a keyword that are said; 0 unless all its parts are, and none of what it excludes."""
    wanted, *excluded = keyword.split("-")
    if any(word in said for word in excluded):
        return 0
    found = [max((len(w) for w in part.split("/") if w in said), default=0) for part in wanted.split("+")]
    return sum(found) if all(found) else 0


def _check(subject: str, front: dict[str, Any]) -> None:
    for key in ("title", "ticket", "source"):
        if not isinstance(front[key], str) or not front[key].strip():
            raise GuideError(f"{subject}.md: {key} takes text")
    for key in ("intents", "keywords"):
        if not isinstance(front[key], list) or not front[key]:
            raise GuideError(f"{subject}.md: {key} takes a list, [one, two]")
    for key in ("valid_from", "valid_to", "checked_on"):
        # A day and nothing else: a `datetime` is a `date` too and would not compare with one.
        if type(front[key]) is not date and not (key == "checked_on" and front[key] is None):
            raise GuideError(f"{subject}.md: {key} takes a date, 2026-01-31")
    if front["valid_from"] > front["valid_to"]:
        raise GuideError(f"{subject}.md: valid_to is before valid_from")
