"""The audit: what unknown callers do to it, what it has, and what happens when it cannot be written."""

import json
import re

import pytest
from support.commands import platform, vip
from support.sandbox import BINARY
from support.served import Served, get, post, rows

CONTACTS = "/contact-management/v1/api/contacts"


def files_size(data):
    return sum(file.stat().st_size for file in data.rglob("*") if file.is_file())


def exported(data, *words):
    done = vip("audit", "export", "--data", data, *words)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def set_up(data):
    """A client with a secret: its id and secret."""
    assert vip("business", "create", "Acme", "--data", data).returncode == 0
    made = vip("client", "create", "--business", "Acme", "--name", "main", "--data", data, "--json")
    assert made.returncode == 0, made.stderr
    made = json.loads(made.stdout)
    return made["client-id"], made["client-secret"]


def test_unknown_callers_do_not_make_the_disk_grow(tmp_path):
    data = platform(tmp_path / "data")
    with Served(data, "--log-level", "error", "--token-failures-per-address", "1000000") as server:
        server.status("/health/live")
        before = files_size(data)
        wrong = json.dumps({"client_id": "client_test_nobody", "client_secret": "x"}).encode()
        assert server.flood(post("/oauth/token", b"{}"), 20_000) == {400: 20_000}
        assert set(server.flood(post("/oauth/token", wrong), 4_000)) <= {401, 429}
        assert server.flood(get(CONTACTS), 4_000) == {401: 4_000}
        assert server.flood(get(CONTACTS, "Authorization: Bearer x"), 4_000) == {401: 4_000}
        assert server.metric("vip_requests_refused_total") == 8_000
        server.wait_for(lambda: server.metric("vip_audit_refusal_counts") > 0)
    assert files_size(data) < before + 200_000
    assert rows(data, "SELECT count(*) FROM security_events") == [(0,)]
    counted = {}
    for reason, count in rows(data, "SELECT reason, count FROM refusals"):
        counted[reason] = counted.get(reason, 0) + count
    assert sum(counted.values()) == 32_000, "none is lost, not even those of the last seconds"
    assert counted["malformed"] == 20_000 and counted["token-missing"] == 4_000 and counted["token-invalid"] == 4_000
    assert len(rows(data, "SELECT 1 FROM refusals")) <= 2 * len(counted), "one for each reason, and hour if one ended meanwhile"


def test_the_export_has_events_and_counts_as_lines(tmp_path):
    data = platform(tmp_path / "data")
    client, secret = set_up(data)
    with Served(data) as server:
        token = json.dumps({"client_id": client, "client_secret": secret}).encode()
        assert server.status("/oauth/token", token, {"Content-Type": "application/json"}) == 200
        wrong = json.dumps({"client_id": client, "client_secret": "wrong"}).encode()
        for _ in range(5):
            assert server.status("/oauth/token", wrong, {"Content-Type": "application/json"}) == 401
        assert [line["kind"] for line in exported(data)][:3] == ["operator-acted", "operator-acted", "token-issued"]
    lines = exported(data)
    events, counts = [line for line in lines if "sequence" in line], [line for line in lines if "hour" in line]
    assert [line["sequence"] for line in events] == [1, 2, 3]
    assert events[1]["detail"]["command"] == "client create" and re.fullmatch("[0-9a-f-]{36}", events[1]["detail"]["subject"])
    assert events[2]["detail"]["client"] == client and events[2]["detail"]["address"] == "127.0.0.1"
    assert sum(line["count"] for line in counts) == 5
    assert {(line["kind"], line["reason"], line["client"], line["network"]) for line in counts} == {
        ("token-refused", "wrong-secret", client, "127.0.0.0/24")}
    assert secret not in json.dumps(lines)
    assert exported(data, "--since", "2099-01-01") == [] == exported(data, "--until", "2001-01-01")
    assert exported(data, "--since", "2001-01-01", "--until", "2099-01-01") == lines
    assert vip("audit", "export", "--since", "soon", "--data", data).returncode == 2
    assert vip("audit", "check", "--data", data).returncode == 0
    rows(data, "UPDATE security_events SET detail = '{}' WHERE sequence = 2")
    broken = vip("audit", "check", "--data", data)
    assert broken.returncode == 1 and "security event 2" in broken.stderr


def test_the_export_is_complete_over_many_pages(tmp_path):
    data = platform(tmp_path / "data")
    rows(data, """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO security_events SELECT i, i, 'operator-acted', '{"subject":"x"}', 'd' || i FROM n""")
    rows(data, """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO refusals SELECT (1 + i / 3000) * 3600000, 'token-refused', 'malformed', '', i, i, 1, 0, 0 FROM n""")
    for running in (False, True):
        if running:
            with Served(data, "--audit-days", "36500") as server:
                lines = exported(data)
                assert server.metric("vip_audit_events") == 5000
        else:
            lines = exported(data)
        assert [line["sequence"] for line in lines if "sequence" in line] == list(range(1, 5001))
        assert sorted(int(line["network"]) for line in lines if "hour" in line) == list(range(1, 5001))


def test_what_is_too_old_or_too_much_goes(tmp_path):
    data = platform(tmp_path / "data")
    rows(data, """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
        INSERT INTO security_events SELECT i, unixepoch() * 1000, 'operator-acted', '{}', 'd' || i FROM n""")
    rows(data, "INSERT INTO refusals VALUES ((unixepoch() - 86400 - 3600) * 1000, 'token-refused', 'malformed', '', 'n', 'n', 1, 0, 0)")
    with Served(data, "--audit-events", "2500", "--audit-days", "1") as server:
        server.wait_for(lambda: server.metric("vip_audit_events") == 2500)
        server.wait_for(lambda: server.metric("vip_audit_refusal_counts") == 0)


@pytest.mark.parametrize("running", [True, False])
def test_what_cannot_be_audited_is_refused(running, tmp_path):
    """While no file can grow: a command, a grant or a token is not made at all, and the server goes on."""
    data = platform(tmp_path / "data")
    client, secret = set_up(data)
    credentials = json.dumps({"client_id": client, "client_secret": secret}).encode()
    json_type = {"Content-Type": "application/json"}

    def business(name, *limit):
        command = ["business", "create", name, "--data", str(data), "--json"]
        return vip(*command) if not limit else vip("-c", 'ulimit -f 1; exec "$0" "$@"', limit[0], *command, binary="bash")

    if running:
        with Served(data) as server:
            assert server.status("/oauth/token", credentials, json_type) == 200
            server.limit_file_size(4096)
            for number in range(5):
                done = business(f"Refused {number}")
                assert done.returncode == 1 and "could not" in json.loads(done.stdout)["error"], done.stdout
            narrow = f"grant_type=client_credentials&client_id={client}&client_secret={secret}&scope=contact:read".encode()
            assert server.status("/oauth/token", narrow, {"Content-Type": "application/x-www-form-urlencoded"}) == 503
            assert server.status("/oauth/token", credentials, json_type) == 200, "an issued token is no change"
            assert server.status("/health/live") == 200
            server.limit_file_size(-1)
            server.wait_for(lambda: business("Later").returncode == 0)
    else:
        done = business("Refused", str(BINARY))
        assert done.returncode in (1, 3), done.stdout + done.stderr
        assert business("Later").returncode == 0
    names = {party["name"] for party in json.loads(vip("business", "list", "--data", data, "--json").stdout)["results"]}
    assert names == {"Acme", "Later"}
    acted = [line["detail"]["command"] for line in exported(data) if line.get("kind") == "operator-acted"]
    assert acted == ["business create", "client create", "business create"]
    assert vip("audit", "check", "--data", data).returncode == 0
