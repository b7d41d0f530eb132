"""Words that customers mistype or that speech recognition mishears, and dialect, put into the usual word (facts 6.7, 6.8).

Only the intent model reads the corrected text: a wrong guess costs nothing there, whereas entities and transcripts keep the
customer's own words. Runs in the rasa process.

Two passes: a list of dialect and of slips that are words of their own (保修 for 报修), then whatever sounds like a word of our domain
without making a better sense as it stands: the text is cut into its likeliest words, and a window that sounds like 停电 is one more
word it may consist of. So 听电 is read as 停电, while 店家 stays, and so does 几点表.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.nlu.segmenter import segmenter
from bot.nlu.syllables import blurred, spelled, syllable
from common.normalise import Normalised

_USUAL = {
    "漏电": "露电",
    "复电": "负电",
    "峰谷": "风骨",
    "阶梯": "结题",
    "报修": "保修",
    "投诉": "投拆",
    "催一": "崔一",
    "表扬": "表样",
    "没有": "木有 么有",
    "什么": "啥子 啥",
    "怎么": "咋",
    "我": "俺",
    "你": "您 恁",
}
_WRONG = {wrong: usual for usual, wrongs in _USUAL.items() for wrong in wrongs.split()}
_PATTERN = re.compile("|".join(sorted(_WRONG, key=len, reverse=True)))

# What customers speak of most. Names of places are missing: they sound like too much (赣马 like 干嘛).
_DOMAIN = (
    "停电 断电 没电 来电 复电 用电 漏电 触电 送电 缺相 跳闸 推闸 拉闸 合闸 空开 漏保 电压 电线杆 零线 火线 变压器 三相电 动力电"
    " 电表 校表 抄表 户号 户名 过户 更名 销户 报停 增容 新装 充电桩 光伏"
    " 电费 电价 电量 阶梯 阶梯电价 峰谷 峰谷电 谷电 峰电 账单 发票 欠费 缴费 交费 充值 余额 退费 违约金 网上国网 营业厅"
    " 报修 抢修 催办 工单 投诉 举报 人工 转人工 客服 赔偿 巡检"
)
# Ordinary words that some type in letters; in characters they are no targets, since nearly everything sounds like one of them.
_IN_LETTERS = (
    "怎么 怎么办 什么 为什么 多少 哪里 在哪 几点 多久 可以 不能 有没有 是不是 没有 不亮 恢复 我家 家里 屋里 村里 小区 邻居 师傅 老人 孩子"
    " 现在 今天 明天 昨天 晚上 早上 一直 已经 还是 突然 手机 短信 电话 微信 空调 冰箱 电视 热水器 插座 机器 房子 房东 店里 公司 厂里"
    " 你好 谢谢 帮我 麻烦 申请 查询 地址 登记 名字 问题 安排 通知 检修 供电 上门 处理 取消 绑定 自己 不是 你们 我们"
)
# Log probabilities of a domain word as written, of one that sounds the same, of one that sounds nearly the same. A common single
# character has about -8, a word that jieba saw a hundred times -13, one it saw once -18.
_AS_WRITTEN, _SAME_SOUND, _NEARLY = -9.0, -14.0, -17.5
_LETTERS = -12.0
_LONGEST = 4
_SHORTEST_PINYIN = 5
# The 点 of an hour is right: 八点表就跳.
_HOUR = re.compile("[0-9一二两三四五六七八九十几]点")
_UNIT = re.compile("[a-z]+|[\u4e00-\u9fff]")


class _Unit(NamedTuple):
    """One character or one syllable in letters, and where it stands."""

    start: int
    end: int
    reading: str
    blurred: str


class _Guess(NamedTuple):
    """A piece of text that may be `word`."""

    start: int
    end: int
    word: str
    weight: float


class Speller:
    """Puts slips right for one lexicon; `speller` keeps it."""

    def __init__(self, lexicon: tuple[str, ...]) -> None:
        """`lexicon` are the words the segmenter knows beside its own."""
        cutter = segmenter(lexicon)
        self._log_total = math.log(cutter.total)
        self._frequency: dict[str, int] = cutter.FREQ
        self._words = frozenset(_DOMAIN.split())
        self._same: dict[str, str] = {}
        self._nearly: dict[str, str] = {}
        for word in _DOMAIN.split():
            readings = [str(syllable(char)) for char in word]
            self._same.setdefault(" ".join(readings), word)
            self._nearly.setdefault(" ".join(map(blurred, readings)), word)
        self._in_letters = {
            " ".join(str(syllable(char)) for char in word): word for word in _IN_LETTERS.split()
        } | self._same
        sounds = [tuple(map(blurred, readings.split())) for readings in self._in_letters]
        self._sounds = frozenset(map(" ".join, sounds))
        self._beginnings = frozenset(sound[:2] for sound in sounds)

    def usual_words(self, said: Normalised) -> Normalised:
        """The text with mishearings and dialect replaced."""
        plain = said.replaced(
            (match.start(), match.end(), _WRONG[match.group()]) for match in _PATTERN.finditer(said.text)
        )
        guesses = list(self._guesses(plain.text))
        if all(guess.weight == _AS_WRITTEN for guess in guesses):
            return plain
        return plain.replaced(self._likeliest(plain.text, guesses))

    def _guesses(self, text: str) -> Iterator[_Guess]:
        run: list[_Unit] = []
        for unit in _units(text):
            if run and not _follows(text, run[-1], unit):
                run = []
            run = [*run[1 - _LONGEST :], unit]
            for first, (one, next_one) in enumerate(pairwise(run)):
                if (one.blurred, next_one.blurred) in self._beginnings:
                    guess = self._guess(text, run[first:])
                    if guess:
                        yield guess

    def _guess(self, text: str, window: list[_Unit]) -> _Guess | None:
        sound = " ".join([unit.blurred for unit in window])
        if sound not in self._sounds:
            return None
        start, end = window[0].start, window[-1].end
        written = text[start:end]
        if written in self._words:
            return _Guess(start, end, written, _AS_WRITTEN)
        if (written.isascii() and len(written) < _SHORTEST_PINYIN) or _HOUR.match(text, max(0, start - 1)):
            return None
        targets = self._in_letters if re.search("[a-z]", written) else self._same
        word = targets.get(" ".join(unit.reading for unit in window))
        if word:
            return _Guess(start, end, word, _SAME_SOUND)
        word = self._nearly.get(sound)
        if word and written not in self._frequency:
            return _Guess(start, end, word, _NEARLY)
        return None

    def _likeliest(self, text: str, guesses: list[_Guess]) -> Iterator[tuple[int, int, str]]:
        """Guesses among the likeliest words that the text may be cut into (sought from the end, as jieba does it)."""
        by_start: dict[int, list[_Guess]] = {}
        for guess in guesses:
            by_start.setdefault(guess.start, []).append(guess)
        best: list[tuple[float, int, str]] = [(0.0, 0, "")] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            choices = [(self._weight(text[start]) + best[start + 1][0], start + 1, text[start])]
            for end in range(start + 2, min(start + _LONGEST, len(text)) + 1):
                word = text[start:end]
                if self._frequency.get(word):
                    choices.append((self._weight(word) + best[end][0], end, word))
            choices += [
                (guess.weight + best[guess.end][0], guess.end, guess.word)
                for guess in by_start.get(start, ())
            ]
            best[start] = max(choices)
        start = 0
        while start < len(text):
            _, end, word = best[start]
            if word != text[start:end]:
                yield start, end, word
            start = end

    def _weight(self, word: str) -> float:
        if word.isascii():
            return _LETTERS
        return math.log(self._frequency.get(word) or 1) - self._log_total


@lru_cache(maxsize=1)
def speller(lexicon: tuple[str, ...]) -> Speller:
    """The speller for a lexicon, made once."""
    return Speller(lexicon)


def _units(text: str) -> Iterator[_Unit]:
    """Characters that have a reading, and letters that are pinyin."""
    for match in _UNIT.finditer(text):
        start = match.start()
        if match.group().isascii():
            for letters in spelled(match.group()):
                yield _Unit(start, start + len(letters), letters, blurred(letters))
                start += len(letters)
        elif reading := syllable(match.group()):
            yield _Unit(start, match.end(), reading, blurred(reading))


def _follows(text: str, left: _Unit, right: _Unit) -> bool:
    """Whether `right` goes on where `left` ends; syllables in letters may have a space between them."""
    between = text[left.end : right.start]
    return not between or (between == " " and text[left.start].isascii() and text[right.start].isascii())
