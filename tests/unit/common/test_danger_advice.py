"""Every danger kind has its own safety text, and none of them calms anybody."""

from common.danger import KINDS
from common.danger_advice import ADVICE, advice


def test_every_kind_has_advice() -> None:
    assert set(ADVICE) == set(KINDS)


def test_advice_never_says_that_anything_is_safe_or_dead() -> None:
    for text in ADVICE.values():
        assert not any(word in text for word in ("没电了", "不带电", "是安全的", "没事", "放心"))


def test_an_unknown_kind_still_gets_advice() -> None:
    assert "119" in advice("no such kind")
