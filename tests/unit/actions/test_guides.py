"""Guides: the shipped ones are well formed and careful; broken and expired ones do no harm."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from actions.application import WISHES
from actions.guides import (
    FOLDER,
    GENERAL,
    Guide,
    GuideError,
    find,
    fitting,
    often_asked,
    parse_guide,
    read_guides,
)
from service.tickets.kinds import Topic
from tests.unit.actions.service_fake import ROOT

GUIDES = read_guides()
GOOD = """---
title: 过户
intents: [transfer_rename]
keywords: [过户]
ticket: business
valid_from: 2026-01-01
valid_to: 2026-12-31
source: 营业部
checked_on:
---
## 简答
先结清电费。
"""


def all_texts(guide: Guide) -> list[str]:
    return [*guide.parts.values(), *(answer for _, answer in guide.often)]


def test_every_shipped_file_is_read() -> None:
    assert sorted(GUIDES) == sorted(path.stem for path in FOLDER.glob("*.md"))
    assert len(GUIDES) >= 15


@pytest.mark.parametrize("guide", GUIDES.values(), ids=list(GUIDES))
def test_a_shipped_guide_fits_the_dialogue(guide: Guide) -> None:
    assert set(guide.intents) <= WISHES | {
        "key_customer",
        "pay_how",
        "ask_tou",
        "ask_large_household",
        GENERAL,
    }
    assert guide.ticket in {topic.value for topic in Topic}
    assert guide.source
    assert all(len(text) <= 120 for text in all_texts(guide))


@pytest.mark.parametrize("guide", GUIDES.values(), ids=list(GUIDES))
def test_a_shipped_guide_names_no_amount_and_promises_nothing(guide: Guide) -> None:
    text = "".join(all_texts(guide))
    assert not re.search(r"[0-9]+ *元|块钱|免费(?!装)|保证|一定能|肯定|最迟|内一定", text)
    for days in re.finditer(r"[0-9]+个工作日", text):
        assert "一般" in text[: days.start()], "a time limit is an average"


@pytest.mark.parametrize("intent", sorted(WISHES))
def test_every_wish_has_its_guides(intent: str) -> None:
    assert [guide for guide in GUIDES.values() if intent in guide.intents]


@pytest.mark.parametrize(
    ("intent", "text", "subject"),
    [
        ("transfer_rename", "买了二手房，电表怎么改成我的名字", "transfer"),
        ("transfer_rename", "名字登记错了一个字", "rename"),
        ("transfer_rename", "过户申请被打回来了", "progress"),
        ("new_or_capacity", "新房要装电表", "new_home"),
        ("new_or_capacity", "开店想要三相电", "new_business"),
        ("new_or_capacity", "家里电不够用，想换块大的表", "capacity"),
        ("new_or_capacity", "临时搭个灵棚，三天，要用点电", "temporary"),
        ("new_or_capacity", "想把表从院里移到墙外", "move_meter"),
        ("new_or_capacity", "销户退钱要几天", "close"),
        ("new_or_capacity", "房子不住了，想报停", "pause"),
        ("ev_solar", "小区不让装桩", "charger"),
        ("ev_solar", "公共充电桩扫码没反应", "charger_broken"),
        ("ev_solar", "屋顶想上光伏", "solar"),
        ("ev_solar", "光伏的钱打到哪张卡", "solar_in_use"),
        ("new_or_capacity", "我要办电", None),
        ("new_or_capacity", "厂里要停产俩月 办暂停", "pause"),
        ("new_or_capacity", "半夜装空调要加电 家里才5千瓦的表够吗", "capacity"),
        ("new_or_capacity", "家里电能不能先停了 常年在外地", "pause"),
        ("new_or_capacity", "新装电表 要钱吗", "new_home"),
        ("invoice_bill", "开发票", "invoice"),
        ("invoice_bill", "发票抬头写公司", "invoice_title"),
        ("invoice_bill", "打印电费单的明细", "bill_print"),
        ("invoice_bill", "发票打不开", "invoice_trouble"),
        ("pay_how", "营业厅几点关门", "pay_hall"),
        ("pay_how", "自动扣费怎么取消", "pay_auto"),
        ("pay_how", "对公账户给一个", "pay_company"),
        ("pay_how", "智能交费是什么", "prepaid"),
        ("pay_how", "卡表怎么买电", "pay_card"),
        ("pay_how", "可以分期吗", "pay_later"),
        ("new_or_capacity", "我家新盖了房子想通电", "new_home"),
        ("transfer_rename", "我前几天办的过户怎么还没好", "progress"),
        ("invoice_bill", "发票一直收不到邮件", "invoice_trouble"),
    ],
)
def test_the_words_find_their_guide(intent: str, text: str, subject: str | None) -> None:
    found = find(GUIDES.values(), intent, text)
    assert (found.subject if found else None) == subject


def test_most_training_sentences_find_a_guide() -> None:
    data = yaml.safe_load((ROOT / "data" / "nlu" / "business.yml").read_text(encoding="utf-8"))["nlu"]
    said = [
        (block["intent"], line[2:])
        for block in data
        if block.get("intent") in WISHES
        for line in block["examples"].splitlines()
    ]
    found = [text for intent, text in said if find(GUIDES.values(), intent, text)]
    assert len(found) > 0.75 * len(said)


def test_a_guide_is_quoted_from_its_first_to_its_last_day() -> None:
    guide = parse_guide("transfer", GOOD)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [guide.may_be_quoted(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("---\ntitle", "title", "front matter"),
        ("title: 过户", "title:", "title takes text"),
        ("[过户]", "过户", "takes a list"),
        ("2026-12-31", "明年", "takes a date"),
        ("2026-12-31", "2025-12-31", "before valid_from"),
        ("## 简答", "## 简介", "sections"),
        ("先结清电费。", "", "none empty"),
        ("source: 营业部\n", "", "exactly"),
        ("source:", "names: 过户\nsource:", "names takes a list"),
        ("先结清电费。", "先结清电费。\n## 常问\n没有冒号", "a line of 常问"),
        ("title: 过户", "title: [", "no YAML"),
    ],
)
def test_a_slip_in_a_file_is_told_in_one_line(old: str, new: str, told: str) -> None:
    with pytest.raises(GuideError, match=told):
        parse_guide("transfer", GOOD.replace(old, new))


def test_an_edit_counts_at_once_and_a_broken_file_takes_nobody_along(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.md").write_text("nothing", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert list(read_guides(tmp_path)) == ["good"]
    assert "bad.md" in caplog.text
    (tmp_path / "good.md").write_text(GOOD.replace("先结清电费。", "先交清。"), encoding="utf-8")
    os.utime(tmp_path / "good.md", ns=(1, 1))
    assert read_guides(tmp_path)["good"].parts["简答"] == "先交清。"


def test_a_tie_between_two_guides_is_left_to_the_customer() -> None:
    guide = parse_guide("a", GOOD)
    assert find([guide, replace(guide, subject="b")], "transfer_rename", "过户") is None


@pytest.mark.parametrize(
    ("subject", "question", "told"),
    [
        ("transfer", "房产证没有，购房合同可以吗", "购房合同"),
        ("move_meter", "能装到邻居家墙上吗", "对方同意"),
        ("close", "人在外地去不了营业厅咋办", "委托书"),
        ("transfer", "这个月电费多少", None),
        ("pause", "我家停电了", None),
        ("charger", "你们几点下班", None),
    ],
)
def test_a_sentence_fits_a_question_by_the_rare_words_they_share(
    subject: str, question: str, told: str | None
) -> None:
    found = fitting(GUIDES[subject], question)
    assert told in found if told and found else found is told


def test_the_longest_words_decide_which_answer_is_given() -> None:
    often = "## 常问\n- 去：第一。\n- 去世：第二。\n"
    guide = parse_guide("transfer", GOOD + often)
    assert often_asked(guide, "户主去世了") == "第二。" and often_asked(guide, "要去吗") == "第一。"
    assert often_asked(guide, "多久") is None


@pytest.mark.parametrize(
    ("text", "intent", "subject"),
    [
        ("超市门口那个充电桩 扣了我钱没充进去", "ev_solar", "charger_broken"),
        ("门口装个充电桩", "ev_solar", "charger"),
        ("哪有充电站", "ev_solar", "charger"),
        ("光伏钱三个月没打了", "ev_solar", "solar_in_use"),
        ("我们幼儿园按商业收的 应该居民吧", "new_or_capacity", "price_class"),
        ("家里一楼开小卖部 用电算啥", "new_or_capacity", "price_class"),
        ("集上摆摊卖烧烤 想接个电", "new_or_capacity", "temporary"),
        ("开烧烤店要三相电", "new_or_capacity", "new_business"),
    ],
)
def test_the_words_of_customers_point_to_the_guide(text: str, intent: str, subject: str) -> None:
    found = find(read_guides().values(), intent, text)
    assert found and found.subject == subject
