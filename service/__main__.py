"""`python -m service`: the service process. One clear line when it cannot start."""

from __future__ import annotations

import asyncio
import sys

import uvloop

from common.errors import LaidianError
from common.logs import set_up_logging
from common.settings import read_settings
from service.wiring import serve


def main() -> int:
    """Runs until told to stop; 1 when it could not start."""
    try:
        settings = read_settings()
        set_up_logging("service", settings.log_level)
        uvloop.install()
        asyncio.run(serve(settings))
    except LaidianError as error:
        print(f"laidian service: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
