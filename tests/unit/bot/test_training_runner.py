"""What is trained beside the classifier ends up in the same model, and what fails there fails the training."""

import os
from pathlib import Path
from typing import Any

import pytest
import rasa.model_training
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.nlu.sentence_importer import SentenceImporter
from bot.nlu.wish_classifier import WishClassifier
from bot.training_runner import TrainingRunner


class _Part(GraphComponent):
    """Something to train: it stores the process it was trained in, and the one its data come from."""

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "_Part":
        return cls(model_storage, resource)

    def read(self) -> int:
        return os.getpid()

    def train(self, data: int) -> Resource:
        with self._storage.write_to(self._resource) as folder:
            (folder / "processes").write_text(f"{data} {os.getpid()}", encoding="utf-8")
        return self._resource


class _Broken(_Part):
    def train(self, data: int) -> Resource:
        raise ValueError("no field can be trained on this")


class _Classifier(_Part, WishClassifier):
    pass


def _schema(*trained: type[_Part]) -> GraphSchema:
    data = SchemaNode({}, _Part, "create", "read", {}, is_input=True)
    parts = {
        f"train_{part.__name__}": SchemaNode({"data": "data"}, part, "create", "train", {}, is_target=True)
        for part in trained
    }
    return GraphSchema({"data": data, **parts})


def _run(storage: Path, *trained: type[_Part]) -> dict[str, list[int]]:
    schema = _schema(*trained)
    model = LocalModelStorage.create(storage)
    results = TrainingRunner.create(schema, model, ExecutionContext(schema)).run()
    return {name: _processes(model, resource) for name, resource in results.items()}


def _processes(model: ModelStorage, resource: Resource) -> list[int]:
    with model.read_from(resource) as folder:
        return [int(process) for process in (folder / "processes").read_text(encoding="utf-8").split()]


def test_parts_are_trained_beside_the_classifier_on_data_read_once(tmp_path: Path) -> None:
    trained = _run(tmp_path, _Classifier, _Part)
    assert trained["train__Classifier"] == [os.getpid(), os.getpid()]
    data, beside = trained["train__Part"]
    assert data == os.getpid() != beside


@pytest.mark.parametrize("part", [_Part, _Classifier])
def test_without_the_classifier_or_anything_beside_it_there_is_one_process(
    tmp_path: Path, part: type[_Part]
) -> None:
    assert _run(tmp_path, part) == {f"train_{part.__name__}": [os.getpid(), os.getpid()]}


def test_a_part_that_fails_beside_the_classifier_fails_the_training(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(GraphRunError, match="beside"):
        _run(tmp_path, _Classifier, _Broken)
    assert "no field can be trained on this" in capfd.readouterr().err


def test_rasa_trains_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa.model_training, "DaskGraphRunner", rasa.model_training.DaskGraphRunner)
    SentenceImporter()
    assert rasa.model_training.DaskGraphRunner is TrainingRunner
