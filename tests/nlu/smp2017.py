"""The public benchmark SMP2017-ECDT task 1: 31 classes of Chinese requests to a phone assistant.

    python -m tests.nlu.smp2017 TRAIN [TEST]

With both files: trains on the first, tests on the second. With the training file alone: 5-fold cross-validation.
Files are the official JSON (`{"0": {"query": …, "label": …}}`) or rows `text<TAB>label`; they are not in the repository.
The guards, the entities and the thresholds belong to a power company: left out here, and the best class counts.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml

from tests.nlu import scores, splits, trial
from tests.nlu.heldout import Example

FOLDS = 5
_HEADER = ["text", "label"]
_DOMAIN_ONLY = ("AbuseGuard", "DangerGuard", "CustomerEntityExtractor")
_NEVER = -1.0


def read(file: Path) -> list[Example]:
    """Examples of one of the benchmark's files, in order, every text once."""
    if file.suffix == ".json":
        entries = json.loads(file.read_text(encoding="utf-8")).values()
        rows = [[entry["query"], entry["label"]] for entry in entries]
    else:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        rows = rows[1:] if rows[0] == _HEADER else rows
    labels = {text.strip(): label.strip() for text, label in rows if text.strip()}
    return [Example(text, (label,)) for text, label in labels.items()]


def measure(
    config: Path,
    training: Sequence[Example],
    test: Sequence[Example] = (),
    folds: int = FOLDS,
    fresh: bool = False,
) -> scores.Intents:
    """Scores of the classifier of `config` on `test`, or without one on the first `folds` folds of `FOLDS`."""
    pairs = [(list(training), list(test))] if test else list(splits.folds(training, FOLDS))[:folds]
    expected: list[str] = []
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "config.yml"
        plain.write_text(classifier_only(config.read_text(encoding="utf-8")), encoding="utf-8")
        for known, asked in pairs:
            outcome = trial.run(plain, known, [example.text for example in asked], fresh)
            expected += [example.intent for example in asked]
            found += [parse.ranking[0][0] for parse in outcome.parses]
    return scores.of_labels(expected, found)


def classifier_only(config: str) -> str:
    """The configuration without what belongs to a power company; a message has one class only."""
    parts = yaml.safe_load(config)
    parts["pipeline"] = [c for c in parts["pipeline"] if not c["name"].endswith(_DOMAIN_ONLY)]
    for component in parts["pipeline"]:
        component.update({name: _NEVER for name in component if name.endswith("_doubt")})
    return str(yaml.safe_dump(parts, allow_unicode=True))


def main() -> None:
    """Prints the scores of the shipped and of the stock pipeline."""
    parser = argparse.ArgumentParser(description="SMP2017-ECDT task 1")
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path, nargs="?")
    arguments = parser.parse_args()
    training = read(arguments.train)
    test = read(arguments.test) if arguments.test else []
    print(f"{len(training)} to train, {len(test) or f'{FOLDS}-fold'} to test")
    for config in (trial.SHIPPED, trial.STOCK):
        print(config.name, measure(config, training, test))


if __name__ == "__main__":
    main()
