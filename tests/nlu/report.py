"""Writes docs/nlu-report.md (`make nlu-report`): the shipped pipeline next to stock Rasa on the held-out sets.

Stock Rasa trains for minutes; outcomes are kept in `results/nlu/` and measured anew when what they depend on changes.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from common.settings import ROOT, TEST_PREFIX
from tests.nlu import scores, sections, smp2017, splits, trial
from tests.nlu.heldout import Example, all_sets, training
from tests.nlu.sections import Measured

REPORT = ROOT / "docs/nlu-report.md"
EXPERIMENTS = ROOT / "docs/nlu-experiments.md"
SHIPPED, STOCK = "shipped", "stock Rasa"
_CONFIGS = {SHIPPED: trial.SHIPPED, STOCK: trial.STOCK}
_EPOCHS = 100
_SMP2017 = f"{TEST_PREFIX}SMP2017"
_SHARES = (0.25, 0.5, 1.0)
_FOLDS = 5
_LEFT_OUT = "Not measured in this run."


def main() -> None:
    """Measures and writes."""
    options = _options()
    sets, data = all_sets(), training()
    shipped = _measured(SHIPPED, data, sets, options.fresh)
    beside = [] if options.no_stock else _beside(shipped, data, sets, options)
    runs = [shipped, *(run for run in beside if run is not shipped)]
    parts = {
        "Targets": sections.targets(sets, runs, beside),
        "Held-out sets": f"{_HELDOUT}{sections.heldout(sets, runs)}\n\n{sections.set_phrases(sets, shipped, data)}",
        "Out of scope": _OUT_OF_SCOPE + sections.out_of_scope(sets, runs),
        "Danger": _DANGER + sections.danger(sets, runs),
        "Entities": _ENTITIES + sections.entities(sets, runs),
        "Cost": _COST + sections.cost(runs),
        "Learning curve": _LEFT_OUT if options.no_curve else _curve(data, sets, shipped, options.fresh),
        "Cross-validation": _CROSS + (_LEFT_OUT if options.no_folds else _folds(data, options.fresh)),
        "SMP2017-ECDT task 1": _SMP + _benchmark(options),
        "Classifiers compared": _experiments(),
        "Confusions": _CONFUSIONS + sections.confusions(sets, shipped),
        "Intent by intent": _PER_INTENT + sections.per_intent(sets, shipped, data),
    }
    body = "\n\n".join(f"## {title}\n{text}" for title, text in parts.items())
    options.output.write_text(
        f"{_head(data, '' if options.no_stock else _stock(options))}\n\n{body}\n", encoding="utf-8"
    )
    print(f"wrote {options.output}\n\n{parts['Targets']}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="writes docs/nlu-report.md")
    parser.add_argument("--no-stock", action="store_true", help="leave stock Rasa out")
    parser.add_argument(
        "--stock-share",
        type=float,
        default=1.0,
        help="part of the data that stock Rasa, and ours for comparison, is trained on; all of it takes it hours",
    )
    parser.add_argument("--stock-epochs", type=int, default=_EPOCHS, help="of its DIET on our data")
    parser.add_argument(
        "--stock-folds",
        type=int,
        default=_FOLDS,
        help="of SMP2017-ECDT on which stock Rasa is measured, 0 for none",
    )
    parser.add_argument("--no-curve", action="store_true", help="leave the learning curve out")
    parser.add_argument("--no-folds", action="store_true", help="leave the cross-validation out")
    parser.add_argument("--fresh", action="store_true", help="measure again what was measured before")
    parser.add_argument(
        "--smp2017", type=Path, default=os.environ.get(_SMP2017), help=f"its training file; else {_SMP2017}"
    )
    parser.add_argument("--output", type=Path, default=REPORT)
    return parser.parse_args()


def _measured(
    name: str, data: Sequence[Example], sets: sections.Sets, fresh: bool, config: Path | None = None
) -> Measured:
    print(f"{name}: {len(data)} sentences …", flush=True)
    texts = [example.text for examples in sets.values() for example in examples]
    outcome = trial.run(config or _CONFIGS[name], data, texts, fresh)
    answers = iter(outcome.parses)
    parses = {title: [next(answers) for _ in examples] for title, examples in sets.items()}
    return Measured(name, parses, outcome.cost)


def _beside(
    shipped: Measured, data: Sequence[Example], sets: sections.Sets, options: argparse.Namespace
) -> list[Measured]:
    """Ours and stock Rasa, trained on the same sentences."""
    share, epochs = options.stock_share, options.stock_epochs
    part = splits.share(data, share)
    ours = shipped if share == 1 else _measured(SHIPPED, part, sets, options.fresh)
    stock = trial.STOCK if epochs == _EPOCHS else trial.stock(epochs)
    pair = [ours, _measured(STOCK, part, sets, options.fresh, stock)]
    return pair if share == 1 else [replace(run, name=f"{run.name}, {share:.0%} of the data") for run in pair]


def _curve(data: Sequence[Example], sets: sections.Sets, whole: Measured, fresh: bool) -> str:
    by_share = {1.0: (len(data), whole)}
    for share in _SHARES[:-1]:
        part = splits.share(data, share)
        by_share[share] = (len(part), _measured(SHIPPED, part, sets, fresh))
    return sections.learning_curve(sets, by_share)


def _folds(data: Sequence[Example], fresh: bool) -> str:
    examples: list[Example] = []
    parses = []
    for number, (known, asked) in enumerate(splits.folds(data, _FOLDS), start=1):
        print(f"fold {number} of {_FOLDS} …", flush=True)
        examples += asked
        parses += trial.run(trial.SHIPPED, known, [example.text for example in asked], fresh).parses
    table = sections.intents([(f"shipped, {_FOLDS} folds", scores.intents(examples, parses))])
    rejects = scores.false_rejects(examples, parses)
    return f"{table}\n\nFalse rejects: {rejects:.3f}. ECE: {scores.calibration_error(examples, parses):.3f}."


def _benchmark(options: argparse.Namespace) -> str:
    if options.smp2017 is None:
        return _LEFT_OUT
    examples = smp2017.read(options.smp2017)
    leave_out = options.no_stock or not options.stock_folds
    beside = [] if leave_out else [(SHIPPED, options.stock_folds), (STOCK, options.stock_folds)]
    rows = []
    for name, folds in dict.fromkeys([(SHIPPED, _FOLDS), *beside]):
        print(f"SMP2017, {name}, {folds} folds …", flush=True)
        score = smp2017.measure(_CONFIGS[name], examples, folds=folds, fresh=options.fresh)
        rows.append((f"{name}, {folds} folds", score))
    classes = len({example.intent for example in examples})
    told = f"{len(examples)} texts of the training split in {classes} classes, cut in {_FOLDS} folds."
    return f"{told}\n\n{sections.intents(rows)}"


def _experiments() -> str:
    """Other classifiers are compared by cross-validation in a page written by hand."""
    if not EXPERIMENTS.exists():
        return _LEFT_OUT
    return f"By cross-validation on the training data: [{EXPERIMENTS.name}]({EXPERIMENTS.name})."


def _stock(options: argparse.Namespace) -> str:
    part = _PART.format(options.stock_share) if options.stock_share < 1 else ""
    return _STOCK.format(options.stock_epochs) + part


def _head(data: Sequence[Example], stock: str) -> str:
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    counts = Counter(example.intent for example in data)
    return (
        "# How well messages are understood\n\n"
        f"Written by `make nlu-report` on {date.today()} at commit {commit or 'unknown'}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; edits here are lost. Training data: {len(data)} sentences, "
        f"{len(counts)} intents, the smallest with {min(counts.values())}.\n\n"
        "The held-out sets (`tests/nlu/heldout/`) were written apart from the training data and never trained on; its README "
        "says what was seen of them. Everything is decided as the shipped pipeline decides it, at the thresholds of `bot/config.yml`. "
        + (stock or "Stock Rasa, the yardstick, was not measured in this run.")
    )


_STOCK = (
    "Stock Rasa is `tests/nlu/stock.yml` (jieba, CountVectors on words and on characters 1–4, DIET with {} epochs, "
    "FallbackClassifier), trained on the same sentences; one seed, and DIET moves by some points with another."
)
_PART = " Its training takes hours on all sentences, so it stands beside the shipped pipeline trained on the same {:.0%} of them."
_HELDOUT = (
    "In `mixed` a message is right when all its wishes are found and no other (greetings and thanks count, which the shipped "
    "pipeline does not report as wishes; a classifier with one answer cannot be right); `danger` is a yes/no question. Macro F1 "
    "is over the intents of the set. On a message that is out of scope a fallback is right. ECE: ten bins of the confidence in "
    "the best real intent.\n\n"
)
_OUT_OF_SCOPE = (
    "AUROC: confidence of the best intent that we serve, `out_of_scope` against clean, or against all sets with one wish. A "
    "false accept gets an intent that we serve. A false reject gets `out_of_scope` or the fallback.\n\n"
)
_DANGER = (
    "Real dangers, hidden ones too, that alarm (advice, urgent work order, staff) and that at least get a word of warning before the answer; "
    "the same of harmless messages made to look like dangers.\n\n"
)
_ENTITIES = "A find counts when both ends and the label are exact.\n\n"
_COST = "Each pipeline trains and answers in processes of its own, one after the other; training has all cores, parsing one and no HTTP.\n\n"
_CROSS = "On the training data, so not comparable with the held-out sets: a sentence's neighbours may be in the training folds.\n\n"
_SMP = (
    "A public benchmark, a phone assistant's requests (the best published figure is about 0.945 F1, on the official test split, "
    "which was not at hand). Only the classifier: no danger guard, no thresholds. `python -m tests.nlu.smp2017 TRAIN TEST` "
    "measures on the official split.\n\n"
)
_CONFUSIONS = "Shipped pipeline; the sets with one wish together.\n\n"
_PER_INTENT = "Shipped pipeline; the sets with one wish together.\n\n"

if __name__ == "__main__":
    main()
