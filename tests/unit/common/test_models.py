"""A model fits exactly as long as nothing that training reads has changed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from common.errors import LaidianError
from common.models import fitting_model, train, training_files
from common.settings import ROOT, Settings


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with a component, a helper of the helper it uses, and packages."""
    files = {
        "bot/config.yml": "language: zh\n",
        "bot/domain/outage.yml": "intents: []\n",
        "bot/nlu/tagger.py": "from common.address import parse\n",
        "bot/channel.py": "from common.masking import mask\n",
        "data/nlu/outage.yml": "nlu: []\n",
        "common/address.py": "import common.numbers\n",
        "common/numbers.py": "from common import signs\n",
        "common/signs.py": "",
        "common/masking.py": "",
        "requirements/run.txt": "rasa==3.6.21 \\\n    --hash=sha256:1\n    # via x\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "bot/config.yml",
        "bot/domain/outage.yml",
        "bot/nlu/tagger.py",
        "data/nlu/outage.yml",
        "common/address.py",
        "common/numbers.py",
        "common/signs.py",
    ],
)
def test_change_of_what_training_reads_asks_for_a_new_model(project: Path, name: str) -> None:
    before = fitting_model(project)
    with (project / name).open("a") as file:
        file.write("# changed\n")
    assert fitting_model(project) != before


@pytest.mark.parametrize("name", ["bot/channel.py", "common/masking.py"])
def test_change_of_anything_else_does_not(project: Path, name: str) -> None:
    before = fitting_model(project)
    (project / name).write_text("# changed\n")
    (project / "bot/nlu/__pycache__").mkdir()
    (project / "bot/nlu/__pycache__/tagger.pyc").touch()
    assert fitting_model(project) == before


def test_file_that_moves_is_a_change(project: Path) -> None:
    before = fitting_model(project)
    (project / "data/nlu/outage.yml").rename(project / "data/nlu/bill.yml")
    assert fitting_model(project) != before


def test_other_version_of_a_package_is_a_change_other_comments_are_not(project: Path) -> None:
    lock = project / "requirements/run.txt"
    before = fitting_model(project)
    lock.write_text(lock.read_text().replace("via x", "via y"))
    assert fitting_model(project) == before
    lock.write_text(lock.read_text().replace("3.6.21", "3.6.22"))
    assert fitting_model(project) != before


def test_every_helper_of_the_real_components_is_watched() -> None:
    watched = set(training_files())
    assert ROOT / "common/normalise.py" in watched
    for file in watched:
        if file.suffix == ".py":
            for node in ast.walk(ast.parse(file.read_bytes())):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                    ("common.", "bot.nlu.")
                ):
                    assert ROOT / f"{str(node.module).replace('.', '/')}.py" in watched, (file, node.module)


def test_failed_training_is_one_line_and_leaves_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\necho some trace\necho InvalidDomain: no intent\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(fake))
    with pytest.raises(LaidianError) as error:
        train(Settings(home=tmp_path), tmp_path / "laidian-1.tar.gz")
    assert str(error.value) == f"training failed, see {tmp_path}/logs/train.log: InvalidDomain: no intent"
    assert not list(tmp_path.glob("*.tar.gz"))
    assert "training the model" in capsys.readouterr().out


def test_trained_model_appears_whole_and_the_oldest_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "python"
    # `rasa train … --out FOLDER --fixed-model-name NAME`
    fake.write_text('#!/bin/sh\nwhile [ "$1" != --out ]; do shift; done\necho model > "$2/$4.tar.gz"\n')
    fake.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(fake))
    for number in range(5):
        train(Settings(home=tmp_path), tmp_path / f"laidian-{number}.tar.gz")
    assert sorted(path.name for path in tmp_path.glob("*.tar.gz")) == [
        f"laidian-{n}.tar.gz" for n in (2, 3, 4)
    ]
    assert (tmp_path / "laidian-4.tar.gz").read_text() == "model\n"
