"""`python -m actions`: the action server, on loopback (Rasa's own command listens on every address)."""

from __future__ import annotations

import sys

from rasa_sdk.endpoint import create_app

from common.errors import LaidianError
from common.logs import set_up_logging
from common.settings import read_settings


def main() -> int:
    """Runs until told to stop; 1 when the settings cannot be read."""
    try:
        settings = read_settings()
    except LaidianError as error:
        print(f"laidian actions: {error}", file=sys.stderr)
        return 1
    set_up_logging("actions", settings.log_level)
    create_app("actions").run(host="127.0.0.1", port=settings.actions_port, motd=False, access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
