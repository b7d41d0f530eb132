"""Settings: the environment (and `.env`) turned into one typed object. Used by every process.

The names, defaults and meanings stand in `.env.example`; `tests/unit/common/test_settings.py` keeps the two equal.
"""

from __future__ import annotations

import difflib
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from dotenv.parser import parse_stream

from common.errors import LaidianError

ZONE = ZoneInfo("Asia/Shanghai")
UTC = timezone.utc
PREFIX = "LAIDIAN_"
TEST_PREFIX = "LAIDIAN_TEST_"  # read by the tests only
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(LaidianError):
    """A setting that cannot be read; the text names the variable and what it takes."""


@dataclass(frozen=True)
class WeChatSettings:
    """Credentials and addresses of one service account (服务号)."""

    token: str
    aes_key: str
    app_id: str
    app_secret: str
    api_base: str
    mode: str
    previous_aes_key: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything an operator may set. Field `x_y` is read from `LAIDIAN_X_Y`."""

    home: Path = Path("var")
    database_url: str = field(default="", repr=False)
    public_host: str = "0.0.0.0"
    public_port: int = 8000
    desk_host: str = "127.0.0.1"
    desk_port: int = 8001
    internal_port: int = 8002
    rasa_port: int = 5005
    actions_port: int = 5055
    internal_token: str = field(default="", repr=False)
    admin_password: str = field(default="", repr=False)
    company_name: str = "赣榆供电"
    web_origins: tuple[str, ...] = ()
    cookie_secure: bool = False
    wechat_token: str = field(default="", repr=False)
    wechat_aes_key: str = field(default="", repr=False)
    wechat_previous_aes_key: str = field(default="", repr=False)
    wechat_app_id: str = ""
    wechat_app_secret: str = field(default="", repr=False)
    wechat_api_base: str = "https://api.weixin.qq.com"
    wechat_mode: str = "safe"
    utility_url: str = ""
    utility_token: str = field(default="", repr=False)
    utility_timeout: float = 5.0
    bot_timeout: float = 20.0
    session_idle_hours: int = 24
    keep_days: int = 180
    desk_hours: str = ""
    log_level: str = "INFO"

    @property
    def store_url(self) -> str:
        """SQLAlchemy URL of the service's database; SQLite under `home` unless one was set."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'laidian.db'}"

    @property
    def tracker_url(self) -> str:
        """SQLAlchemy URL of Rasa's dialogue state; a file of its own, so that the two processes never wait for each other."""
        if self.database_url and not self.database_url.startswith("sqlite"):
            return self.database_url
        return f"sqlite:///{self.home.resolve() / 'tracker.db'}"

    @property
    def public_url(self) -> str:
        """Where a browser on this machine finds the customers' pages."""
        return f"http://{_reachable(self.public_host)}:{self.public_port}"

    @property
    def desk_url(self) -> str:
        """Where a browser on this machine finds the staff desk."""
        return f"http://{_reachable(self.desk_host)}:{self.desk_port}"

    @property
    def internal_url(self) -> str:
        """Where the actions find the service."""
        return f"http://127.0.0.1:{self.internal_port}"

    @property
    def rasa_url(self) -> str:
        """Where the service finds Rasa."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def wechat(self) -> WeChatSettings | None:
        """The WeChat channel's settings, or None when the channel is off.

        Raises:
            SettingsError: when only some of the four credentials are given, or one has the wrong form.
        """
        given = {
            "TOKEN": self.wechat_token,
            "AES_KEY": self.wechat_aes_key,
            "APP_ID": self.wechat_app_id,
            "APP_SECRET": self.wechat_app_secret,
        }
        needed = {k for k in given if k != "AES_KEY" or self.wechat_mode != "plain"}
        if not any(given.values()):
            return None
        if missing := sorted(name for name in needed if not given[name]):
            raise SettingsError(f"WeChat is half set: LAIDIAN_WECHAT_{missing[0]} is missing")
        if self.wechat_mode not in ("plain", "compatible", "safe"):
            raise SettingsError("LAIDIAN_WECHAT_MODE takes plain, compatible or safe")
        for name in ("wechat_aes_key", "wechat_previous_aes_key"):
            key = getattr(self, name)
            if key and len(key) != 43:
                raise SettingsError(f"{PREFIX}{name.upper()} takes the 43 letters and digits of the console")
        return WeChatSettings(
            token=self.wechat_token,
            aes_key=self.wechat_aes_key,
            app_id=self.wechat_app_id,
            app_secret=self.wechat_app_secret,
            api_base=self.wechat_api_base.rstrip("/"),
            mode=self.wechat_mode,
            previous_aes_key=self.wechat_previous_aes_key,
        )


def read_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """Reads the settings; the environment wins over the file.

    Args:
        environ: the variables; the process environment by default.
        env_file: the `.env` to read; the one beside `pyproject.toml` by default, a missing file is no error.

    Raises:
        SettingsError: one line naming the variable or the line of the file.
    """
    variables = dict(read_env_file(env_file or ROOT / ".env"))
    variables.update(os.environ if environ is None else environ)
    values: dict[str, object] = {}
    for item in fields(Settings):
        raw = variables.get(PREFIX + item.name.upper(), "").strip()
        if raw:
            values[item.name] = _convert(PREFIX + item.name.upper(), raw, item.default)
    _refuse_unknown(variables)
    settings = Settings(**values)  # type: ignore[arg-type]
    _check_ports(settings)
    _check_forms(settings)
    settings.wechat  # noqa: B018  a half-set channel is refused at the start, not at the first message
    return settings


def read_env_file(path: Path) -> dict[str, str]:
    """The assignments of a `.env` file; a missing file is empty.

    Raises:
        SettingsError: with the number of the first line that is not `NAME=value`.
    """
    if not path.exists():
        return {}
    values: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for binding in parse_stream(stream):
                if binding.error or (binding.key is not None and binding.value is None):
                    text = binding.original.string  # begins with the blank lines above it
                    line = binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
                    raise SettingsError(f"{path} line {line}: expected NAME=value")
                if binding.key is not None and binding.value is not None:
                    values[binding.key] = binding.value
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    return values


def _convert(name: str, raw: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                raw.lower()
            ]
        if isinstance(default, int):
            return int(raw)
        if isinstance(default, float):
            return float(raw)
    except (ValueError, KeyError):
        kind = "true or false" if isinstance(default, bool) else "a number"
        raise SettingsError(f"{name} takes {kind}, not '{raw}'") from None
    if isinstance(default, Path):
        return Path(raw).expanduser()
    if isinstance(default, tuple):
        return tuple(part.strip().rstrip("/") for part in raw.split(",") if part.strip())
    return raw


def _check_ports(settings: Settings) -> None:
    seen: dict[int, str] = {}
    for name in ("public_port", "desk_port", "internal_port", "rasa_port", "actions_port"):
        port = getattr(settings, name)
        if not 1 <= port <= 65535:
            raise SettingsError(f"{PREFIX}{name.upper()} takes a port from 1 to 65535, not {port}")
        if port in seen:
            raise SettingsError(f"{PREFIX}{name.upper()} and {PREFIX}{seen[port].upper()} are both {port}")
        seen[port] = name


def _check_forms(settings: Settings) -> None:
    if settings.log_level not in LOG_LEVELS:
        raise SettingsError(f"LAIDIAN_LOG_LEVEL takes {', '.join(LOG_LEVELS)}, not '{settings.log_level}'")
    if not settings.store_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg2://")):
        raise SettingsError(
            "LAIDIAN_DATABASE_URL takes postgresql://user:password@host/name or sqlite:///file"
        )
    for name in ("utility_url", "wechat_api_base"):
        value = getattr(settings, name)
        if value and not value.startswith(("http://", "https://")):
            raise SettingsError(
                f"{PREFIX}{name.upper()} takes an address with http:// or https://, not '{value}'"
            )
    for name in ("utility_timeout", "bot_timeout", "session_idle_hours", "keep_days"):
        value = getattr(settings, name)
        if not 0 < value < math.inf:
            raise SettingsError(f"{PREFIX}{name.upper()} takes a number above 0, not {value}")


def _refuse_unknown(variables: Mapping[str, str]) -> None:
    known = {PREFIX + item.name.upper() for item in fields(Settings)}
    for name in sorted(variables):
        if name.startswith(PREFIX) and not name.startswith(TEST_PREFIX) and name not in known:
            close = difflib.get_close_matches(name, known, 1, 0.8)
            hint = f"did you mean {close[0]}?" if close else ".env.example lists the known ones"
            raise SettingsError(f"unknown setting {name}; {hint}")


def _reachable(host: str) -> str:
    """How this machine reaches a server that listens on `host`."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]" if ":" in host else host
