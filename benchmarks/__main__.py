"""`python -m benchmarks`: measures us beside a stock Rasa bot on this machine, in one run.

Both are up while either is under load, and take turns level by level, so that a change of the machine's pace meets both. The run
fails when a reply is wrong or missing: a figure of a bot that answers nonsense is no figure.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import math
import os
import shlex
import sys
import tempfile
from pathlib import Path

from benchmarks import report
from benchmarks.bot import Bot
from benchmarks.install import install_ours, install_stock
from benchmarks.load import Level, percentile, run
from benchmarks.ours import Ours
from benchmarks.processes import CommandFailed, processor_seconds, resident_mb
from benchmarks.report import Row
from benchmarks.stock import Stock
from common.models import fitting_model

# Whatever the number of customers, about so many dialogues are held at a level.
DIALOGUES = 100
QUICK_DIALOGUES = 16
EPOCHS = 100
QUICK_EPOCHS = 20
QUICK_SENTENCES = 4


def main() -> int:
    """0, or 1 when a reply was wrong or a command failed."""
    chosen = _arguments()
    if chosen.output:
        report.insert(chosen.output.read_text(encoding="utf-8"), "")  # before the long wait
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="laidian-bench-") as folder:
        try:
            bench = Benchmark(chosen, Path(folder))
            bench.measure()
        except CommandFailed as error:
            _say(str(error))
            return 1
    command = shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
    origin = report.machine(command, load_before)
    figures = f"{origin}\n- {bench.setting}\n\n{report.table(bench.rows)}"
    print(f"\n{figures}\n")
    if bench.wrong:
        _say(f"FAILED: {len(bench.wrong)} replies were wrong or missing")
        return 1
    if chosen.output:
        report.write(chosen.output, figures)
        _say(f"written to {chosen.output}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--customers", type=int, nargs="+", default=[1, 8, 32], help="at once, level by level"
    )
    parser.add_argument(
        "--quick", action="store_true", help="few dialogues, few epochs and sentences, no installation"
    )
    parser.add_argument("--epochs", type=int, help=f"of the stock bot's DIET and TED, {EPOCHS} by default")
    parser.add_argument("--no-stock", action="store_true", help="only ours")
    parser.add_argument(
        "--output", type=Path, help="a document with the two marker lines, as docs/measurements.md"
    )
    return parser.parse_args()


class Benchmark:
    """One run; `rows` are its figures, `wrong` what was answered wrongly."""

    def __init__(self, chosen: argparse.Namespace, folder: Path) -> None:
        self.rows: list[Row] = []
        self.wrong: list[str] = []
        self._quick = chosen.quick
        self._levels = chosen.customers
        self._folder = folder
        self._names = itertools.count(1)
        epochs = chosen.epochs or (QUICK_EPOCHS if chosen.quick else EPOCHS)
        self._ours = Ours(folder / "ours")
        self._stock = (
            None
            if chosen.no_stock
            else Stock(folder / "stock", epochs, QUICK_SENTENCES if chosen.quick else None)
        )
        self._dialogues = QUICK_DIALOGUES if chosen.quick else DIALOGUES
        self.setting = f"About {self._dialogues} dialogues of 4 messages a level"
        if self._stock:
            self.setting += f"; stock bot with {epochs} epochs{' on few sentences' if chosen.quick else ''}"

    def measure(self) -> None:
        """Everything, in order; servers are stopped whatever happens."""
        if not self._quick:
            self._measure_installation()
        self._measure_training()
        with contextlib.ExitStack() as ends:
            started = []
            for name, bot in self._bots():
                _say(f"starting {name} …")
                ends.callback(bot.stop)
                started.append(bot.start())
            self._add("start until a message would be answered", "s", *started)
            asyncio.run(self._measure_load())
            self._measure_memory()

    def _bots(self) -> list[tuple[str, Bot]]:
        return [("Laidian", self._ours), *([("stock", self._stock)] if self._stock else [])]

    def _add(self, figure: str, unit: str, ours: float | None, stock: float | None = None) -> None:
        self.rows.append(Row(figure, unit, ours, stock))

    def _measure_installation(self) -> None:
        _say("installing …")
        done = [install_ours(self._folder / "install-ours")]
        if self._stock:
            done.append(install_stock(self._folder / "install-stock"))
        self._add("installation from a warm package cache", "s", *(one.seconds for one in done))
        self._add("installed packages on disk", "MB", *(one.disk_mb for one in done))

    def _measure_training(self) -> None:
        seconds: list[float | None] = []
        peaks: list[float | None] = []
        for name, bot in self._bots():
            if bot is self._ours and self._quick and fitting_model().exists():
                seconds.append(None)
                peaks.append(None)
                continue
            _say(f"training {name} …")
            cost = bot.train()
            seconds.append(cost.seconds)
            peaks.append(cost.peak_mb)
        self._add("training", "s", *seconds)
        self._add("training, peak memory", "MB", *peaks)

    async def _measure_load(self) -> None:
        first = [await self._level(name, bot, 1, 1) for name, bot in self._bots()]
        self._add("very first reply", "ms", *(_milliseconds(level.latencies[:1], 1) for level in first))
        for customers in self._levels:
            dialogues = math.ceil(self._dialogues / customers)
            before = self._ours.last_message()
            levels = [await self._level(name, bot, customers, dialogues) for name, bot in self._bots()]
            at_once = f"{customers} customer{'s' if customers > 1 else ''}"
            for share in (0.5, 0.95):
                seen = [_milliseconds(level.latencies, share) for level in levels]
                self._add(f"p{share * 100:.0f} at {at_once}, message sent → reply seen", "ms", *seen)
                stored = _milliseconds(self._ours.stored_latencies(before), share)
                self._add(f"p{share * 100:.0f} at {at_once}, message taken in → reply stored", "ms", stored)
            self._add(f"replies at {at_once}", "1/s", *(level.throughput for level in levels))
            cost = [level.processor_seconds / max(len(level.latencies), 1) * 1000 for level in levels]
            self._add(f"processor time a reply at {at_once}", "ms", *cost)

    async def _level(self, name: str, bot: Bot, customers: int, dialogues: int) -> Level:
        before = _processor_seconds(bot)
        level = await run(bot.customer, customers, dialogues, self._names)
        level.processor_seconds = _processor_seconds(bot) - before
        right, wrong = len(level.latencies), len(level.wrong)
        _say(
            f"{name}: {customers} at once, {right} right replies in {level.seconds:.1f} s, {wrong} wrong or missing"
        )
        for line in level.wrong:
            _say(f"  WRONG {name}: {line}")
        self.wrong += level.wrong
        return level

    def _measure_memory(self) -> None:
        used = [
            {process: resident_mb(pid) for process, pid in bot.processes().items()} for _, bot in self._bots()
        ]
        for process in used[0]:
            self._add(f"memory of {process} after the load", "MB", *(one.get(process) for one in used))
        self._add("memory of all processes", "MB", *(sum(one.values()) for one in used))


def _milliseconds(latencies: list[float], share: float) -> float | None:
    return percentile(latencies, share) * 1000 if latencies else None


def _processor_seconds(bot: Bot) -> float:
    return sum(processor_seconds(pid) for pid in bot.processes().values())


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
