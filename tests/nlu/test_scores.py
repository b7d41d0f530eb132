"""The metrics behind docs/nlu-report.md, on answers small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.nlu import scores, sections, splits
from tests.nlu.heldout import Example
from tests.nlu.heldout import examples as read
from tests.nlu.similarity import alike, bare
from tests.nlu.trial import as_yaml
from tests.nlu.understanding import FALLBACK, Parse


def wished(*intents: str) -> Example:
    return Example("…", intents)


def parsed(
    intent: str, confidence: float = 0.9, best: str | None = None, wishes: tuple[str, ...] = ()
) -> Parse:
    ranking = ((best or intent, confidence), ("other", 1 - confidence))
    return Parse(intent, ranking, wishes or (intent,), frozenset())


def test_accuracy_and_f1() -> None:
    score = scores.intents(
        [wished("a"), wished("a"), wished("a"), wished("b")],
        [parsed("a"), parsed("a"), parsed("b"), parsed("b")],
    )
    assert score.accuracy == 0.75
    assert score.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)
    assert score.weighted_f1 == pytest.approx(0.75 * 0.8 + 0.25 * 2 / 3)


def test_fallback_is_wrong_in_scope_and_right_out_of_scope() -> None:
    fallback = parsed(FALLBACK, 0.3, best="a")
    assert scores.intents([wished("a")], [fallback]).accuracy == 0
    assert scores.intents([wished("out_of_scope")], [fallback]).accuracy == 1


def test_false_rejects_and_accepts_look_at_their_own_side_only() -> None:
    examples = [wished("a"), wished("a"), wished("out_of_scope"), wished("out_of_scope")]
    parses = [parsed("b"), parsed("out_of_scope"), parsed("a"), parsed(FALLBACK, best="a")]
    assert scores.false_rejects(examples, parses) == 0.5
    assert scores.false_accepts(examples, parses) == 0.5


def test_auroc_is_the_chance_of_the_right_order() -> None:
    examples = [wished("a"), wished("a"), wished("out_of_scope"), wished("out_of_scope")]
    answers = [parsed("a", 0.9), parsed("a", 0.6), parsed("a", 0.7), parsed("a", 0.55)]
    assert scores.out_of_scope_auroc(examples, answers) == 0.75


def test_confidence_in_out_of_scope_speaks_against_scope() -> None:
    sure_outside = Parse(
        "out_of_scope", (("out_of_scope", 0.95), ("a", 0.05)), ("out_of_scope",), frozenset()
    )
    assert sure_outside.in_scope == 0.05


def test_danger_recall_and_false_alarms() -> None:
    examples = [
        wished("report_danger"),
        wished("report_danger"),
        wished("none"),
        wished("none"),
        wished("none"),
    ]
    warning = replace(parsed("a"), warns=True)
    parses = [parsed("report_danger"), warning, parsed("a"), parsed("report_danger"), warning]
    found = scores.danger(examples, parses)
    assert (found.alarmed, found.noticed) == (0.5, 1)
    assert (found.false_alarms, found.false_notices) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert scores.of_set("danger", examples, parses).accuracy == 0.6


def test_mixed_messages_need_every_wish_and_no_other() -> None:
    examples = [wished("a", "b"), wished("a", "b"), wished("a")]
    parses = [parsed("b", wishes=("b", "a")), parsed("a"), parsed("a", wishes=("a", "b"))]
    score = scores.of_set("mixed", examples, parses)
    assert score.accuracy == pytest.approx(1 / 3)
    assert score.macro_f1 == pytest.approx((1.0 + 0.5) / 2)


def test_calibration_error_is_the_distance_of_confidence_from_truth() -> None:
    examples = [wished("a")] * 4
    parses = [parsed("a", 0.75), parsed("b", 0.75), parsed("a", 1.0), parsed(FALLBACK, 1.0, best="a")]
    assert scores.calibration_error(examples, parses) == pytest.approx(0.5 * 0.25)


def test_entities_count_with_exact_ends_and_label() -> None:
    expected = [{(0, 3, "address"), (5, 7, "time")}, set()]
    found = [{(0, 3, "address"), (5, 8, "time")}, {(0, 2, "address")}]
    score = scores.entities(expected, found)
    assert (score.recall, score.support) == (0.5, 2)
    assert score.precision == pytest.approx(1 / 3)
    assert score.f1 == pytest.approx(0.4)
    assert scores.entities(expected, found, "time").f1 == 0
    assert scores.entities([], []).f1 == 0


def test_confusions_and_intents_one_by_one() -> None:
    examples = [wished("a"), wished("a"), wished("b")]
    parses = [parsed("b"), parsed("b"), parsed("b")]
    assert scores.confusions(examples, parses) == [("a", "b", 2)]
    assert scores.per_intent(examples, parses)["b"] == scores.F1(1 / 3, 1.0, 0.5, 1)


def test_similarity_sees_through_script_punctuation_and_width() -> None:
    assert bare("電費，怎麼交？") == "电费怎么交"
    assert list(alike(["申請驗表！"], ["申请验表", "退费"], 0.5)) == [(0, 0, 1.0)]
    [(_, _, similarity)] = alike(["电子发票在哪下载"], ["电子发票在哪下"], 0.5)
    assert similarity == pytest.approx(7 / 10)


def test_folds_test_every_example_once_and_shares_keep_the_proportions() -> None:
    examples = [Example(f"{intent}{i}", (intent,)) for intent in "ab" for i in range(10)]
    tested = [example for _, test in splits.folds(examples, 5) for example in test]
    assert sorted(tested, key=examples.index) == examples
    assert sorted(example.intent for example in splits.share(examples, 0.5)) == ["a"] * 5 + ["b"] * 5


def test_training_file_keeps_texts_and_spans(tmp_path: Path) -> None:
    made = [
        Example("昨晚石桥镇没电", ("a",), frozenset({(0, 2, "time"), (2, 5, "address")})),
        Example("你好", ("b",)),
    ]
    file = tmp_path / "nlu.yml"
    file.write_text(as_yaml(made), encoding="utf-8")
    assert read(file) == made


def test_tables_are_markdown() -> None:
    assert sections.table(["a", "b"], [["x", 0.12345]]) == "| a | b |\n| --- | --- |\n| x | 0.123 |"
