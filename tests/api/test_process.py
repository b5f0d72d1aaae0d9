"""What an operator's shell and the system do to the server: signals, its log's reader, the mode of its files, core files."""

import http.client
import json
import os
import pathlib
import pty
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

import pytest
from support.commands import environment, platform, vip
from support.sandbox import BINARY, free_port
from support.served import Served, get, rows

LONG = f"X-Correlation-Id: {'c' * 128}"


NOBODY = 65534


def slowest(server, count=50):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    times = []
    for _ in range(count):
        began = time.monotonic()
        connection.request("GET", "/health/live")
        assert connection.getresponse().read()
        times.append(time.monotonic() - began)
    connection.close()
    return max(times)


# The log's reader

def test_a_reader_of_the_log_that_ends_ends_nothing_else(tmp_path):
    reading, writing = os.pipe()
    with Served(platform(tmp_path / "data"), stderr=writing) as server:
        os.close(writing)
        assert os.read(reading, 100)
        os.close(reading)
        assert server.flood(get("/health/live"), 1000) == {200: 1000}
        server.wait_for(lambda: server.metric("vip_log_lines_dropped_total") >= 1000)
        assert server.end() < 5


def test_a_reader_of_the_log_that_stops_reading_delays_nothing(tmp_path):
    reading, writing = os.pipe()
    with Served(platform(tmp_path / "data"), stderr=writing) as server:
        os.close(writing)
        server.flood(get("/health/live", LONG), 40_000)  # more than 8 MiB of lines
        dropped = server.metric("vip_log_lines_dropped_total")
        assert dropped > 1000
        assert slowest(server) < 1
        text = b""
        os.set_blocking(reading, False)
        deadline = time.monotonic() + 30
        while b"log-lines-dropped" not in text:
            assert time.monotonic() < deadline
            try:
                text += os.read(reading, 1 << 20)
            except BlockingIOError:
                server.status("/health/live")
        told = [json.loads(line) for line in text.decode().splitlines() if "log-lines-dropped" in line]
        assert told[0]["count"] >= dropped
        # Full once more, and nobody reads any more.
        server.flood(get("/health/live", LONG), 2000)
        assert server.end(within=30) < 10
    os.close(reading)


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_no_file_takes_the_place_of_a_standard_descriptor_that_is_closed(closed, tmp_path):
    """The next file that is opened would get the log's lines: the data directory's lock, or a client's connection."""
    data, port = platform(tmp_path / "data"), free_port()
    process = subprocess.Popen(["bash", "-c", f'exec "$0" "$@" {closed}', str(BINARY), "serve", "--data", str(data), "--listen", f"127.0.0.1:{port}"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=environment())
    try:
        deadline = time.monotonic() + 30
        while not (data / "vip.sock").exists():
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.05)
        assert {os.readlink(f"/proc/{process.pid}/fd/{number}") for number in range(3)} == {"/dev/null"}
    finally:
        process.terminate()
        assert process.wait(30) == 0
    assert (data / "lock").stat().st_size == 0


# SIGHUP

def test_hangup_opens_the_log_file_again(tmp_path):
    log = tmp_path / "vip.log"
    with Served(platform(tmp_path / "data"), "--log-file", str(log)) as server:
        assert log.stat().st_mode & 0o777 == 0o600
        server.status("/health/live")
        server.wait_for(lambda: '"route":"/health"' in log.read_text())
        log.rename(tmp_path / "vip.log.1")
        server.process.send_signal(signal.SIGHUP)
        server.wait_for(lambda: log.exists() and '"reloaded"' in log.read_text())
        server.status("/health/live")
        server.wait_for(lambda: '"route":"/health"' in log.read_text())
        assert server.said().count("{") == 0, "nothing of it on the standard error output"


def test_hangup_takes_new_settings(tmp_path):
    data, config = platform(tmp_path / "data"), tmp_path / "vip.yaml"
    config.write_text("log-level: info\nworkers: 2\naudit-events: 5000\n")
    with Served(data, "--config", str(config)) as server:
        pid = server.process.pid

        def reload(text):
            config.write_text(text)
            before = len(server.events("reloaded"))
            server.process.send_signal(signal.SIGHUP)
            server.wait_for(lambda: len(server.events("reloaded")) > before)
            return server.events("reloaded")[-1]

        event = reload("log-level: warning\nworkers: 3\naudit-events: 2000\ntoken-failures-per-client: 1\n")
        assert event["applied"] == "token-failures-per-client, audit-events, log-level"
        assert event["needs-restart"] == "workers" and "refused" not in event
        requests = len(server.events("request"))
        server.status("/health/live")
        wrong = json.dumps({"client_id": "nobody", "client_secret": "x"}).encode()
        statuses = [server.status("/oauth/token", wrong, {"Content-Type": "application/json"}) for _ in range(3)]
        assert statuses == [401, 429, 429]
        for bad, said in (("log-level: loud\n", "log-level must be one of"), ("lg-level: info\n", "did you mean log-level"), ("a: [", "not YAML")):
            event = reload(bad)
            assert said in event["refused"] and event["level"] == "error" and "applied" not in event
        assert len(server.events("request")) == requests, "the level stays as it was"
        assert server.process.pid == pid and server.status("/health/ready") == 200


def test_many_hangups_under_load_lose_no_request(tmp_path):
    log = tmp_path / "vip.log"
    with Served(platform(tmp_path / "data"), "--log-file", str(log)) as server:
        for number in range(60):
            server.process.send_signal(signal.SIGHUP)
            assert server.flood(get("/health/live"), 200) == {200: 200}
            if number % 10 == 0 and log.exists():
                log.rename(tmp_path / f"vip.log.{number}")
    lines = [line for file in tmp_path.glob("vip.log*") for line in file.read_text().splitlines()]
    assert sum('"event":"request"' in line and "health/live" not in line for line in map(str, lines)) >= 60 * 200
    for line in lines:
        json.loads(line)


def test_a_terminal_that_is_closed_ends_the_server_cleanly(tmp_path):
    """Left behind it would hold its port and data directory, and nobody would know."""
    data = platform(tmp_path / "data")
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(environment())
        os.execv(str(BINARY), [str(BINARY), "serve", "--data", str(data), "--listen", f"127.0.0.1:{free_port()}"])
    said = b""
    while b'"started"' not in said:
        said += os.read(terminal, 4096)
    os.close(terminal)
    deadline = time.monotonic() + 30
    while (ended := os.waitpid(pid, os.WNOHANG))[0] == 0:
        assert time.monotonic() < deadline, os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    assert os.waitstatus_to_exitcode(ended[1]) == 0


# The data directory and the process's memory

@pytest.mark.parametrize("mode", [0o750, 0o755, 0o701, 0o770])
def test_a_data_directory_that_others_may_look_into_is_refused(mode, tmp_path):
    data = platform(tmp_path / "data")
    data.chmod(mode)
    for words in (["serve", "--listen", "127.0.0.1:1"], ["business", "list"], ["business", "create", "x"], ["audit", "export"], ["key", "rotate"]):
        done = vip(*words, "--data", data)
        assert done.returncode == 3 and f"chmod 700 {data}" in done.stderr, done.stderr
    assert vip("init", "--data", data).returncode == 1
    assert data.stat().st_mode & 0o777 == mode, "its mode is the operator's to change"
    assert subprocess.run(["bash", "-c", re.search(r"chmod 700 \S+", done.stderr).group(0)], check=True)
    assert vip("business", "list", "--data", data).returncode == 0


def test_all_that_is_made_is_the_users_alone(tmp_path):
    """Also with a umask that leaves everything open."""
    command = f"umask 000; exec {BINARY} init --data {tmp_path}/a/b --write-config {tmp_path}/vip.yaml"
    subprocess.run(["bash", "-c", command], check=True, capture_output=True, env=environment())
    (tmp_path / "open").mkdir(mode=0o755)
    assert vip("init", "--data", tmp_path / "open").returncode == 0, "an empty directory is closed"
    data = tmp_path / "a" / "b"
    former = os.umask(0)
    try:
        with Served(data) as server:
            assert server.status("/health/live") == 200
            found = [*data.rglob("*"), data, tmp_path / "a", tmp_path / "vip.yaml", tmp_path / "open"]
            assert len(found) > 10
            assert [f"{file} {file.stat().st_mode:o}" for file in found if file.stat().st_mode & 0o077] == []
    finally:
        os.umask(former)


def test_all_files_of_a_practice_are_the_users_alone(sandbox):
    found = [sandbox.data, *sandbox.data.rglob("*")]
    assert {"blobs", "pending", "tenants", "spool", "master.key", "platform.db"} <= {file.name for file in found}
    assert [f"{file} {file.stat().st_mode:o}" for file in found if file.exists() and file.stat().st_mode & 0o077] == []


@pytest.mark.parametrize("setting, expected", [("off", 0), ("on", 1 << 20)])
def test_core_files_are_made_only_when_they_are_allowed(setting, expected, tmp_path):
    former = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, former[1]))
    try:
        # AddressSanitizer would set the limit to 0 by itself.
        with Served(platform(tmp_path / "data"), "--core-dumps", setting, ASAN_OPTIONS="disable_coredump=0") as server:
            assert resource.prlimit(server.process.pid, resource.RLIMIT_CORE)[0] == expected
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, former)


@pytest.mark.parametrize("setting", ["off", "on"])
def test_other_processes_of_the_user_look_into_it_only_when_they_are_allowed(setting):
    """Files below /proc of a process that may not be dumped belong to root."""
    if os.geteuid() != 0:
        pytest.skip("only root can act as another user")
    with tempfile.TemporaryDirectory(prefix="vip-nobody-") as name:
        folder = pathlib.Path(name)
        shutil.copy(BINARY, folder / "vip")
        data = platform(folder / "data")
        for path in (folder, data, *data.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        with Served(data, "--core-dumps", setting, user=NOBODY, binary=folder / "vip") as server:
            owner = pathlib.Path(f"/proc/{server.process.pid}/environ").stat().st_uid
            assert owner == (NOBODY if setting == "on" else 0)
            assert server.metric("process_open_fds") > 3, "it can still look into itself"


def test_the_audit_of_an_older_release_is_kept(tmp_path):
    data = platform(tmp_path / "data")
    rows(data, "DROP TABLE refusals")
    rows(data, "ALTER TABLE clients DROP COLUMN rate_limit")
    rows(data, "ALTER TABLE tenants DROP COLUMN marked")
    rows(data, "PRAGMA user_version = 2")
    assert vip("business", "create", "x", "--data", data).returncode == 0
    assert rows(data, "PRAGMA user_version") == [(4,)]
    assert rows(data, "SELECT count(*) FROM refusals") == [(0,)]
