"""What a command took is read from the kernel, not from the clock alone."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.processes import (
    CommandFailed,
    children,
    command_line,
    disk_mb,
    measure,
    processor_seconds,
    resident_mb,
)

HOLD_64_MB = "import time; held = b'x' * 2**26; print('held', flush=True); time.sleep(30)"


def test_peak_memory_is_the_largest_grandchilds(tmp_path: Path) -> None:
    # A child begins as a copy of its parent, so only what is beyond our own size shows.
    own_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    fill = f"x = bytearray(b'1') * {(own_mb + 64) * 2**20}"
    grandchild = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {fill!r}])"
    cost = measure([sys.executable, "-c", grandchild], tmp_path, os.environ, tmp_path / "log")
    assert own_mb + 64 < cost.peak_mb < own_mb + 128
    assert cost.seconds > 0


def test_a_failed_command_says_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=r"ended with 3:\nno luck"):
        measure(
            [sys.executable, "-c", "print('no luck'); raise SystemExit(3)"], tmp_path, {}, tmp_path / "log"
        )


def test_memory_counts_what_runs_below_a_process() -> None:
    before = resident_mb(os.getpid())
    with subprocess.Popen([sys.executable, "-c", HOLD_64_MB], stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout and child.stdout.readline() == b"held\n"
            assert child.pid in children(os.getpid())
            assert HOLD_64_MB in command_line(child.pid)
            assert resident_mb(child.pid) > 64
            assert resident_mb(os.getpid()) > before + 64
        finally:
            child.kill()


def test_processor_time_is_work_not_waiting() -> None:
    before = processor_seconds(os.getpid())
    time.sleep(0.2)
    waited = processor_seconds(os.getpid()) - before
    deadline = time.process_time() + 0.3
    while time.process_time() < deadline:
        pass
    worked = processor_seconds(os.getpid()) - before - waited
    assert worked > waited + 0.15


def test_a_file_with_two_names_counts_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * 2**20)
    os.link(tmp_path / "one", tmp_path / "two")
    assert disk_mb(tmp_path) == pytest.approx(1, abs=0.01)
