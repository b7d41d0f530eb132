"""Which trained model fits the data, and training one (`make train`). Runs in the supervisor's process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from common.errors import LaidianError
from common.processes import logs, rasa_environment
from common.settings import ROOT, Settings

MODELS = ROOT / "models"
KEEP = 3
# What training reads. Rasa's own cache looks at a component's class only, not at the helpers it calls.
_SOURCES = ("bot/config.yml", "bot/domain", "bot/nlu", "data", "requirements/run.txt")
_HELPERS = ("normalise", "danger", "address", "chinese_numbers", "chinese_time")


def fitting_model() -> Path:
    """Where the model for the present `bot/` and `data/` is, or will be once trained."""
    digest = hashlib.sha256()
    files = [ROOT / "common" / f"{name}.py" for name in _HELPERS]
    for source in _SOURCES:
        path = ROOT / source
        files += sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return MODELS / f"laidian-{digest.hexdigest()[:12]}.tar.gz"


def ensure_model(settings: Settings) -> Path:
    """The fitting model, trained if it is missing.

    Raises:
        LaidianError: training failed; the text names the log.
    """
    model = fitting_model()
    if not model.exists():
        train(settings, model)
    return model


def train(settings: Settings, model: Path) -> None:
    """Trains with `rasa train`, showing the seconds; older models go.

    Raises:
        LaidianError: training failed; the text names the log.
    """
    log = logs(settings) / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "rasa", "train", "--force", "--data", "data", "--domain", "bot/domain"]
    command += ["--config", "bot/config.yml", "--out", "models", "--fixed-model-name", model.name[: -len(".tar.gz")]]
    started = time.monotonic()
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **rasa_environment(settings)},
        )
        while child.poll() is None:
            _show(f"training the model (about a minute) … {time.monotonic() - started:.0f} s")
            time.sleep(1)
    if child.returncode or not model.exists():
        raise LaidianError(f"training failed, see {log}: {_last_line(log)}")
    _show(f"trained {model.name} in {time.monotonic() - started:.0f} s\n")
    by_age = sorted(MODELS.glob("laidian-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for old in by_age[:-KEEP]:
        old.unlink()


def _show(text: str) -> None:
    ending = "" if sys.stdout.isatty() or text.endswith("\n") else None
    if ending is None:
        return  # a log file gets the last line only
    print(f"\r\033[K{text}" if sys.stdout.isatty() else text, end=ending, flush=True)


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "no output"
