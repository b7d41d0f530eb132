"""`python -m service`: the service process; `python -m service staff …`: staff accounts, also while the service runs.

One clear line when something cannot be done.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime

import uvloop

from common.errors import LaidianError
from common.logs import set_up_logging
from common.settings import ZONE, Settings, read_settings
from service.face import Refused
from service.staff import StaffBook, random_password
from service.store import Store
from service.wiring import serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the service until told to stop, or one command; 1 when it could not."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = read_settings()
        set_up_logging("service", settings.log_level)
        if chosen.command == "staff":
            print(asyncio.run(_staff(settings, chosen)))
        else:
            uvloop.install()
            asyncio.run(serve(settings))
    except (LaidianError, Refused) as error:
        print(f"laidian service: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m service", description="来电: the service process")
    staff = parser.add_subparsers(dest="command").add_parser("staff", help="accounts of the desk")
    commands = staff.add_subparsers(dest="what", required=True)
    add = commands.add_parser("add", help="add a member; prints the password, this once")
    add.add_argument("username")
    add.add_argument("name", help="as customers and colleagues see it")
    add.add_argument("--admin", action="store_true", help="with the role of an administrator")
    password = commands.add_parser("password", help="give a member a new password; prints it, this once")
    password.add_argument("username")
    name = commands.add_parser("name", help="give a member another name")
    name.add_argument("username")
    name.add_argument("name", help="as customers and colleagues see it")
    return parser


async def _staff(settings: Settings, chosen: argparse.Namespace) -> str:
    """Does one command.

    Returns:
        What to print: the new password, or the new name.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    store = Store(settings.store_url)
    try:
        store.migrate()
        book = StaffBook(store, lambda: datetime.now(ZONE))
        password = random_password()
        if chosen.what == "name":
            await book.rename(chosen.username, chosen.name)
            return str(chosen.name)
        if chosen.what == "add":
            await book.add(chosen.username, chosen.name, "admin" if chosen.admin else "staff", password)
        else:
            await book.set_password(chosen.username, password)
        return password
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
