"""Seconds and memory of other processes, from the kernel's own books (Linux)."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MB = 2**20


@dataclass(frozen=True)
class Cost:
    """What a command took: wall-clock seconds, and the peak of its largest process in MB.

    A child begins as a copy of its parent, so a peak below this process's own size (some 60 MB) does not show.
    """

    seconds: float
    peak_mb: float


class CommandFailed(Exception):
    """A measured command ended badly; the text holds its last words."""


def measure(command: Sequence[str], cwd: Path, environment: Mapping[str, str], log: Path) -> Cost:
    """Runs a command to its end.

    Raises:
        CommandFailed: it ended with another code than 0.
    """
    started = time.monotonic()
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # Popen.wait gives no usage; wait4 also counts the grandchildren that the child has waited for.
        _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        tail = log.read_text(errors="replace")[-2000:]
        raise CommandFailed(f"{' '.join(command)} ended with {child.returncode}:\n{tail}")
    return Cost(seconds, usage.ru_maxrss * 1024 / MB)


def children(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def command_line(pid: int) -> str:
    """As it was started."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()


def family(pid: int) -> list[int]:
    """A process and everything below it."""
    return [pid, *(member for child in children(pid) for member in family(child))]


def resident_mb(pid: int) -> float:
    """Resident memory of a process and everything below it."""
    return sum(_resident_kb(member) for member in family(pid)) * 1024 / MB


def processor_seconds(pid: int) -> float:
    """Processor time that a process and everything below it have used since their starts."""
    return sum(_ticks(member) for member in family(pid)) / os.sysconf("SC_CLK_TCK")


def disk_mb(folder: Path) -> float:
    """What the files of a folder hold; several names of one file count once."""
    sizes = {(s.st_dev, s.st_ino): s.st_size for s in (file.lstat() for file in folder.rglob("*"))}
    return sum(sizes.values()) / MB


def _resident_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])


def _ticks(pid: int) -> int:
    # The name, in brackets, may hold blanks; user and system time are the 12th and 13th field behind it.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
