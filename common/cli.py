"""The command line: `python -m common.cli serve|train|model|shell|rasa …`. The Makefile calls it; errors are one line."""

from __future__ import annotations

import argparse
import os
import sys

from common.errors import LaidianError
from common.models import ensure_model, fitting_model, train
from common.processes import rasa_environment
from common.settings import ROOT, read_settings
from common.supervisor import serve
from common.terminal_chat import chat

COMMANDS = {
    "serve": "start everything",
    "train": "train a model",
    "model": "train if no model fits the data",
    "shell": "chat with the running bot in the terminal",
    "rasa": "run a command of Rasa with the variables that the files in bot/ refer to",
}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit code is 0, or 1 with a line on standard error."""
    parser = argparse.ArgumentParser(prog="laidian", description="来电")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, meaning in COMMANDS.items():
        commands.add_parser(name, help=meaning, add_help=name != "rasa")
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command != "rasa":
        parser.error(f"unknown: {' '.join(rest)}")
    os.chdir(ROOT)
    try:
        _run(chosen.command, rest)
    except LaidianError as error:
        print(f"laidian: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nlaidian: stopped", file=sys.stderr)
        return 130
    return 0


def _run(command: str, rest: list[str]) -> None:
    settings = read_settings()
    if command == "serve":
        serve(settings)
    elif command == "train":
        train(settings, fitting_model())
    elif command == "model":
        print(ensure_model(settings))
    elif command == "shell":
        chat(settings)
    else:
        environment = {**os.environ, **rasa_environment(settings)}
        os.execve(sys.executable, [sys.executable, "-m", "rasa", *rest], environment)


if __name__ == "__main__":
    sys.exit(main())
