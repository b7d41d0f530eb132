"""The three processes of an installation: their commands, environment and ports. Used by the supervisor."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from common.errors import LaidianError
from common.settings import ROOT, Settings

_PROCESSOR = Path("/proc/cpuinfo")
# What OpenBLAS calls its quick kernels, the quickest first, and the instructions that each asks for (as Linux writes them).
_KERNELS = {
    "SkylakeX": {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"},
    "Haswell": {"avx2", "fma"},
}
# A day of chat and a model fit; below this SQLite may fail in the middle of a conversation.
FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Process:
    """A child of the supervisor."""

    name: str
    command: tuple[str, ...]


def environment(settings: Settings) -> dict[str, str]:
    """What the children get on top of the supervisor's own environment."""
    return {
        "LAIDIAN_INTERNAL_TOKEN": settings.internal_token,
        "LAIDIAN_HOME": str(settings.home.resolve()),
        **rasa_environment(settings),
    }


def rasa_environment(settings: Settings) -> dict[str, str]:
    """What `bot/endpoints.yml` and `bot/credentials.yml` refer to, and quiet libraries."""
    return {
        "ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}/webhook",
        "TRACKER_URL": settings.tracker_url,
        "INTERNAL_TOKEN": settings.internal_token,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        # One thread is fastest for the sentence vectors, and the other core belongs to the service.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
        **openblas_kernels(),
    }


def openblas_kernels(processor: Path = _PROCESSOR) -> dict[str, str]:
    """The variable that makes OpenBLAS use all instructions of this processor; empty where Linux tells none or somebody has set it.

    The release inside numpy 1.23, which TensorFlow 2.12 asks for, takes a processor younger than itself (Intel's Sapphire Rapids)
    for one of 2004, and is a seventh as quick (docs/measurements.md).
    """
    if "OPENBLAS_CORETYPE" in os.environ or not processor.exists():
        return {}
    told = re.search(r"^flags\s*:(.*)", processor.read_text(encoding="utf-8"), re.MULTILINE)
    known = set(told[1].split()) if told else set()
    chosen = next((name for name, needed in _KERNELS.items() if needed <= known), None)
    return {"OPENBLAS_CORETYPE": chosen} if chosen else {}


def processes(settings: Settings, model: Path) -> list[Process]:
    """The children, in the order in which they start; they stop in the same order, the public one first."""
    python = sys.executable
    rasa = [python, "-m", "rasa", "run", "--model", str(model), "--interface", "127.0.0.1"]
    rasa += ["--port", str(settings.rasa_port), "--endpoints", "bot/endpoints.yml"]
    rasa += ["--credentials", "bot/credentials.yml"]
    return [
        Process("service", (python, "-m", "service")),
        Process("actions", (python, "-m", "actions")),
        Process("rasa", tuple(rasa)),
    ]


def logs(settings: Settings) -> Path:
    """Where the children's output goes."""
    return settings.home.resolve() / "logs"


def log_size(log: Path) -> int:
    """Bytes in a log; 0 when there is none."""
    return log.stat().st_size if log.exists() else 0


def last_line(log: Path, start: int = 0) -> str:
    """The last line that is not blank, of what was written behind byte `start`; empty when there is none."""
    if not log.exists():
        return ""
    with log.open("rb") as stream:
        stream.seek(start)
        lines = stream.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def die_with_parent() -> None:
    """For `preexec_fn`: a killed parent leaves no children that hold its ports (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 = PR_SET_PDEATHSIG


def check_machine(settings: Settings) -> None:
    """Looks before starting at what would stop us.

    Raises:
        LaidianError: a port is in use, or the disk has no room; one line.
    """
    try:
        logs(settings).mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.home).free
    except OSError as error:
        raise LaidianError(f"{settings.home} cannot be used (LAIDIAN_HOME): {error.strerror}") from error
    if free < FREE_BYTES:
        raise LaidianError(f"the disk under {settings.home} has {free // 2**20} MB left; 200 MB are needed")
    _check_port(settings.public_host, settings.public_port, "public_port")
    _check_port(settings.desk_host, settings.desk_port, "desk_port")
    for name in ("internal_port", "rasa_port", "actions_port"):
        _check_port("127.0.0.1", getattr(settings, name), name)


def _check_port(host: str, port: int, name: str) -> None:
    variable = f"LAIDIAN_{name.upper()}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise LaidianError(
                f"port {port} is in use; stop what uses it, or set {variable} to another"
            ) from None
        raise LaidianError(f"port {port} on {host} cannot be used ({variable}): {error.strerror}") from None
