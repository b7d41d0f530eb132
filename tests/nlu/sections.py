"""The sections of docs/nlu-report.md, each a pure function from what was measured to Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields

from tests.nlu import scores
from tests.nlu.heldout import LABELS, OUT_OF_SCOPE, SINGLE_WISH, WITH_ENTITIES, Example
from tests.nlu.similarity import bare
from tests.nlu.trial import Cost
from tests.nlu.understanding import FALLBACK, Parse

Sets = Mapping[str, Sequence[Example]]
Parses = Mapping[str, Sequence[Parse]]
_YES, _NO = "yes", "**no**"
_COSTS = {
    "training_seconds": "training of the understanding, s",
    "training_mb": "peak memory of training, MB",
    "model_mb": "model file, MB",
    "load_seconds": "loading, s",
    "parsing_mb": "peak memory of a process that parses, MB",
    "first_ms": "first parse, ms",
    "p50_ms": "parse p50, ms",
    "p95_ms": "parse p95, ms",
    "load_average": "load average of the machine meanwhile (a trial alone makes about 1, stock Rasa 2)",
}


@dataclass(frozen=True)
class Measured:
    """A pipeline's answers to every held-out set, and its cost."""

    name: str
    parses: Parses
    cost: Cost


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers with a point are rounded to three places."""
    lines = [list(header), ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def pooled(
    sets: Sets, parses: Parses, names: Sequence[str] = SINGLE_WISH
) -> tuple[list[Example], list[Parse]]:
    """Several sets as one."""
    return [e for name in names for e in sets[name]], [p for name in names for p in parses[name]]


def targets(sets: Sets, runs: Sequence[Measured], beside: Sequence[Measured]) -> str:
    """What the project asks of itself, and whether the first of `runs` does it; `beside`: ours and stock Rasa on the same data."""
    values = [(measured, _against_targets(sets, measured)) for measured in runs]
    rows: list[list[object]] = []
    for number, (what, bound, at_least, value) in enumerate(values[0][1]):
        holds = value >= bound if at_least else value <= bound
        sign = "≥" if at_least else "≤"
        others = [column[number][3] for _, column in values[1:]]
        rows.append([what, f"{sign} {bound:.2f}", value, *others, _YES if holds else _NO])
    if beside:
        ours, stock = beside
        lead = min(
            scores.of_set(name, examples, ours.parses[name]).accuracy
            - scores.of_set(name, examples, stock.parses[name]).accuracy
            for name, examples in sets.items()
        )
        empty = [""] * (len(runs) - 1)
        rows.append(
            [
                "lead over stock Rasa on the same data, smallest of all sets",
                "≥ 0.10",
                lead,
                *empty,
                _YES if lead >= 0.1 else _NO,
            ]
        )
    return table(["", "target", *(run.name for run in runs), "met"], rows)


def _against_targets(sets: Sets, measured: Measured) -> list[tuple[str, float, bool, float]]:
    parses = measured.parses
    accuracy = {name: scores.of_set(name, sets[name], parses[name]).accuracy for name in SINGLE_WISH}
    outside, inside = (sets[OUT_OF_SCOPE], parses[OUT_OF_SCOPE]), pooled(sets, parses)
    expected, found = ([x.spans for x in side] for side in pooled(sets, parses, WITH_ENTITIES))
    return [
        ("clean, accuracy", 0.95, True, accuracy["clean"]),
        ("noisy, accuracy", 0.90, True, accuracy["noisy"]),
        ("stories, accuracy", 0.88, True, accuracy["stories"]),
        ("out of scope, false accepts", 0.08, False, scores.false_accepts(*outside)),
        ("in scope, false rejects (sets with one wish)", 0.04, False, scores.false_rejects(*inside)),
        ("entities, F1 (sets with one wish and danger)", 0.92, True, scores.entities(expected, found).f1),
        (
            "danger, recall (alarm or warning)",
            0.99,
            True,
            scores.danger(sets["danger"], parses["danger"]).noticed,
        ),
    ]


def heldout(sets: Sets, runs: Sequence[Measured]) -> str:
    """Scores on every set."""
    rows: list[list[object]] = []
    for name, examples in sets.items():
        for run in runs:
            parses = run.parses[name]
            score = scores.of_set(name, examples, parses)
            row: list[object] = [name, len(examples), run.name]
            row += [score.accuracy, score.macro_f1, score.weighted_f1]
            if name in SINGLE_WISH:
                fallbacks = sum(parse.intent == FALLBACK for parse in parses)
                row += [scores.calibration_error(examples, parses), scores.false_rejects(examples, parses)]
                row.append(fallbacks)
            rows.append(row + ["–"] * (9 - len(row)))
    header = ["set", "messages", "pipeline", "accuracy", "macro F1", "weighted F1", "ECE"]
    return table([*header, "false rejects", "fallbacks"], rows)


def set_phrases(sets: Sets, run: Measured, training: Sequence[Example]) -> str:
    """How much of the score is owed to phrases that nobody can leave out of training data."""
    known = {bare(example.text) for example in training}
    examples, parses = pooled(sets, run.parses)
    others = [i for i, example in enumerate(examples) if bare(example.text) not in known]
    score = scores.intents([examples[i] for i in others], [parses[i] for i in others])
    return (
        f"{len(examples) - len(others)} of the {len(examples)} messages with one wish are set phrases like 是 or 转人工 "
        f"that the training data has too; on the other {len(others)} the shipped accuracy is {score.accuracy:.3f}."
    )


def out_of_scope(sets: Sets, runs: Sequence[Measured]) -> str:
    """Telling what we do not serve from what we do."""
    rows = []
    for run in runs:
        outside, answers = sets[OUT_OF_SCOPE], run.parses[OUT_OF_SCOPE]
        inside, understood = pooled(sets, run.parses)
        row = [
            run.name,
            scores.out_of_scope_auroc([*sets["clean"], *outside], [*run.parses["clean"], *answers]),
            scores.out_of_scope_auroc([*inside, *outside], [*understood, *answers]),
            scores.false_accepts(outside, answers),
            scores.false_rejects(inside, understood),
        ]
        rows.append(row)
    return table(["pipeline", "AUROC, clean", "AUROC, all", "false accepts", "false rejects"], rows)


def danger(sets: Sets, runs: Sequence[Measured]) -> str:
    """Dangers found, and false alarms."""
    rows = [[run.name, *astuple(scores.danger(sets["danger"], run.parses["danger"]))] for run in runs]
    return table(
        ["pipeline", "alarmed", "alarmed or warned", "false alarms", "false alarms and warnings"], rows
    )


def entities(sets: Sets, runs: Sequence[Measured]) -> str:
    """Exact spans by label, all sets together, then by set."""
    rows = []
    for run in runs:
        for where, names in (("all sets", WITH_ENTITIES), *((name, (name,)) for name in WITH_ENTITIES)):
            expected, found = ([x.spans for x in side] for side in pooled(sets, run.parses, names))
            for label in (None, *LABELS) if where == "all sets" else (None,):
                score = scores.entities(expected, found, label)
                rows.append([run.name, where, label or "all", *_columns(score)])
    return table(["pipeline", "where", "entity", "precision", "recall", "F1", "expected"], rows)


def cost(runs: Sequence[Measured]) -> str:
    """Times, memory and size."""
    rows: list[list[object]] = []
    for name, meaning in _COSTS.items():
        values = [getattr(run.cost, name) for run in runs]
        rows.append([meaning, *(f"{value:.1f}" for value in values)])
    return table(["", *(run.name for run in runs)], rows)


def learning_curve(sets: Sets, by_share: Mapping[float, tuple[int, Measured]]) -> str:
    """Scores with a part of the training data."""
    rows = []
    for share, (count, run) in sorted(by_share.items()):
        accuracy = [scores.of_set(name, sets[name], run.parses[name]).accuracy for name in SINGLE_WISH]
        accepts = scores.false_accepts(sets[OUT_OF_SCOPE], run.parses[OUT_OF_SCOPE])
        noticed = scores.danger(sets["danger"], run.parses["danger"]).noticed
        rows.append([f"{share:.0%}", count, *accuracy, accepts, noticed])
    return table(["data", "sentences", *SINGLE_WISH, "false accepts", "danger recall"], rows)


def confusions(sets: Sets, run: Measured, most: int = 25) -> str:
    """The pairs that are mixed up most often."""
    pairs = scores.confusions(*pooled(sets, run.parses))[:most]
    return table(["expected", "decided", "times"], pairs)


def per_intent(sets: Sets, run: Measured, training: Sequence[Example]) -> str:
    """Every intent in the sets with one wish together."""
    known = Counter(example.intent for example in training)
    found = scores.per_intent(*pooled(sets, run.parses))
    rows = [[name, known[name], score.support, *_columns(score)[:3]] for name, score in found.items()]
    return table(["intent", "training", "held out", "precision", "recall", "F1"], rows)


def intents(rows: Sequence[tuple[str, scores.Intents]]) -> str:
    """Named accuracy and F1."""
    names = [field.name for field in fields(scores.Intents)]
    body = [[name, *(getattr(score, field) for field in names)] for name, score in rows]
    return table(["", "accuracy", "macro F1", "weighted F1"], body)


def _columns(score: scores.F1) -> list[object]:
    return [score.precision, score.recall, score.f1, score.support]
