"""Foreign subjects are marked, alone or beside electricity."""

import pytest

from bot.nlu.features import word_grams
from bot.nlu.subjects import subjects


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("水费怎么翻倍了", ["<water>", "<water alone>"]),
        ("停水是因为你们停电吗", ["<water>"]),
        ("宽带断了,话费还照扣", ["<telecom>", "<telecom alone>"]),
        ("3路公交不来,暖气也不热", ["<heating>", "<heating alone>", "<transport>", "<transport alone>"]),
        ("家里没电了,电梯也停了", ["<lift>"]),
        ("手机没电了", ["<battery>"]),
        ("家里停电了", []),
        ("电表走得快", []),
    ],
)
def test_marks(text: str, marks: list[str]) -> None:
    assert list(subjects(text)) == marks


def test_a_subject_is_louder_than_a_word() -> None:
    numbers = {"水费": 1, "翻倍": 2, "<water>": 3}
    grams = word_grams(["水费", "翻倍"], lambda word: numbers.get(word, -1)).tolist()
    assert grams.count(3) > grams.count(1) == 1
