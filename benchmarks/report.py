"""Figures as a Markdown table with ratios, and their place in docs/measurements.md."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.processes import MB
from common.settings import ROOT, ZONE

BEGIN, END = "<!-- figures of `make bench` -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Row:
    """One figure of both bots; None where one has no such thing."""

    figure: str
    unit: str
    ours: float | None
    stock: float | None

    @property
    def ratio(self) -> float | None:
        """Ours in parts of the stock bot's."""
        return self.ours / self.stock if self.ours is not None and self.stock else None


def table(rows: list[Row]) -> str:
    """Markdown."""
    lines = [
        "| figure | unit | Laidian | stock Rasa | Laidian ÷ stock |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.figure} | {row.unit} | {_number(row.ours)} | {_number(row.stock)} | {_number(row.ratio)} |"
        for row in rows
    ]
    return "\n".join(lines)


def machine(command: str, load_before: float) -> str:
    """Where, when and how the figures came about; a high `load_before` means that others worked too."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / MB / 1024
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    return "\n".join(
        [
            f"- Command: `{command}`, commit {commit or 'unknown'}, {datetime.now(ZONE):%Y-%m-%d %H:%M}",
            f"- Machine: {_processor()}, {os.cpu_count()} cores, {memory:.1f} GB, {platform.system()} {platform.release()}",
            f"- Software: Python {platform.python_version()}, Rasa {version('rasa')}, TensorFlow {version('tensorflow')}, SQLite on both sides",
            f"- Load average of the minute before the run: {load_before:.1f}",
        ]
    )


def insert(document: str, figures: str) -> str:
    """The document with the text between its two markers replaced.

    Raises:
        ValueError: a marker is missing.
    """
    before, found, rest = document.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"the document needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def write(file: Path, figures: str) -> None:
    """Puts the figures into a document."""
    file.write_text(insert(file.read_text(encoding="utf-8"), figures), encoding="utf-8")


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
