"""The public benchmark's script, on a tiny invented sample in its two formats."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.nlu import smp2017, trial

SAMPLES = Path(__file__).parent / "samples"


def test_reads_rows_and_the_official_json() -> None:
    rows = smp2017.read(SAMPLES / "smp2017.tsv")
    assert Counter(example.intent for example in rows) == {"alarm": 6, "cookbook": 6, "poetry": 6}
    assert rows[0].text == "明早六点半叫我起床"
    entries = smp2017.read(SAMPLES / "smp2017.json")
    assert [example.intent for example in entries] == ["alarm", "cookbook", "poetry"]


def test_quotes_and_repeated_texts_in_rows(tmp_path: Path) -> None:
    file = tmp_path / "train.tsv"
    file.write_text('他说"好\tchat\n放首歌\tmusic\n放首歌\tmusic\n', encoding="utf-8")
    assert [example.text for example in smp2017.read(file)] == ['他说"好', "放首歌"]


def test_only_the_classifier_is_left() -> None:
    pipeline = yaml.safe_load(smp2017.classifier_only(trial.SHIPPED.read_text(encoding="utf-8")))["pipeline"]
    names = [component["name"].rsplit(".", 1)[-1] for component in pipeline]
    assert names == ["TextNormaliser", "WishClassifier"]
    assert pipeline[-1]["linked_doubt"] < 0


def test_trains_and_tests_the_shipped_classifier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "RESULTS", tmp_path)
    training, test = (smp2017.read(SAMPLES / f"smp2017.{ending}") for ending in ("tsv", "json"))
    assert smp2017.measure(trial.SHIPPED, training, test).accuracy >= 2 / 3
