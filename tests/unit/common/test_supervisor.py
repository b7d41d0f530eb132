"""The supervisor with small children of the shell: it keeps them alive, stops them in order, and leaves none behind."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from common.settings import ROOT

# The supervisor runs in a process of its own, as in life: signals are what is tested.
DRIVER = """
import asyncio, json, sys
from pathlib import Path
from common import supervisor
from common.errors import LaidianError
from common.processes import Process
from common.settings import Settings
home, port, children, constants = json.loads(sys.argv[1])
for name, value in constants.items():
    setattr(supervisor, name, value)
settings = Settings(home=Path(home), public_host="127.0.0.1", public_port=port)
children = [Process(name, tuple(command)) for name, command in children]
async def main():
    await supervisor.Supervisor(settings, children, lambda line: print(line, flush=True)).run()
try:
    asyncio.run(main())
except LaidianError as error:
    sys.exit(f"laidian: {error}")
"""
# Answers /readyz, as the service does when all is up.
READY = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" else 404)
        self.end_headers()
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
Start = Callable[..., "Installation"]


class Installation:
    """A running supervisor and what it says."""

    def __init__(self, home: Path, children: dict[str, str], constants: dict[str, float]) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        ready = [sys.executable, "-c", READY, str(port)]
        commands = [
            (name, ready if shell == "READY" else ["sh", "-c", f"cd {home}; {shell}"])
            for name, shell in children.items()
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, json.dumps([str(home), port, commands, constants])],
            cwd=ROOT,
            # A proxy for the internet must not be asked for our own address.
            env={**os.environ, "http_proxy": "http://127.0.0.1:9"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []

    def wait_line(self, words: str) -> str:
        """The next line with `words`."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if words in line:
                return line.rstrip()
        raise AssertionError(f"no {words!r} in {self.lines}")

    def end(self, timeout: float = 30) -> tuple[int, str]:
        """Exit code and the words on standard error."""
        output, errors = self.process.communicate(timeout=timeout)
        self.lines += output.splitlines()
        return self.process.returncode, errors.strip()

    def written(self, name: str, count: int = 1) -> list[str]:
        """The lines of a file in home, once it has `count` of them."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            file = self.home / name
            lines = file.read_text().split() if file.exists() else []
            if len(lines) >= count:
                return lines
            time.sleep(0.02)
        raise AssertionError(f"{name}: {lines}")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    installations = []

    def make(constants: dict[str, float] | None = None, **children: str) -> Installation:
        installations.append(Installation(tmp_path, children, constants or {}))
        return installations[-1]

    yield make
    for one in installations:
        one.process.kill()
        one.process.communicate()


def is_alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone before or while it is read
        return False


def all_dead(pids: list[str]) -> bool:
    deadline = time.monotonic() + 15
    while any(map(is_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(is_alive, pids))


def test_ready_is_said_once_everything_answers_with_where_to_go(start: Start) -> None:
    running = start(service="READY")
    running.wait_line("ready after")
    assert "/chat" in running.wait_line("customers")
    assert "admin" in running.wait_line("staff")
    assert str(running.home / "logs") in running.wait_line("logs")


def test_first_password_is_shown_once_and_removed(start: Start) -> None:
    file = start(service="sleep 0").home / "first-password"
    file.write_text("s3cret")
    running = start(service="READY")
    assert running.wait_line("staff").endswith("first password (shown once): s3cret")
    assert not file.exists()


def test_killed_child_is_started_again(start: Start) -> None:
    running = start(service="READY", worker="echo $$ >> pids; exec sleep 1000")
    running.wait_line("logs")
    (first,) = running.written("pids")
    os.kill(int(first), signal.SIGKILL)
    assert running.wait_line("worker") == "worker ended (signal SIGKILL), starting it again"
    second = running.written("pids", 2)[1]
    assert second != first and is_alive(second)


def test_child_that_keeps_dying_is_started_less_and_less_often(start: Start) -> None:
    running = start(service="READY", worker="test -f up || exec sleep 1000; date +%s%N >> times; exit 3")
    running.wait_line("logs")
    (running.home / "up").touch()
    subprocess.run(["pkill", "-P", str(running.process.pid), "-x", "sleep"], check=True)
    assert running.wait_line("worker ended (code 3)") == "worker ended (code 3), starting it again"
    times = [int(one) / 1e9 for one in running.written("times", 4)]
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert pauses == sorted(pauses) and pauses[-1] > 2 * pauses[0], pauses


def test_installation_that_cannot_start_ends_with_the_last_words_of_the_third_try(start: Start) -> None:
    running = start(
        broken="echo $$ >> pids; echo old; echo 'database is read-only' >&2; exit 1", worker="exec sleep 1000"
    )
    code, errors = running.end()
    log = running.home / "logs" / "broken.log"
    assert errors == f"laidian: broken cannot start: database is read-only (all of it: {log})"
    assert code == 1 and len(running.written("pids")) == 3


def test_silent_death_does_not_quote_an_earlier_run(start: Start, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "broken.log").write_text("something of yesterday\n")
    _, errors = start(broken="exit 7").end()
    assert errors.startswith("laidian: broken cannot start: ended with code 7")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_signal_stops_the_children_in_their_order_and_leaves_none(start: Start, name: str) -> None:
    shell = "trap 'sleep 0.2; echo {0} >> order; exit 0' TERM; echo $$ >> pids; while :; do sleep 0.05; done"
    running = start(service="READY", **{child: shell.format(child) for child in ("a", "b", "c")})
    running.wait_line("logs")
    running.process.send_signal(signal.Signals[name])
    assert running.end() == (0, "")
    assert running.lines[-2:] == ["stopping …", "stopped"]
    assert running.written("order") == ["a", "b", "c"]
    assert all_dead(running.written("pids"))


def test_child_that_does_not_listen_is_killed_with_its_own_children(start: Start) -> None:
    running = start({"STOP_SECONDS": 0.3}, deaf="trap '' TERM; sleep 1000 & echo $! $$ >> pids; wait; wait")
    running.written("pids", 2)
    running.process.send_signal(signal.SIGTERM)
    assert running.end() == (0, "")
    assert all_dead(running.written("pids"))


def test_stopping_does_not_wait_for_the_next_try(start: Start) -> None:
    running = start({"FAILED_STARTS": 99, "FIRST_PAUSE": 60}, broken="exit 1")
    running.wait_line("starting it again")
    running.process.send_signal(signal.SIGTERM)
    assert running.end(timeout=15) == (0, "")


@pytest.mark.parametrize("delay", [0.0, 0.003, 0.01, 0.03])
def test_signal_while_children_are_being_started_leaves_none(start: Start, delay: float) -> None:
    names = [f"child{number}" for number in range(6)]
    running = start({}, starter="READY", **dict.fromkeys(names, "echo $$ >> pids; exec sleep 1000"))
    running.written("pids", 1)
    time.sleep(delay)
    running.process.send_signal(signal.SIGTERM)
    assert running.end() == (0, "")
    assert all_dead(running.written("pids"))


def test_killed_supervisor_takes_its_children_along(start: Start) -> None:
    running = start(service="READY", worker="echo $$ >> pids; exec sleep 1000")
    running.wait_line("logs")
    running.process.kill()
    assert all_dead(running.written("pids"))


def test_long_log_is_cut_while_the_child_goes_on_writing(start: Start) -> None:
    shell = "while :; do echo 0123456789; echo x >> rounds; sleep 0.01; done"
    running = start({"LOG_BYTES": 300, "LOG_CHECK_SECONDS": 0.1}, service="READY", chatty=shell)
    running.wait_line("logs")
    assert len("\n".join(running.written("logs/chatty.log.1", 28))) > 300
    log = running.home / "logs" / "chatty.log"
    size = log.stat().st_size
    assert size < len("0123456789\n") * len(running.written("rounds", 28))
    assert log.read_bytes().strip(b"0123456789\n") == b""  # no hole where the cut was
