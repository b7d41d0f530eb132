"""Which trained model fits the data, and training one (`make train`). Runs in the supervisor's process."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from common.errors import LaidianError
from common.processes import die_with_parent, last_line, logs, rasa_environment
from common.settings import ROOT, Settings

MODELS = ROOT / "models"
KEEP = 3
# What training reads; the modules of `common` that these import are added.
_SOURCES = ("bot/config.yml", "bot/domain", "bot/nlu", "data")
_PACKAGES = "requirements/run.txt"
_PACKAGE = re.compile(r"^\S+==\S+", re.MULTILINE)


def fitting_model(root: Path = ROOT) -> Path:
    """Where the model for the present `bot/`, `data/` and packages is, or will be once trained."""
    digest = hashlib.sha256()
    for file in training_files(root):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    digest.update("\n".join(_PACKAGE.findall((root / _PACKAGES).read_text(encoding="utf-8"))).encode())
    return MODELS / f"laidian-{digest.hexdigest()[:12]}.tar.gz"


def training_files(root: Path = ROOT) -> list[Path]:
    """Every file that a model depends on: Rasa's own cache looks at a component's class, not at the helpers it calls."""
    paths = [root / source for source in _SOURCES]
    files = {path for path in paths if path.is_file()}
    files |= {file for path in paths for file in path.rglob("*") if file.is_file()}
    files = {file for file in files if "__pycache__" not in file.parts and not file.name.startswith(".")}
    waiting = [file for file in files if file.suffix == ".py"]
    while waiting:
        helpers = _helpers(waiting.pop(), root) - files
        files |= helpers
        waiting += helpers
    return sorted(files)


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
    # Rasa writes the archive in place: under its final name, half of one would look like a model.
    draft = model.with_name(f"draft-{os.getpid()}.tar.gz")
    # Data are validated by `make check`; here it would take a fifth of the training's time again.
    command = [sys.executable, "-m", "rasa", "train", "--force", "--skip-validation"]
    command += ["--data", "data", "--domain", "bot/domain"]
    command += ["--config", "bot/config.yml", "--out", str(model.parent)]
    command += ["--fixed-model-name", draft.name[: -len(".tar.gz")]]
    try:
        seconds = _run(command, log, {**os.environ, **rasa_environment(settings), **training_environment()})
        if not draft.exists():
            raise LaidianError(f"training failed, see {log}: {last_line(log) or 'no output'}")
        draft.replace(model)
    finally:
        draft.unlink(missing_ok=True)
    print(f"trained {model.name} in {seconds:.0f} s", flush=True)
    by_age = sorted(model.parent.glob("laidian-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for old in by_age[:-KEEP]:
        old.unlink()


def training_environment() -> dict[str, str]:
    """Unlike serving, training is alone on the machine: all cores, and memory that goes back to the system when it is freed.

    That holds for the large tables, not for those of the encoder's batches: the system clears every page that it gives out.
    """
    cores = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(os.cpu_count() or 1))
    return {**cores, "MALLOC_MMAP_THRESHOLD_": "16000000", "MALLOC_TRIM_THRESHOLD_": "64000000"}


def _run(command: list[str], log: Path, environment: dict[str, str]) -> float:
    """Runs to the end, however it ends; the seconds it took."""
    started = time.monotonic()
    told = "training the model (a few minutes) …"
    print(told, end="" if sys.stdout.isatty() else "\n", flush=True)
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            preexec_fn=die_with_parent,
        )
        try:
            while child.poll() is None:
                time.sleep(0.2)
                if sys.stdout.isatty():
                    print(f"\r{told} {time.monotonic() - started:.0f} s", end="", flush=True)
        finally:
            child.terminate()
            child.wait()
            if sys.stdout.isatty():
                print("\r\033[K", end="", flush=True)
    return time.monotonic() - started


def _helpers(module: Path, root: Path) -> set[Path]:
    """The files of `common` that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    files = {root / f"{name.replace('.', '/')}.py" for name in names if name.startswith("common.")}
    return {file for file in files if file.exists()}
