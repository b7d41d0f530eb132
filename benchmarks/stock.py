"""The other side: an ordinary Rasa project made from our own sentences, run with Rasa's own commands."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from benchmarks.bot import clean_environment
from benchmarks.load import PATIENCE_SECONDS, NoAnswer
from benchmarks.processes import CommandFailed, Cost, measure
from common.processes import die_with_parent
from common.settings import ROOT
from common.supervisor import answers
from tests.journeys.stack import free_ports

START_SECONDS = 300.0
STOP_SECONDS = 15.0
_PROJECT = Path(__file__).parent / "stock_bot"
_NLU = ROOT / "data" / "nlu"
_ENTITY = re.compile(r"\]\((\w+)\)")
_DIALOGUE_INTENT = "report_outage_home"


class Stock:
    """Implements `Bot`.

    Args:
        folder: where the project is made; not there yet.
        epochs: of DIET and TED; 100 is Rasa's ordinary choice.
        sentences: of each intent that the load's dialogue does not use; all by default. Both are lowered only to try the
            benchmark out.
    """

    def __init__(self, folder: Path, epochs: int, sentences: int | None = None) -> None:
        self._folder = folder
        self._rasa_port, self._actions_port = free_ports(2)
        self._environment = {
            **clean_environment(),
            "ACTIONS_URL": f"http://127.0.0.1:{self._actions_port}/webhook",
            "RASA_TELEMETRY_ENABLED": "false",
            "SANIC_HOST": "127.0.0.1",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONWARNINGS": "ignore",
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        make_project(folder, epochs, sentences)

    def train(self) -> Cost:
        """`rasa train`."""
        return measure(
            [sys.executable, "-m", "rasa", "train", "--fixed-model-name", "stock"],
            self._folder,
            self._environment,
            self._folder / "train.log",
        )

    def start(self) -> float:
        """`rasa run` and `rasa run actions`, at once."""
        started = time.monotonic()
        port = ["--port", str(self._rasa_port), "--interface", "127.0.0.1"]
        self._launch("rasa", "--model", "models/stock.tar.gz", *port)
        self._launch("actions", "actions", "--actions", "actions", "--port", str(self._actions_port))
        needed = [
            f"http://127.0.0.1:{self._rasa_port}/webhooks/rest/",
            f"http://127.0.0.1:{self._actions_port}/health",
        ]
        while not all(answers(url) for url in needed):
            dead = [name for name, process in self._running.items() if process.poll() is not None]
            if dead or time.monotonic() - started > START_SECONDS:
                raise CommandFailed(f"the stock bot does not start: {self._tail(dead or ['rasa'])}")
            time.sleep(0.3)
        return time.monotonic() - started

    def processes(self) -> dict[str, int]:
        """Both."""
        return {name: process.pid for name, process in self._running.items()}

    @asynccontextmanager
    async def customer(self) -> AsyncIterator[RestCaller]:
        """Somebody behind Rasa's REST channel."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS)) as session:
            yield RestCaller(session, f"http://127.0.0.1:{self._rasa_port}/webhooks/rest/webhook")

    def stop(self) -> None:
        """Ends both."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    def _launch(self, name: str, *arguments: str) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "rasa", "run", *arguments],
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )

    def _tail(self, names: list[str]) -> str:
        return "\n".join((self._folder / f"{name}.log").read_text(errors="replace")[-1500:] for name in names)


class RestCaller:
    """Implements `Customer`; each has a sender of his own."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._sender = f"bench-{id(self):x}-{time.monotonic_ns()}"

    async def ask(self, text: str) -> str:
        """The REST channel answers with everything at once."""
        body = {"sender": self._sender, "message": text}
        try:
            async with self._session.post(self._url, json=body, raise_for_status=True) as response:
                replies = await response.json()
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise NoAnswer(f"{type(error).__name__} {error}") from error
        if not replies:
            raise NoAnswer("an empty reply")
        return "\n".join(reply.get("text", "") for reply in replies)


def make_project(folder: Path, epochs: int, sentences: int | None = None) -> None:
    """Writes the Rasa project: the files of `stock_bot/`, our sentences, and an answer for each intent of theirs."""
    shutil.copytree(_PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    data = folder / "data"
    shutil.copytree(_NLU, data / "nlu")
    if sentences is not None:
        for file in (data / "nlu").glob("*.yml"):
            _shorten(file, sentences)
    for name in ("rules.yml", "stories.yml"):
        (folder / name).rename(data / name)
    intents, entities = _labels()
    answered = [intent for intent in intents if intent != _DIALOGUE_INTENT]

    config = _read(folder / "config.yml")
    for component in [*config["pipeline"], *config["policies"]]:
        if "epochs" in component:
            component["epochs"] = epochs
    _write(folder / "config.yml", config)

    domain = _read(folder / "domain.yml")
    domain.update(intents=intents, entities=entities)
    domain["responses"].update({f"utter_{intent}": [{"text": f"关于{intent}的回答"}] for intent in answered})
    _write(folder / "domain.yml", domain)

    rules = _read(data / "rules.yml")
    rules["rules"] += [
        {"rule": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]} for intent in answered
    ]
    _write(data / "rules.yml", rules)


def _labels() -> tuple[list[str], list[str]]:
    intents: set[str] = set()
    entities: set[str] = set()
    for file in _NLU.glob("*.yml"):
        for item in _read(file)["nlu"]:
            if "intent" in item:
                intents.add(item["intent"])
                entities.update(_ENTITY.findall(item["examples"]))
    return sorted(intents), sorted(entities)


def _shorten(file: Path, sentences: int) -> None:
    content = _read(file)
    for item in content["nlu"]:
        if item.get("intent") != _DIALOGUE_INTENT:
            item["examples"] = "".join(item["examples"].splitlines(keepends=True)[:sentences])
    _write(file, content)


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _write(file: Path, content: Any) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
