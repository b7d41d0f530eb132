"""The components do inside Rasa's storage what the dialogue relies on."""

from typing import Any

import pytest

from bot.nlu.danger_guard import DangerGuard
from bot.nlu.entity_extractor import CustomerEntityExtractor
from bot.nlu.text_normaliser import NORMALISED, TextNormaliser
from bot.nlu.wish_classifier import WishClassifier

SENT = {"metadata": {"sent_at": "2026-11-24T15:20:00+08:00"}}


@pytest.fixture(scope="session")
def pipeline(bench: Any, training_data: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The pipeline as it serves: trained, stored and loaded again."""
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "laidian.txt").write_text("停电\n峰谷电\n", encoding="utf-8")
    words = {"dictionary_path": str(folder)}
    bench.made(WishClassifier, **words).train(training_data)
    bench.made(CustomerEntityExtractor, **words).train(training_data)
    return [
        bench.made(TextNormaliser),
        bench.loaded(WishClassifier, fallback_threshold=0.35, comma_doubt=5.0, linked_doubt=5.5, **words),
        bench.made(DangerGuard),
        bench.loaded(CustomerEntityExtractor),
    ]


@pytest.fixture(scope="session")
def parse(pipeline: list[Any], said: Any) -> Any:
    def run(text: str) -> dict[str, Any]:
        messages = [said(text, **SENT)]
        for component in pipeline:
            messages = component.process(messages)
        return messages[0].as_dict(only_output_properties=True)

    return run


def _entities(parsed: dict[str, Any], kind: str) -> list[Any]:
    return [entity["value"] for entity in parsed["entities"] if entity["entity"] == kind]


def test_the_text_stays_what_the_customer_wrote(parse: Any) -> None:
    parsed = parse("家裡沒電了！！！😡")
    assert parsed["text"] == "家裡沒電了！！！😡"
    assert NORMALISED not in parsed
    assert parsed["intent"]["name"] == "report_outage_home"


def test_ranking_is_complete_and_sums_to_one(parse: Any) -> None:
    ranking = parse("查下电费")["intent_ranking"]
    assert {entry["name"] for entry in ranking} == {
        "report_outage_home", "query_bill", "ask_tou", "report_danger", "out_of_scope",
    }  # fmt: skip
    assert sum(entry["confidence"] for entry in ranking) == pytest.approx(1.0)
    assert [e["confidence"] for e in ranking] == sorted((e["confidence"] for e in ranking), reverse=True)


def test_an_unsure_message_falls_back_with_the_likeliest_behind(
    bench: Any, pipeline: list[Any], said: Any
) -> None:
    never_sure = bench.loaded(WishClassifier, fallback_threshold=1.1)
    parsed = never_sure.process([said("查下电费")])[0].as_dict(only_output_properties=True)
    assert parsed["intent"]["name"] == "nlu_fallback"
    assert parsed["intent_ranking"][0] == parsed["intent"]
    assert parsed["intent_ranking"][1]["name"] == "query_bill"
    assert len(parsed["intent_ranking"]) == 6


def test_a_danger_word_makes_the_danger_certain(parse: Any) -> None:
    parsed = parse("查电费，另外水龙头麻手")
    assert parsed["intent"] == {"name": "report_danger", "confidence": 1.0}
    assert _entities(parsed, "danger") == ["numb"]
    assert parsed["intent_ranking"][0]["name"] == "report_danger"


def test_two_wishes_are_told_in_order_danger_first(parse: Any) -> None:
    text = "帮我查下上个月电费。另外电线掉地上了"
    parsed = parse(text)
    assert _entities(parsed, "wish") == ["report_danger", "query_bill"]
    places = [text[e["start"] : e["end"]] for e in parsed["entities"] if e["entity"] == "wish"]
    assert places == ["电线掉地上了", "帮我查下上个月电费"]


def test_one_wish_in_two_sentences_has_no_wish_entities(parse: Any) -> None:
    assert _entities(parse("家里没电了。屋里全黑了"), "wish") == []


def test_entities_have_canonical_values_and_original_places(parse: Any) -> None:
    text = "😡清口鎮黃海路12號樓3單元502昨晚八点停电，電話１３８１２３４５６７８"
    parsed = parse(text)
    assert _entities(parsed, "address") == ["青口镇黄海路12号楼3单元502室"]
    assert _entities(parsed, "time") == ["2026-11-23T20:00:00+08:00"]
    assert _entities(parsed, "phone") == ["13812345678"]
    for entity in parsed["entities"]:
        assert text[entity["start"] : entity["end"]] == entity["text"]
    assert "清口鎮黃海路12號樓3單元502" in [e["text"] for e in parsed["entities"] if e["entity"] == "address"]


def test_a_month_is_a_time_and_the_month_of_a_bill(parse: Any) -> None:
    parsed = parse("上个月电费多少")
    assert _entities(parsed, "bill_month") == ["2026-10"]
    assert _entities(parsed, "time") == ["2026-10-01T00:00:00+08:00"]


def test_an_appliance_is_named_even_if_no_example_had_it(parse: Any) -> None:
    assert _entities(parse("我家增氧机停了"), "appliance") == ["增氧机"]


@pytest.mark.parametrize("text", ["", " ", "😡", "。", "a", "？？？"])
def test_nothing_to_understand_falls_back_quietly(parse: Any, text: str) -> None:
    parsed = parse(text)
    assert parsed["intent_ranking"]
    assert _entities(parsed, "danger") == []


def test_a_very_long_story_is_understood(parse: Any) -> None:
    assert parse("我今天早上起来就发现不对劲。" * 200 + "家里没电了")["intent_ranking"]


def test_an_untrained_component_says_so(bench: Any, said: Any) -> None:
    with pytest.raises(RuntimeError, match="train it"):
        bench.made(WishClassifier).process([said("停电")])


@pytest.mark.parametrize(
    ("said_so", "ranking", "intent", "warns"),
    [
        ("他抖得厉害", [("report_danger", 0.6), ("inform", 0.4)], "report_danger", False),
        ("我让他去看一下", [("report_facility", 0.97), ("report_danger", 0.025)], "report_facility", True),
        ("我让他去看一下", [("inform", 0.4), ("query_bill", 0.3), ("urge", 0.2), ("report_danger", 0.025)], "inform", False),
        ("我让他去看一下", [("nlu_fallback", 0.7), ("inform", 0.3), ("report_danger", 0.09)], "nlu_fallback", False),
        ("我让他去看一下", [("nlu_fallback", 0.7), ("inform", 0.3), ("report_danger", 0.11)], "nlu_fallback", True),
        ("没人触电", [("report_danger", 0.9), ("deny", 0.08), ("inform", 0.02)], "deny", True),
        ("没人触电", [("report_danger", 0.9), ("deny", 0.03), ("inform", 0.03), ("greet", 0.04)], "nlu_fallback", True),
        ("没人触电", [("deny", 0.9), ("report_danger", 0.1)], "deny", False),
    ],
)  # fmt: skip
def test_the_likeliest_danger_alarms_and_a_less_likely_one_warns(
    said_so: str, ranking: list[tuple[str, float]], intent: str, warns: bool, bench: Any, said: Any
) -> None:
    message = said(said_so)
    message.set("nearness", 0.5)
    entries = [{"name": name, "confidence": p} for name, p in ranking]
    message.set("intent", entries[0])
    message.set("intent_ranking", entries)
    (guarded,) = bench.made(DangerGuard).process([message])
    assert guarded.get("intent")["name"] == intent == guarded.get("intent_ranking")[0]["name"]
    assert [entity["entity"] for entity in guarded.get("entities", [])] == (
        ["caution"] if warns else ["danger"] if intent == "report_danger" else []
    )
