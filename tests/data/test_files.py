"""A tenant's file that is missing or another one's: refused while the server runs and after a restart, told, used again when it is back."""

import json
import os
import shutil
import sqlite3
import time
import urllib.request

import pytest
from support.commands import vip
from support.data import run, serve

REGIONS = "/location-management/v1/api/regions"
PATIENCE = 15  # seconds until the server has looked at all files


def files(server, tenant):
    return [path for path in (server.data / "tenants").iterdir() if path.name.startswith(tenant)]


def take_away(server, tenant):
    kept = server.folder / f"kept-{tenant}"
    kept.mkdir()
    for path in files(server, tenant):
        shutil.move(path, kept / path.name)


def put_back(server, tenant):
    for path in files(server, tenant):
        path.unlink()
    kept = server.folder / f"kept-{tenant}"
    for path in list(kept.iterdir()):
        shutil.move(path, server.data / "tenants" / path.name)
    kept.rmdir()


def copy_of(server, tenant, to):
    """As of now, with what the log has."""
    with sqlite3.connect(server.data / "tenants" / f"{tenant}.db") as source, sqlite3.connect(to) as target:
        source.backup(target)
    target.close()
    to.chmod(0o600)


def readiness(server):
    with urllib.request.urlopen(f"{server.base}/health/ready", timeout=5) as answer:
        return answer.status, json.loads(answer.read())["status"]


def becomes_ready_as(server, status):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if readiness(server) == (200, status):
            return
        time.sleep(0.2)
    raise AssertionError(f"readiness is {readiness(server)}, not {status}")


def refused(calls):
    def code(response):
        assert response.status_code == 503, response.text
        return response.json()["code"]

    for _ in range(3):  # never once with the data of another tenant, or with none
        assert code(calls.get(REGIONS, check=False)) == "tenant-data-unavailable"
        assert code(calls.call("POST", REGIONS, body={"name": "Nowhere"}, check=False)) == "tenant-data-unavailable"
        time.sleep(0.12)
    assert calls.get(REGIONS, tenant="second").status_code == 200


def served(calls, before):
    assert calls.get(REGIONS).json()["results"] == before
    name = f"Region {time.monotonic_ns()}"
    calls.create(REGIONS, {"name": name})
    assert name in [one["name"] for one in calls.get(f"{REGIONS}?size=1000").json()["results"]]


@pytest.mark.parametrize("with_restart", [False, True])
@pytest.mark.parametrize("foreign", [False, True])
def test_a_file_that_is_gone_or_another_tenants_is_refused(server, calls, foreign, with_restart):
    first, second = calls.tenants["first"], calls.tenants["second"]
    before = calls.get(REGIONS).json()["results"]
    becomes_ready_as(server, "pass")
    if with_restart:
        assert server.end() is None
    take_away(server, first)
    if foreign:
        copy_of(server, second, server.data / "tenants" / f"{first}.db")
    if with_restart:
        serve(server)
    else:
        time.sleep(0.15)
    refused(calls)
    becomes_ready_as(server, "warn")
    faults = run(server, "check", status=1)["faults"]
    assert [(fault["where"], fault["kind"]) for fault in faults if fault["kind"] in ("missing", "foreign")] == [
        (f"tenants/{first}.db", "foreign" if foreign else "missing")]
    assert all(fault["advice"] for fault in faults)
    if not foreign:
        assert not files(server, first), "nothing is made in its place"
    put_back(server, first)
    served(calls, before)
    becomes_ready_as(server, "pass")


def forget_identities(server):
    """As a release without identities left the directory."""
    with sqlite3.connect(server.data / "platform.db") as platform:
        platform.execute("ALTER TABLE tenants DROP COLUMN marked")
        platform.execute("DELETE FROM facts WHERE name = 'release'")
        platform.execute("PRAGMA user_version = 3")
    for path in (server.data / "tenants").glob("*.db"):
        with sqlite3.connect(path) as tenant:
            tenant.execute("DELETE FROM meta WHERE name IN ('tenant', 'created', 'release')")


def test_a_directory_of_an_earlier_release_is_adopted_once(server, calls):
    before = calls.get(REGIONS).json()["results"]
    assert server.end() is None
    forget_identities(server)
    serve(server)
    served(calls, before)
    assert server.end() is None
    # From now on a file without an identity is foreign.
    first = server.data / "tenants" / f"{calls.tenants['first']}.db"
    with sqlite3.connect(first) as tenant:
        tenant.execute("DELETE FROM meta WHERE name IN ('tenant', 'created')")
    serve(server)
    refused(calls)


@pytest.mark.parametrize("file", ["platform.db", "tenant"])
def test_an_older_release_refuses_what_a_newer_one_wrote(server, calls, file):
    assert server.end() is None
    if file == "platform.db":
        with sqlite3.connect(server.data / file) as platform:
            platform.execute("UPDATE facts SET value = '99.0.0' WHERE name = 'release'")
        for words in (["serve"], ["tenant", "list"]):
            done = vip(*words, "--data", server.data, "--listen", "127.0.0.1:1") if words == ["serve"] else vip(*words, "--data", server.data)
            assert done.returncode == 3 and "release 99.0.0" in done.stderr, done.stderr
    else:
        with sqlite3.connect(server.data / "tenants" / f"{calls.tenants['first']}.db") as tenant:
            tenant.execute("UPDATE meta SET value = '99.0.0' WHERE name = 'release'")
        serve(server)
        refused(calls)


def test_the_check_finds_each_kind_of_fault(server, calls):
    made = calls.call("POST", "/communications/v1/api/documents/upload?file-name=a.pdf", content=b"%PDF-1.7\nhello",
                      headers={"Content-Type": "application/pdf"})
    assert made.status_code == 201, made.text
    first = calls.tenants["first"]
    for path in server.data.rglob("*"):
        if not path.is_symlink() and path.exists():
            path.chmod(0o700 if path.is_dir() else 0o600)
    assert run(server, "check")["faults"] == []
    server.data.chmod(0o755)
    assert [fault["kind"] for fault in run(server, "check", status=1)["faults"]] == ["permissions"], "not a refusal"
    server.data.chmod(0o700)
    assert run(server, "check")["records"] > 1000
    assert server.end() is None
    assert run(server, "check")["faults"] == [], "also without a server"
    file = server.data / "tenants" / f"{first}.db"
    intact = file.read_bytes()

    def kinds():
        return {fault["kind"] for fault in run(server, "check", status=1)["faults"]}

    def changed(*statements):
        with sqlite3.connect(file) as tenant:
            for statement in statements:
                tenant.execute(statement)
        tenant.close()
        found = kinds()
        for path in files(server, first):
            path.unlink()
        file.write_bytes(intact)
        file.chmod(0o600)
        return found

    def table(name):
        with sqlite3.connect(file) as tenant:
            return next(one for (one,) in tenant.execute("SELECT name FROM sqlite_schema WHERE type='table'") if one.endswith(name))

    assert "derived" in changed("UPDATE counts SET shown = shown + 1 WHERE total > 10")
    assert "derived" in changed(f"DELETE FROM {table('contacts_words')}")
    assert "references" in changed(f"UPDATE {table('_patients')} SET account_uuid = zeroblob(16) WHERE seq = (SELECT min(seq) FROM {table('_patients')})")
    with sqlite3.connect(file) as tenant:
        index = next(one for (one,) in tenant.execute("SELECT name FROM sqlite_schema WHERE type='index' AND sql NOT NULL"))
    tenant.close()
    assert "schema" in changed(f'DROP INDEX "{index}"')
    damaged = bytearray(intact)
    for at in range(len(damaged) // 2, len(damaged) // 2 + 20000):
        damaged[at] = 0x55
    file.write_bytes(damaged)
    assert "damaged" in kinds()
    file.write_bytes(intact)
    contents = [path for path in (server.data / "blobs" / first).rglob("*") if path.is_file()]
    kept = contents[0].read_bytes()
    contents[0].write_bytes(kept + b"x")
    assert "contents" in kinds()
    contents[0].unlink()
    assert "contents" in kinds()
    contents[0].write_bytes(kept)
    contents[0].chmod(0o644)
    assert "permissions" in kinds()
    contents[0].chmod(0o600)
    stray = server.data / "tenants" / "018f0000-0000-7000-8000-000000000000.db"
    shutil.copy(file, stray)
    stray.chmod(0o600)
    assert "left-over" in kinds()
    stray.unlink()
    assert run(server, "check")["faults"] == []
    assert not [path for path in os.listdir(server.data) if path.startswith(".scratch")]
