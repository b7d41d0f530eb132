"""Quick replies: written by the house in a file, offered by the desk."""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path

import pytest

from desk.replies import QuickReply, read_replies
from tests.unit.desk.conftest import Person

LONGEST = 120


def test_groups_titles_codes_and_texts_are_read(tmp_path: Path) -> None:
    file = tmp_path / "replies.md"
    file.write_text(
        "# 快捷回复\n<!-- 说明\n- 不算：这行 -->\n## 开头\n- 问候（WH）：您好：请讲\n\n- 稍等: 请稍等（马上）\n",
        encoding="utf-8",
    )
    assert read_replies(file) == [
        QuickReply("开头", "问候", "wh", "您好：请讲"),
        QuickReply("开头", "稍等", "", "请稍等（马上）"),
    ]


def test_a_wrong_line_is_skipped_and_named_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "replies.md"
    file.write_text("- 没有冒号\n- 问候：您好\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert [each.title for each in read_replies(file)] == ["问候"]
    assert "没有冒号" in caplog.text


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert read_replies(tmp_path / "missing.md") == []


def test_the_house_s_own_are_whole(caplog: pytest.LogCaptureFixture) -> None:
    replies = read_replies()
    assert not caplog.records
    assert len(replies) >= 15 and all(each.group for each in replies)
    assert max(Counter(each.code for each in replies if each.code).values()) == 1
    for each in replies:
        assert len(each.text) <= LONGEST, each.title
        # No promise of a time or a sum goes out by a click; the only sign to be filled in is the clerk's name.
        assert not re.search(r"\d+ *(分钟|小时|天|元|点)", each.text), each.title
        assert "{" not in each.text.replace("{姓名}", ""), each.title


@pytest.mark.asyncio
async def test_the_desk_gives_them_to_members_only(alice: Person, stranger: Person) -> None:
    assert (await stranger.get("replies"))[0] == 401
    status, body = await alice.get("replies")
    assert status == 200
    assert {"group", "title", "code", "text"} == set(body["replies"][0])
