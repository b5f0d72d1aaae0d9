"""Backups, in a directory and in an object store: made while the server is written to, incremental, encrypted, restored elsewhere and checked; one tenant beside the others."""

import json
import os
import threading
import time

import pytest
from support.api import Api
from support.commands import environment, vip
from support.data import run, serve

REGIONS = "/location-management/v1/api/regions"
UPLOAD = "/communications/v1/api/documents/upload"
MARKER = "Quetzalcoatlus northropi 77"


def upload(calls, content):
    made = calls.call("POST", f"{UPLOAD}?file-name=a.pdf", content=b"%PDF-1.7\n" + content, headers={"Content-Type": "application/pdf"})
    assert made.status_code == 201, made.text
    return made.json()["document-uuid"]


def names(calls, **how):
    return {one["name"] for one in calls.get(f"{REGIONS}?size=1000", **how).json()["results"]}


def files_with(folder, marker):
    forms = [marker.encode(), marker.lower().encode(), marker.encode("utf-16-le")]
    return [str(path) for path in folder.rglob("*")
            if path.is_file() and any(form in content for content in [path.read_bytes()] for form in forms)]


class Writer(threading.Thread):
    """Creates regions without a pause; what was acknowledged, and when."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.done, self.acknowledged = server, threading.Event(), []

    def run(self):
        with Api(self.server) as calls:
            while not self.done.is_set():
                name = f"during {len(self.acknowledged)}"
                calls.create(REGIONS, {"name": name})
                self.acknowledged.append((time.monotonic(), name))


def test_a_backup_under_load_is_restored_elsewhere_and_has_no_fault(server, calls, backups, tmp_path):
    upload(calls, MARKER.encode())
    writer = Writer(server)
    writer.start()
    while len(writer.acknowledged) < 50:
        time.sleep(0.01)
    began = time.monotonic()
    made = run(server, "backup", "create", *backups)
    assert made["incomplete"] == [] and made["tenants"] == 2
    writer.done.set()
    writer.join()
    assert not files_with(backups.folder, MARKER), "encrypted"
    verified = json.loads(vip("backup", "verify", *backups, "--json").stdout)
    assert verified["faults"] == [] and verified["contents"] > 0 and verified["records"] > 1000
    restored = tmp_path / "restored"
    done = vip("restore", *backups, "--into", restored)
    assert done.returncode == 0, done.stderr
    assert {oct(path.stat().st_mode & 0o077) for path in restored.rglob("*")} == {"0o0"}
    assert server.end() is None
    serve(server, data=restored)
    found = names(calls)
    lost = [name for at, name in writer.acknowledged if at < began and name not in found]
    assert not lost, "what was acknowledged before the backup began is in it"
    calls.create(REGIONS, {"name": "after the restore"})


def test_what_has_not_changed_is_not_stored_again(server, calls, backups):
    first = run(server, "backup", "create", *backups)
    calls.create(REGIONS, {"name": "one more"})
    second = run(server, "backup", "create", *backups)
    assert second["bytes"] >= first["bytes"] > 1_000_000
    assert second["stored-bytes"] < first["stored-bytes"] / 3
    listed = json.loads(vip("backup", "list", *backups, "--json").stdout)["results"]
    assert [one["backup"] for one in listed] == [first["backup"], second["backup"]]
    pruned = json.loads(vip("backup", "prune", *backups, "--keep", "1", "--json").stdout)
    assert pruned["backups"] == 1 and pruned["chunks"] > 0
    assert json.loads(vip("backup", "verify", *backups, "--json").stdout)["faults"] == []


def test_keys(server, backups, tmp_path):
    run(server, "backup", "create", *backups)
    place = backups.without_key
    assert "encrypted" in vip("backup", "list", *place).stderr
    wrong = tmp_path / "wrong.key"
    wrong.write_bytes(os.urandom(32))
    wrong.chmod(0o600)
    assert "not the one" in vip("backup", "list", *place, "--backup-key-file", wrong).stderr
    wrong.chmod(0o644)
    assert "chmod 600" in vip("backup", "list", *place, "--backup-key-file", wrong).stderr
    by_environment = environment(VIP_BACKUP_KEY=backups.key.read_bytes().hex())
    assert vip("backup", "list", *place, env=by_environment).returncode == 0


def test_without_a_key_the_master_key_stays_apart(server, calls, backups, tmp_path):
    place = backups.elsewhere("plain")
    run(server, "backup", "create", *place)
    restored = tmp_path / "restored"
    assert "master key" in vip("restore", *place, "--into", restored).stderr
    assert vip("restore", *place, "--into", restored, "--master-key", server.data / "master.key").returncode == 0
    assert vip("tenant", "list", "--data", restored).returncode == 0
    assert "not empty" in vip("restore", *place, "--into", restored).stderr


def test_damage_is_noticed(server, backups):
    run(server, "backup", "create", *backups)
    chunk = max(backups.files("chunks/"), key=lambda path: path.stat().st_size)
    content = bytearray(chunk.read_bytes())
    content[len(content) // 2] ^= 1
    chunk.write_bytes(content)
    done = vip("backup", "verify", *backups)
    assert done.returncode == 1 and "damaged" in done.stderr
    for half in (content[:len(content) // 2], b""):
        chunk.write_bytes(half)
        done = vip("backup", "verify", *backups)
        assert done.returncode == 1 and "damaged" in done.stderr
    chunk.unlink()
    done = vip("backup", "verify", *backups)
    assert done.returncode == 1 and "missing" in done.stderr


def test_one_tenant_is_restored_beside_the_running_ones(server, calls, backups):
    document = upload(calls, MARKER.encode())
    calls.create(REGIONS, {"name": "before"})
    run(server, "backup", "create", *backups)
    calls.create(REGIONS, {"name": "later"})
    made = run(server, "restore", *backups, "--tenant", calls.tenants["first"], "--name", "As it was")
    run(server, "grant", "add", "--client", calls.clients["pii"][0], "--tenant", made["tenant-uuid"], "--authorised-by", "A. Test")
    calls.tenants["restored"] = made["tenant-uuid"]
    assert "before" in names(calls, tenant="restored") and "later" not in names(calls, tenant="restored")
    assert "later" in names(calls)
    content = calls.get(f"/communications/v1/api/documents/{document}/content", tenant="restored")
    assert MARKER.encode() in content.content
    calls.create(REGIONS, {"name": "goes on"}, tenant="restored")
    assert "goes on" not in names(calls)
    assert run(server, "check", status=None)["faults"] == []


def test_a_lost_tenant_is_restored_in_its_place(server, calls, backups):
    calls.create(REGIONS, {"name": "before"})
    run(server, "backup", "create", *backups)
    place = ["restore", *backups, "--tenant", calls.tenants["first"], "--in-place"]
    assert "is there" in run(server, *place, status=1)["error"]
    (server.data / "tenants" / f"{calls.tenants['first']}.db").unlink()
    time.sleep(0.15)
    assert calls.get(REGIONS, check=False).status_code == 503
    run(server, *place)
    assert "before" in names(calls)
    calls.create(REGIONS, {"name": "after"})


def test_a_tenant_moves_to_another_installation(server, calls, backups, tmp_path):
    place = backups.elsewhere("export")
    calls.create(REGIONS, {"name": "moves"})
    run(server, "tenant", "export", calls.tenants["first"], *place)
    other = tmp_path / "other"
    assert vip("init", "--data", other).returncode == 0
    assert vip("customer", "create", "Elsewhere", "--data", other).returncode == 0
    done = vip("tenant", "import", *place, "--customer", "Elsewhere", "--name", "Moved", "--data", other, "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    checked = json.loads(vip("check", "--data", other, "--json").stdout)
    assert checked["tenants"] == 1 and checked["records"] > 1000
    assert checked["faults"] == []


def test_nothing_of_an_erased_tenant_is_left(server, calls, backups, tmp_path):
    for number in range(20):
        calls.create(REGIONS, {"name": f"{MARKER} {number}", "description": MARKER})
    upload(calls, MARKER.encode())
    run(server, "check", status=None)
    run(server, "backup", "create", *backups)
    assert files_with(server.data, MARKER)
    erased = run(server, "tenant", "erase", calls.tenants["first"], "--yes")
    assert "backups" not in erased, "the server's settings name none"
    assert files_with(server.data, MARKER) == []
    assert calls.get(REGIONS, check=False).status_code == 403
    assert server.end() is None
    assert files_with(server.data, MARKER) == []
    # Without a server, with settings that name the backups.
    told = run(server, "tenant", "erase", calls.tenants["second"], "--yes",
               env=environment(**backups.variables))
    assert len(told["backups"]) == 1


def test_a_server_makes_backups_by_itself(server, calls, backups):
    assert server.end() is None
    serve(server, *backups, "--backup-every", "1s", "--backup-keep", "2")

    def ids():
        return [one["backup"] for one in json.loads(vip("backup", "list", *backups, "--json").stdout)["results"]]

    end = time.monotonic() + 60
    seen = set()
    while len(seen) < 4:
        assert time.monotonic() < end, seen
        seen |= set(ids())
        time.sleep(0.3)
    assert server.end() is None
    assert 1 <= len(ids()) <= 3
    assert json.loads(vip("backup", "verify", *backups, "--json").stdout)["faults"] == []
