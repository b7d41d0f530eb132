"""One trial: a pipeline trained on some examples, then asked about texts; times and memory from processes of their own.

A trial whose configuration, code, examples and texts did not change is not repeated: its outcome waits in `results/nlu/`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from common.models import training_environment, training_files
from common.processes import openblas_kernels
from common.settings import ROOT
from tests.nlu.heldout import Example
from tests.nlu.understanding import Parse, Understanding

SHIPPED = ROOT / "bot/config.yml"
STOCK = Path(__file__).with_name("stock.yml")
RESULTS = ROOT / "results/nlu"
_LOOK_SECONDS = 0.2
_ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "PYTHONWARNINGS": "ignore",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    **openblas_kernels(),
}


@dataclass(frozen=True)
class Cost:
    """What a pipeline costs; memory is the peak of the process or of it and its children, the load that of the machine meanwhile."""

    training_seconds: float
    training_mb: float
    model_mb: float
    load_seconds: float
    parsing_mb: float
    first_ms: float
    p50_ms: float
    p95_ms: float
    load_average: float


@dataclass(frozen=True)
class Outcome:
    """Cost and, in the order of the texts, what was understood."""

    cost: Cost
    parses: list[Parse]


def run(config: Path, training: Sequence[Example], texts: Sequence[str], fresh: bool = False) -> Outcome:
    """Train and ask, or take the outcome of an equal trial unless `fresh`."""
    data = as_yaml(training)
    stored = RESULTS / f"{_digest(config, data, texts)}.json"
    if fresh or not stored.exists():
        with tempfile.TemporaryDirectory() as folder:
            raw = _run(config, data, list(texts), Path(folder))
        RESULTS.mkdir(parents=True, exist_ok=True)
        stored.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    raw = json.loads(stored.read_text(encoding="utf-8"))
    return Outcome(Cost(**raw["cost"]), [_parse(entry) for entry in raw["parses"]])


def stock(epochs: int) -> Path:
    """The stock configuration with other epochs of DIET, as a file of its own."""
    config = yaml.safe_load(STOCK.read_text(encoding="utf-8"))
    for component in config["pipeline"]:
        if "epochs" in component:
            component["epochs"] = epochs
    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / f"stock-{epochs}-epochs.yml"
    file.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return file


def as_yaml(examples: Sequence[Example]) -> str:
    """Examples as a training file of Rasa."""
    messages = [
        Message.build(e.text, e.intent, [_entity(e.text, *span) for span in e.spans]) for e in examples
    ]
    return str(RasaYAMLWriter().dumps(TrainingData(messages)))


def _entity(text: str, start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "value": text[start:end], "entity": label}


def _parse(entry: dict[str, Any]) -> Parse:
    ranking = tuple((name, score) for name, score in entry["ranking"])
    spans = frozenset((start, end, label) for start, end, label in entry["spans"])
    return Parse(entry["intent"], ranking, tuple(entry["wishes"]), spans, entry["warns"])


def _digest(config: Path, data: str, texts: Sequence[str]) -> str:
    digest = hashlib.sha256(json.dumps([config.read_text(encoding="utf-8"), data, *texts]).encode())
    if "bot.nlu." in config.read_text(encoding="utf-8"):
        for file in training_files():
            if file.suffix == ".py" or "lexicon" in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _run(config: Path, data: str, texts: list[str], folder: Path) -> dict[str, Any]:
    (folder / "nlu.yml").write_text(data, encoding="utf-8")
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    trained = _child(training_environment(), "train", str(config), str(folder))
    asked = _child({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}, "ask", str(folder))
    cost = {
        "training_seconds": trained["seconds"],
        "training_mb": trained["mb"],
        "model_mb": (folder / "model.tar.gz").stat().st_size / 2**20,
        "parsing_mb": asked["mb"],
        "load_average": os.getloadavg()[1],
        **asked["cost"],
    }
    return {"cost": cost, "parses": asked["parses"]}


def _child(settings: dict[str, str], *arguments: str) -> dict[str, Any]:
    """Runs this module with the environment of an installation; its answer is in `answer.json` of the folder, its last argument."""
    answer = Path(arguments[-1]) / "answer.json"
    cache = {"RASA_CACHE_DIRECTORY": str(answer.with_name("cache"))}
    environment = {**os.environ, **_ENVIRONMENT, **settings, **cache}
    command = [sys.executable, "-m", "tests.nlu.trial", *arguments]
    log, together = answer.with_name("log"), 0.0
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as child,
    ):
        while child.poll() is None:
            together = max(together, sum(map(_memory_mb, _family(child.pid))))
            time.sleep(_LOOK_SECONDS)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{log.read_text(encoding='utf-8')[-6000:]}")
    measured = json.loads(answer.read_text(encoding="utf-8"))
    assert isinstance(measured, dict)
    return {**measured, "mb": max(measured["mb"], together)}


def _family(process: int) -> Iterator[int]:
    """A process and its children, which training has (`bot/training_runner.py`)."""
    yield process
    told = Path(f"/proc/{process}/task/{process}/children")
    for child in told.read_text(encoding="ascii").split() if told.exists() else []:
        yield from _family(int(child))


def _memory_mb(process: int) -> float:
    """What a process takes now, its share of what it has in common with others; 0 when it has ended."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    share = re.search(r"^Pss: +(\d+) kB", told, re.MULTILINE)
    return int(share[1]) / 1024 if share else 0.0


def _train(config: str, folder: Path) -> dict[str, Any]:
    from rasa.model_training import train_nlu  # brings TensorFlow, which only this process needs

    started = time.perf_counter()
    train_nlu(config, str(folder / "nlu.yml"), str(folder), fixed_model_name="model")
    return {"seconds": time.perf_counter() - started, "mb": _peak_mb()}


def _ask(folder: Path) -> dict[str, Any]:
    started = time.perf_counter()
    understanding = Understanding(folder / "model.tar.gz")
    load_seconds = time.perf_counter() - started
    parses = understanding.parse(json.loads((folder / "texts.json").read_text(encoding="utf-8")))
    milliseconds = 1000 * np.array(understanding.seconds)
    cost = {
        "load_seconds": load_seconds,
        "first_ms": float(milliseconds[0]),
        "p50_ms": float(np.median(milliseconds)),
        "p95_ms": float(np.quantile(milliseconds, 0.95)),
    }
    entries = [{**asdict(parse), "spans": sorted(parse.spans)} for parse in parses]
    return {"cost": cost, "parses": entries, "mb": _peak_mb()}


def _peak_mb() -> float:
    """Peak of this process; `getrusage` would also count the parent's memory from before the exec."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    place = Path(sys.argv[-1])
    measured_here = _train(sys.argv[2], place) if sys.argv[1] == "train" else _ask(place)
    (place / "answer.json").write_text(json.dumps(measured_here, ensure_ascii=False), encoding="utf-8")
