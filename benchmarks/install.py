"""How long `scripts/install.sh` takes for a fresh environment, ours and the packages of Rasa alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bot import clean_environment
from benchmarks.processes import CommandFailed, disk_mb, measure
from common.settings import ROOT

_LOCK = Path("requirements/run.txt")


@dataclass(frozen=True)
class Installed:
    """Seconds with a warm package cache, and the MB on disk."""

    seconds: float
    disk_mb: float


def install_ours(folder: Path) -> Installed:
    """What `make run` installs."""
    return _install(folder, ROOT / _LOCK)


def install_stock(folder: Path) -> Installed:
    """Rasa and jieba with what they need, at the versions of our lock file, checked by hash as ours are."""
    folder.mkdir()
    lock = folder / "stock.txt"
    wanted = next(line for line in (ROOT / _LOCK).read_text().splitlines() if line.startswith("rasa=="))
    version = wanted.split()[0].removeprefix("rasa==")
    command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--generate-hashes"]
    command += [
        "--python-version",
        "3.10",
        "--constraint",
        str(ROOT / _LOCK),
        "--output-file",
        str(lock),
        "-",
    ]
    done = subprocess.run(command, input=f"rasa[jieba]=={version}", text=True, capture_output=True)
    if done.returncode:
        raise CommandFailed(f"no lock file for the stock bot: {done.stderr[-1000:]}")
    return _install(folder / "bot", lock)


def _install(folder: Path, lock: Path) -> Installed:
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/install.sh", folder / "scripts")
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(lock, folder / _LOCK)

    def once() -> float:
        shutil.rmtree(folder / ".venv", ignore_errors=True)
        cost = measure(["scripts/install.sh", "run"], folder, clean_environment(), folder / "install.log")
        return cost.seconds

    once()  # fills the package cache
    return Installed(once(), disk_mb(folder / ".venv"))
