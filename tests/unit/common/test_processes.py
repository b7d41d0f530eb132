"""What stands in the way is said before anything starts, in one line; the children listen where they should."""

from __future__ import annotations

import re
import shutil
import socket
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from common.errors import LaidianError
from common.processes import check_machine, environment, last_line, openblas_kernels, processes
from common.settings import ROOT, Settings

PORTS = ("public_port", "desk_port", "internal_port", "rasa_port", "actions_port")
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """On ports that nobody uses."""
    probes = [socket.socket() for _ in PORTS]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return Settings(tmp_path / "home", public_host="127.0.0.1", **dict(zip(PORTS, ports, strict=True)))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as other:
        yield other


def refusal(settings: Settings) -> str:
    with pytest.raises(LaidianError) as error:
        check_machine(settings)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_free_machine_passes_and_its_ports_stay_free(settings: Settings) -> None:
    check_machine(settings)
    check_machine(settings)


@pytest.mark.parametrize("name", PORTS)
def test_port_in_use_is_named_with_its_setting(
    settings: Settings, listener: socket.socket, name: str
) -> None:
    port = getattr(settings, name)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    text = refusal(settings)
    assert text == f"port {port} is in use; stop what uses it, or set LAIDIAN_{name.upper()} to another"


def test_address_that_this_machine_does_not_have_is_no_port_in_use(settings: Settings) -> None:
    text = refusal(replace(settings, desk_host="203.0.113.1"))
    assert "in use" not in text and "203.0.113.1" in text and "LAIDIAN_DESK_PORT" in text


def test_disk_without_room_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**10, 10**10 - 150 * 2**20, 150 * 2**20))
    assert refusal(settings) == f"the disk under {settings.home} has 150 MB left; 200 MB are needed"


def test_home_that_is_a_file_is_refused_with_its_setting(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "(LAIDIAN_HOME)" in refusal(replace(settings, home=tmp_path / "file"))


def test_rasa_listens_on_this_machine_only_and_serves_the_given_model(
    settings: Settings, tmp_path: Path
) -> None:
    command = {child.name: child.command for child in processes(settings, tmp_path / "m.tar.gz")}["rasa"]
    words = " ".join(command)
    assert "--interface 127.0.0.1" in words and f"--port {settings.rasa_port}" in words
    assert f"--model {tmp_path / 'm.tar.gz'}" in words
    assert all((ROOT / word).is_file() for word in command if word.startswith("bot/"))


def test_children_get_every_variable_that_the_files_of_the_bot_refer_to(settings: Settings) -> None:
    given = environment(replace(settings, internal_token="t0ken"))
    for name in ("endpoints.yml", "credentials.yml"):
        text = (ROOT / "bot" / name).read_text(encoding="utf-8")
        used = re.findall(r"\$\{(\w+)\}", yaml.dump(yaml.safe_load(text)))
        assert used, name
        assert all(given[variable] for variable in used), name
    assert given["LAIDIAN_HOME"] == str(settings.home)


@pytest.mark.parametrize(
    ("text", "start", "line"),
    [
        ("one\ntwo\n\n", 0, "two"),
        ("old\n", 4, ""),
        ("old\nnew\n", 4, "new"),
        ("", 0, ""),
        ("停电\n", 1, "��电"),
    ],
)
def test_last_line_is_of_what_was_written_since(tmp_path: Path, text: str, start: int, line: str) -> None:
    log = tmp_path / "log"
    log.write_text(text, encoding="utf-8")
    assert last_line(log, start) == line


def test_log_that_is_not_there_has_no_last_line(tmp_path: Path) -> None:
    assert last_line(tmp_path / "none") == ""


@pytest.mark.parametrize(
    ("flags", "kernels"),
    [
        ("fpu avx avx2 fma avx512f avx512dq avx512cd avx512bw avx512vl avx512_bf16", "SkylakeX"),
        ("fpu avx avx2 fma avx512f avx512cd avx512er avx512pf", "Haswell"),
        ("fpu avx avx2 fma bmi2", "Haswell"),
        ("fpu sse2 avx", None),
    ],
)
def test_openblas_is_told_which_instructions_the_processor_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str, kernels: str | None
) -> None:
    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)
    processor = tmp_path / "cpuinfo"
    processor.write_text(f"processor\t: 0\nflags\t\t: {flags}\nprocessor\t: 1\nflags\t\t: {flags}\n", "utf-8")
    assert openblas_kernels(processor).get("OPENBLAS_CORETYPE") == kernels


def test_openblas_keeps_what_the_operator_has_set_and_guesses_nothing_without_linux(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert openblas_kernels(tmp_path / "missing") == {}
    processor = tmp_path / "cpuinfo"
    processor.write_text("flags : avx2 fma\n", "utf-8")
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Zen")
    assert openblas_kernels(processor) == {}
