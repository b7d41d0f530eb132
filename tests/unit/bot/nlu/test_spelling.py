"""Slips are read as the word they sound like; ordinary words and correct sentences stay."""

from pathlib import Path

import pytest

from bot.nlu.segmenter import read_lexicon
from bot.nlu.spelling import Speller, speller
from bot.nlu.syllables import blurred, spelled, syllable
from common.normalise import normalise

_LEXICON = read_lexicon(str(Path(__file__).parents[4] / "data" / "lexicon"))


@pytest.fixture(scope="module")
def usual() -> Speller:
    return speller(_LEXICON)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("俺家挺电了,咋弄", "我家停电了,怎么弄"),
        ("我们村庭电了", "我们村停电了"),
        ("店飞怎么这么贵", "电费怎么这么贵"),
        ("空气开关老是跳匝", "空气开关老是跳闸"),
        ("帮我果互一下", "帮我过户一下"),
        ("户耗在哪里看", "户号在哪里看"),
        ("冲电桩怎么申请", "充电桩怎么申请"),
        ("疯谷电怎么办", "峰谷电怎么办"),
        ("我要转仁工", "我要转人工"),
        ("花票丢了", "发票丢了"),
        ("又tingdian了", "又停电了"),
        ("dian biao 在哪", "电表 在哪"),
        ("dian费多少", "电费多少"),
        ("家里mei电了", "家里没电了"),
        ("xiaoqu没电", "小区没电"),
        ("wo jia zenme又停电", "我家 怎么又停电"),
    ],
)
def test_a_slip_is_read_as_the_word_it_sounds_like(usual: Speller, said: str, read: str) -> None:
    assert usual.usual_words(normalise(said)).text == read


@pytest.mark.parametrize(
    "text",
    [
        "店家说要看电影",
        "店里的灯不亮",
        "谁来垫付",
        "我反复垫钱",
        "他回来垫了钱",
        "古典音乐",
        "下一步干嘛",
        "窗户关不上",
        "隔壁户好好的",
        "要交多少",
        "买个电饼铛",
        "wifi和app都打不开",
        "please help me",
        "",
    ],
)
def test_correct_words_stay(usual: Speller, text: str) -> None:
    assert usual.usual_words(normalise(text)).text == text


def test_the_ordinary_word_wins_where_a_slip_would_cross_into_it(usual: Speller) -> None:
    assert usual.usual_words(normalise("晚上八点表就停")).text == "晚上八点表就停"


@pytest.mark.parametrize(
    ("char", "reading"),
    [
        ("电", "dian"),
        ("表", "biao"),
        ("啊", "a"),
        ("座", "zuo"),
        ("校", "jiao"),
        ("女", "nv"),
        ("a", None),
        ("亍", None),
        ("。", None),
    ],
)
def test_a_character_has_its_syllable(char: str, reading: str | None) -> None:
    assert syllable(char) == reading


def test_syllables_that_are_mixed_up_look_alike() -> None:
    assert blurred("zhang") == blurred("zan")
    assert blurred("hua") == blurred("fa")
    assert blurred("ling") == blurred("nin")
    assert blurred("dian") != blurred("biao")


def test_letters_are_cut_into_syllables_or_are_no_pinyin() -> None:
    assert spelled("tingdian") == ("ting", "dian")
    assert spelled("fenggu") == ("feng", "gu")
    assert spelled("wifi") == ()
    assert spelled("ao" * 200 + "v") == ()


def test_a_word_put_right_leads_back_to_what_was_written(usual: Speller) -> None:
    said = "!!家里mei电了,俺急用"
    read = usual.usual_words(normalise(said))
    assert read.text == "!家里没电了,我急用"
    start = read.text.index("没电")
    first, last = read.span(start, start + 2)
    assert said[first:last] == "mei电"
    first, last = read.span(read.text.index("我"), len(read.text))
    assert said[first:last] == "俺急用"
