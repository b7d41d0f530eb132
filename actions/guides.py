"""Guides (办事指南) that staff write: one Markdown file a subject in `content/guides`, read by the action server.

A file has YAML front matter — title, intents, keywords, ticket, valid_from, valid_to, source, checked_on, perhaps names and look_up — and
sections named as `PARTS`, perhaps one of questions often asked (`OFTEN`). `general` among the intents: it answers whatever wish the words
resemble, and nobody is asked for his account (actions/general.py). Edits count at once. A guide outside its dates is not quoted; one that
nobody has checked says so with its papers.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.turn import Say, Turn, open_form, payload
from common.errors import LaidianError
from common.settings import ROOT

FOLDER = ROOT / "content" / "guides"
SHORT = "简答"
PARTS = (SHORT, "材料", "流程", "时限", "在哪办")
OFTEN = "常问"
GENERAL = "general"
# Longer messages tell a story, of which the words that point to a guide are only a part.
_LONGEST_QUESTION = 30
# Who gives one of these speaks of his own account.
_OWN = ("account_no", "last4", "phone")
# So many messages back an answer is still to be seen.
_SEEN = 3
_PART_WORDS = {
    "材料": r"材料|要带|带.{0,2}[啥什]|手续|证明|证件|要什么|需要啥|要啥|户口本",
    # 怎么办 after a difficulty (“物业不同意怎么办”) asks for a way out, not for the steps.
    "流程": r"流程|步骤|(?<!不[\u4e00-\u9fa5])(?<!不[\u4e00-\u9fa5]{2})(?<![不了着])(?:怎么办理?|咋办)|怎么申请|怎么开|怎么报|怎么弄|先干啥",
    "时限": r"时限|多久|几天|多少天|什么时候(?:能|可以|装|办|退|停|来)|多长时间|快不快",
    "在哪办": r"在哪|去哪|哪里办|网上|手机上|代办|本人[去来到办]|营业厅|窗口",
}
_FILE = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<body>.*)", re.DOTALL)
_SECTION = re.compile(r"^## *(?P<name>.+?) *\n(?P<text>.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_KEYS = {"title", "intents", "keywords", "ticket", "valid_from", "valid_to", "source", "checked_on"}
_MAY = {"names", "look_up"}
_OFTEN_LINE = re.compile(r"- *(?P<words>[^：]+)：(?P<answer>.+)")
_SENTENCE = re.compile(r"[^。；！]+[。；！]?")
# A sentence of a guide answers a question when they share two rare pairs of characters, or a very rare one; pairs of words that
# only make it a question, or hold it together, count nothing.
_FITS = 5.0
_HANZI = re.compile(r"[\u4e00-\u9fa5]+")
_EMPTY_PAIR = re.compile(
    r"[的了吗呢啊吧是个我你您他她就也那这]|[行能要会可用]不|不[行能要会可用]|没有|怎么|什么|多少|原来|以后"
)
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
        names: words with which a customer who reads another guide turns to this one; never mere hints such as 千瓦.
        often: questions often asked, as words that tell them and the answer.
        look_up: a wish of one's own account (actions/account_wishes.py) that is offered after the answer.
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
    names: tuple[str, ...] = ()
    often: tuple[tuple[tuple[str, ...], str], ...] = ()
    look_up: str = ""

    def may_be_quoted(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day <= self.valid_to

    @property
    def parts_text(self) -> str:
        """All that may be quoted."""
        return "。".join(self.parts.values())

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
    if not isinstance(front, dict) or set(front) - _MAY != _KEYS:
        raise GuideError(
            f"{subject}.md: front matter takes exactly {', '.join(sorted(_KEYS))}, perhaps {' and '.join(sorted(_MAY))}"
        )
    sections = {found["name"]: found["text"] for found in _SECTION.finditer(match["body"])}
    often = _read_often(subject, sections.pop(OFTEN, ""))
    parts = {name: " ".join(section.split()) for name, section in sections.items()}
    if SHORT not in parts or not set(parts) <= set(PARTS) or not all(parts.values()):
        raise GuideError(
            f"{subject}.md: sections are {'、'.join((*PARTS, OFTEN))}, none empty, {SHORT} in every file"
        )
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
        names=tuple(str(word) for word in front.get("names", ())),
        often=often,
        look_up=str(front.get("look_up", "")),
    )


def read_guides(folder: Path = FOLDER) -> dict[str, Guide]:
    """All guides that can be read, by subject; a broken file is logged and left out, the others stay."""
    files = sorted(folder.glob("*.md"))
    return _read(tuple((path, path.stat().st_mtime_ns) for path in files))


def find(guides: Iterable[Guide], intent: str, text: str) -> Guide | None:
    """The guide of a wish that the words point to; None when they point to none or to two alike.

    Longer words count more: 公共充电 outweighs 桩. Among guides alike, the one that is named wins.
    """
    mine = [guide for guide in guides if intent in guide.intents]
    if len(mine) == 1:
        return mine[0]
    scores = sorted(
        (((score(guide, text), _total(guide.names, text)), guide.subject, guide) for guide in mine),
        key=lambda entry: entry[:2],
    )
    if not scores or scores[-1][0][0] == 0 or (len(scores) > 1 and scores[-2][0] == scores[-1][0]):
        return None
    return scores[-1][2]


def most_named(guides: Iterable[Guide], text: str) -> Guide | None:
    """The guide that the words name outright; of several, the one that is named most."""
    best = max(guides, key=lambda guide: _total(guide.names, text), default=None)
    return best if best and _total(best.names, text) else None


def named(guides: Iterable[Guide], text: str, present: Guide) -> Guide | None:
    """The other guide that the words name outright while `present` is open; None when they name that one as much."""
    best = most_named((guide for guide in guides if guide.subject != present.subject), text)
    return best if best and _total(best.names, text) > _total(present.names, text) else None


def often_asked(guide: Guide, text: str) -> str | None:
    """The answer to a question that the guide knows as often asked, by its words; the longest ones count."""
    scores = [(_total(words, text), answer) for words, answer in guide.often]
    score, answer = max(scores, key=lambda entry: entry[0], default=(0, ""))
    return answer if score else None


def fitting(guide: Guide, text: str) -> str | None:
    """The sentence of the guide that shares most with a question, rare words first; None when it shares too little."""
    asked = _pairs(text) - _pairs(guide.title)
    rarity, count = _rarity(tuple(g.parts_text for g in read_guides().values()))
    scores = [
        (sum(math.log(count / rarity[pair]) for pair in asked & _pairs(sentence) if rarity[pair]), sentence)
        for part in guide.parts.values()
        for sentence in _SENTENCE.findall(part)
    ]
    score, sentence = max(scores, key=lambda entry: entry[0], default=(0.0, ""))
    return sentence.strip().rstrip("；。") + "。" if score >= _FITS else None


@lru_cache(maxsize=2)
def _rarity(texts: tuple[str, ...]) -> tuple[Counter[str], int]:
    """In how many of all sentences each pair of characters stands, and how many sentences there are."""
    sentences = {sentence for text in texts for sentence in _SENTENCE.findall(text)}
    return Counter(pair for sentence in sentences for pair in _pairs(sentence)), len(sentences)


def _pairs(text: str) -> set[str]:
    pairs = {run[at : at + 2] for run in _HANZI.findall(text) for at in range(len(run) - 1)}
    return {pair for pair in pairs if not _EMPTY_PAIR.search(pair)}


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
    """What is often asked of it, else the short answer, then the part asked for; after that only the way to a person is left."""
    if not guide.may_be_quoted(turn.at.date()):
        say.utter("utter_business_expired", title=guide.title)
        return
    if often := often_asked(guide, turn.text):
        say.text(often)
        return
    part = part_in(turn.text) or SHORT
    told = [guide.parts[SHORT], guide.parts.get(part, guide.parts[SHORT])]
    new = next((text for text in told if text not in turn.told(_SEEN)), None)
    if new:
        # Look-ups end with this answer.
        is_free = open_form(turn) in (None, "account_form", "area_form")
        own = payload("query_bill", account_wish=guide.look_up)
        say.text(new, [("查我家的", own)] if guide.look_up and is_free else [])
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


def _total(words: Iterable[str], text: str) -> int:
    return sum(len(word) for word in words if word.lower() in text.lower())


def _read_often(subject: str, section: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    found = []
    for line in filter(None, map(str.strip, section.splitlines())):
        match = _OFTEN_LINE.fullmatch(line)
        if match is None:
            raise GuideError(f"{subject}.md: a line of {OFTEN} is “- 词、词：答复”")
        found.append((tuple(match["words"].split("、")), match["answer"].strip()))
    return tuple(found)


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
    for key in ("intents", "keywords", *({"names"} & set(front))):
        if not isinstance(front[key], list) or not front[key]:
            raise GuideError(f"{subject}.md: {key} takes a list, [one, two]")
    for key in ("valid_from", "valid_to", "checked_on"):
        # A day and nothing else: a `datetime` is a `date` too and would not compare with one.
        if type(front[key]) is not date and not (key == "checked_on" and front[key] is None):
            raise GuideError(f"{subject}.md: {key} takes a date, 2026-01-31")
    if front["valid_from"] > front["valid_to"]:
        raise GuideError(f"{subject}.md: valid_to is before valid_from")
