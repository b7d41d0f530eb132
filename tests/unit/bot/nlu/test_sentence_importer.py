"""Our importer reads what Rasa's own reads, without its copies."""

from copy import deepcopy
from pathlib import Path

import pytest
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.importer import CombinedDataImporter, E2EImporter, ResponsesSyncImporter
from rasa.shared.importers.rasa import RasaFileImporter

from bot.nlu.sentence_importer import Sentence, SentenceImporter

_DATA = """version: "3.1"
nlu:
  - intent: greet
    examples: |
      - 你好
      - 你好
  - intent: report_outage_home
    examples: |
      - [青口镇](address)没电了
      - 家里没电
"""


@pytest.fixture
def data(tmp_path: Path) -> list[str]:
    (tmp_path / "nlu.yml").write_text(_DATA, encoding="utf-8")
    return [str(tmp_path)]


def _through_rasa(importer: RasaFileImporter) -> E2EImporter:
    return E2EImporter(ResponsesSyncImporter(CombinedDataImporter([importer])))


def test_the_examples_are_those_that_rasa_reads(data: list[str]) -> None:
    ours = _through_rasa(SentenceImporter(training_data_paths=data)).get_nlu_data("zh")
    rasas = _through_rasa(RasaFileImporter(training_data_paths=data)).get_nlu_data("zh")
    assert [e.data for e in ours.training_examples] == [e.data for e in rasas.training_examples]
    assert len(ours.intent_examples) == 3


def test_rasa_gets_the_same_sentences_again_and_again(data: list[str]) -> None:
    importer = _through_rasa(SentenceImporter(training_data_paths=data))
    first, again = importer.get_nlu_data("zh").intent_examples, importer.get_nlu_data().intent_examples
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_a_changed_sentence_has_another_fingerprint() -> None:
    sentence = Sentence({"text": "你好", "intent": "greet"})
    before = sentence.fingerprint()
    sentence.set("intent", "greet")
    assert sentence.fingerprint() == before == deepcopy(sentence).fingerprint()
    sentence.set("intent", "thanks")
    assert sentence.fingerprint() != before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("responses:\n  utter_greet:\n    - text: 您好\n", "only 'version' and 'nlu'"),
        ("  - synonym: 停电\n    examples: |\n      - 没电\n", r"found \['examples', 'synonym'\]"),
        ("  - intent: thanks\n    examples: |\n      谢谢\n", "no example of thanks.*谢谢"),
    ],
)
def test_what_it_does_not_read_is_an_error(tmp_path: Path, wrong: str, told: str) -> None:
    (tmp_path / "nlu.yml").write_text(_DATA + wrong, encoding="utf-8")
    with pytest.raises(RasaException, match=told):
        SentenceImporter(training_data_paths=[str(tmp_path)]).get_nlu_data()
