"""Quick replies (快捷回复): texts that staff begin a reply with, from `content/replies.md`. Runs in the service process.

Read at each asking, so that an edit counts at once; `content/README.md` tells the house how the file is written.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path

from common.settings import ROOT

FILE = ROOT / "content" / "replies.md"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_GROUP = re.compile(r"##\s*(?P<name>\S.*)")
_LINE = re.compile(r"-\s*(?P<title>[^：:（(]+)(?:[（(](?P<code>[A-Za-z0-9]+)[）)])?\s*[：:]\s*(?P<text>\S.*)")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class QuickReply:
    """One text; `code` is what the clerk types after a slash, empty where there is none."""

    group: str
    title: str
    code: str
    text: str


def read_replies(file: Path = FILE) -> list[QuickReply]:
    """All of them in the order of the file; none without the file. A line that cannot be read is skipped and logged."""
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _log.warning("no quick replies: %s", error)
        return []
    found, group = [], ""
    for line in filter(None, map(str.strip, _COMMENT.sub("", content).splitlines())):
        if named := _GROUP.fullmatch(line):
            group = named["name"]
        elif reply := _LINE.fullmatch(line):
            code = (reply["code"] or "").lower()
            found.append(QuickReply(group, reply["title"].strip(), code, reply["text"]))
        elif not line.startswith("# "):
            _log.warning("a line of %s is no quick reply: %s", file.name, line)
    return found
