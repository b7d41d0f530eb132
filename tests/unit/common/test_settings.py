"""Settings: `.env.example` tells the truth, and every mistake is one clear line that names the variable."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from common.settings import PREFIX, ROOT, Settings, SettingsError, read_env_file, read_settings

EXAMPLE = ROOT / ".env.example"
KEY = "k" * 43
WECHAT = {
    "LAIDIAN_WECHAT_TOKEN": "token",
    "LAIDIAN_WECHAT_AES_KEY": KEY,
    "LAIDIAN_WECHAT_APP_ID": "wx1",
    "LAIDIAN_WECHAT_APP_SECRET": "secret",
}


def read(tmp_path: Path, env_text: str = "", **variables: str) -> Settings:
    file = tmp_path / ".env"
    file.write_bytes(env_text.encode())
    return read_settings(variables, file)


def refusal(tmp_path: Path, env_text: str = "", **variables: str) -> str:
    with pytest.raises(SettingsError) as error:
        read(tmp_path, env_text, **variables)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_example_names_every_setting_once_in_order() -> None:
    assert list(read_env_file(EXAMPLE)) == [PREFIX + item.name.upper() for item in fields(Settings)]


def test_example_shows_the_defaults() -> None:
    assert read_settings({}, EXAMPLE) == Settings()
    for item in fields(Settings):
        shown = read_env_file(EXAMPLE)[PREFIX + item.name.upper()]
        assert bool(shown) == (item.default not in ("", ())), item.name


def test_example_explains_every_setting_in_the_line_above() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        if line.startswith(PREFIX):
            assert above.startswith("# "), line


def test_no_file_and_no_variables_mean_the_defaults(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path / "none") == Settings()


def test_environment_wins_over_file(tmp_path: Path) -> None:
    settings = read(tmp_path, "LAIDIAN_PUBLIC_PORT=9000\nLAIDIAN_DESK_PORT=9001", LAIDIAN_PUBLIC_PORT="9100")
    assert (settings.public_port, settings.desk_port) == (9100, 9001)


def test_empty_value_is_the_default(tmp_path: Path) -> None:
    assert (
        read(tmp_path, "LAIDIAN_PUBLIC_PORT=\nLAIDIAN_COMPANY_NAME=", LAIDIAN_BOT_TIMEOUT=" ") == Settings()
    )


def test_values_become_typed(tmp_path: Path) -> None:
    origins = "https://a.example/ , https://b.example"
    settings = read(
        tmp_path,
        LAIDIAN_COOKIE_SECURE="Yes",
        LAIDIAN_HOME="~/laidian",
        LAIDIAN_WEB_ORIGINS=origins,
        HOME="/x",
    )
    assert settings.cookie_secure is True
    assert settings.home == Path.home() / "laidian"
    assert settings.web_origins == ("https://a.example", "https://b.example")


def test_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeffLAIDIAN_PUBLIC_PORT=9000\r\nLAIDIAN_DESK_PORT=9001\r\n").public_port == 9000


@pytest.mark.parametrize("bad", ["LAIDIAN_PUBLIC_PORT", "some words", "=8000", "LAIDIAN_HOME='open"])
def test_bad_line_of_the_file_is_named_by_its_number(tmp_path: Path, bad: str) -> None:
    assert refusal(tmp_path, f"# comment\n\nLAIDIAN_DESK_PORT=9001\n\n{bad}\n").endswith(
        ".env line 5: expected NAME=value"
    )


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LAIDIAN_COMPANY_NAME=\xb8\xd3\xd3\xdc")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        read_settings({}, tmp_path / ".env")


def test_unknown_setting_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    text = refusal(tmp_path, LAIDIAN_PUBLIC_PROT="9000")
    assert text == "unknown setting LAIDIAN_PUBLIC_PROT; did you mean LAIDIAN_PUBLIC_PORT?"
    assert ".env.example" in refusal(tmp_path, "LAIDIAN_QQQQQ=1")


def test_variables_of_the_tests_are_let_through(tmp_path: Path) -> None:
    assert read(tmp_path, LAIDIAN_TEST_POSTGRES_URL="postgresql://x") == Settings()


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("PUBLIC_PORT", "eighty", "a number, not 'eighty'"),
        ("BOT_TIMEOUT", "soon", "a number, not 'soon'"),
        ("BOT_TIMEOUT", "0", "a number above 0, not 0.0"),
        ("UTILITY_TIMEOUT", "nan", "a number above 0, not nan"),
        ("SESSION_IDLE_HOURS", "-1", "a number above 0, not -1"),
        ("COOKIE_SECURE", "maybe", "true or false, not 'maybe'"),
        ("PUBLIC_PORT", "0", "a port from 1 to 65535, not 0"),
        ("RASA_PORT", "70000", "a port from 1 to 65535, not 70000"),
        ("LOG_LEVEL", "chatty", "DEBUG, INFO, WARNING, ERROR, not 'chatty'"),
        ("UTILITY_URL", "utility.local", "an address with http:// or https://, not 'utility.local'"),
        ("DATABASE_URL", "postgres://u:p@h/n", "postgresql://user:password@host/name or sqlite:///file"),
    ],
)
def test_wrong_value_is_told_with_what_the_setting_takes(
    tmp_path: Path, name: str, value: str, takes: str
) -> None:
    assert refusal(tmp_path, **{PREFIX + name: value}) == f"{PREFIX}{name} takes {takes}"


def test_two_equal_ports_are_both_named(tmp_path: Path) -> None:
    text = refusal(tmp_path, LAIDIAN_DESK_PORT="8000")
    assert text == "LAIDIAN_DESK_PORT and LAIDIAN_PUBLIC_PORT are both 8000"


def test_wechat_is_off_unless_set_and_on_when_whole(tmp_path: Path) -> None:
    assert read(tmp_path).wechat is None
    wechat = read(tmp_path, **WECHAT, LAIDIAN_WECHAT_API_BASE="http://127.0.0.1:9090/").wechat
    assert wechat and (wechat.app_id, wechat.api_base) == ("wx1", "http://127.0.0.1:9090")


@pytest.mark.parametrize("name", sorted(WECHAT))
def test_half_set_wechat_names_what_is_missing(tmp_path: Path, name: str) -> None:
    rest = {key: value for key, value in WECHAT.items() if key != name}
    assert refusal(tmp_path, **rest) == f"WeChat is half set: {name} is missing"


def test_plain_wechat_needs_no_key(tmp_path: Path) -> None:
    rest = {key: value for key, value in WECHAT.items() if key != "LAIDIAN_WECHAT_AES_KEY"}
    assert read(tmp_path, **rest, LAIDIAN_WECHAT_MODE="plain").wechat


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AES_KEY", "short"),
        ("PREVIOUS_AES_KEY", KEY + "k"),
        ("MODE", "open"),
        ("API_BASE", "api.weixin.qq.com"),
    ],
)
def test_wrong_wechat_value_names_its_variable(tmp_path: Path, name: str, value: str) -> None:
    assert f"LAIDIAN_WECHAT_{name} takes" in refusal(tmp_path, **{**WECHAT, f"LAIDIAN_WECHAT_{name}": value})


def test_secrets_are_not_in_the_repr() -> None:
    secrets = dict.fromkeys(
        (
            "admin_password",
            "internal_token",
            "utility_token",
            "wechat_token",
            "wechat_aes_key",
            "wechat_app_secret",
        ),
        "hush",
    )
    assert "hush" not in repr(Settings(**secrets, database_url="postgresql://u:hush@h/n"))  # type: ignore[arg-type]


def test_dialogue_state_is_a_file_of_its_own_beside_any_sqlite(tmp_path: Path) -> None:
    for url in ("", "sqlite:////elsewhere/laidian.db"):
        settings = Settings(home=tmp_path, database_url=url)
        assert settings.tracker_url == f"sqlite:///{tmp_path}/tracker.db" != settings.store_url
    shared = Settings(database_url="postgresql://u:p@h/n")
    assert shared.tracker_url == shared.store_url == "postgresql://u:p@h/n"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("192.168.1.5", "http://192.168.1.5:8000"),
        ("localhost", "http://localhost:8000"),
    ],
)
def test_shown_address_is_one_that_this_machine_reaches(host: str, url: str) -> None:
    assert Settings(public_host=host).public_url == url
