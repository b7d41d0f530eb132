"""The command line: `python -m common.cli serve|train|shell`. The Makefile calls it; errors are one line."""

from __future__ import annotations

import argparse
import os
import sys

from common.errors import LaidianError
from common.models import fitting_model, train
from common.settings import ROOT, read_settings
from common.supervisor import serve
from common.terminal_chat import chat


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit code is 0, or 1 with a line on standard error."""
    parser = argparse.ArgumentParser(prog="laidian", description=__doc__)
    parser.add_argument("command", choices=("serve", "train", "shell"))
    chosen = parser.parse_args(arguments)
    os.chdir(ROOT)
    try:
        settings = read_settings()
        if chosen.command == "serve":
            serve(settings)
        elif chosen.command == "train":
            train(settings, fitting_model())
        else:
            chat(settings)
    except LaidianError as error:
        print(f"laidian: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
