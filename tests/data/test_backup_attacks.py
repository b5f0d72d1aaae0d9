"""Attacks on backups and restores: killed on the way, a full disk, damaged and forged objects, writes all the while."""

import contextlib
import json
import os
import subprocess
import time

from support.api import Api
from support.commands import environment, vip
from support.data import run
from support.disk import small_disk
from support.sandbox import BINARY
from support.writers import start_writers, stop

WRITERS = 8
KILLS = 64 if os.environ.get("VIP_TORTURE") == "full" else 8  # `make torture` runs the long form


def start(*words):
    return subprocess.Popen([str(BINARY), *map(str, words)], env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_after(process, seconds):
    """Whether it was still there to be killed."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
        return False
    process.kill()
    process.wait()
    return True


def forget_markers(backups):
    """As five minutes do."""
    for path in backups.files("locks/"):
        path.unlink()


def faults(done):
    return json.loads(done.stdout)["faults"]


def test_a_backup_that_is_killed_harms_no_other(server, backups):
    first = run(server, "backup", "create", *backups)
    killed = 0
    for step in range(KILLS):
        with Api(server) as calls:
            calls.create("/location-management/v1/api/regions", {"name": f"round {step}"})
        killed += kill_after(start("backup", "create", *backups, "--data", server.data), 0.04 * (1 + step % 8))
        forget_markers(backups)
        listed = json.loads(vip("backup", "list", *backups, "--json").stdout)["results"]
        assert listed[0]["backup"] == first["backup"]
    assert killed > 0
    last = run(server, "backup", "create", *backups)
    for one in (first, last):
        assert faults(vip("backup", "verify", *backups, "--backup", one["backup"], "--json")) == []
    assert vip("backup", "prune", *backups, "--keep", "1").returncode == 0
    assert faults(vip("backup", "verify", *backups, "--json")) == []


def test_a_restore_that_is_killed_is_not_served_and_can_be_done_again(server, backups, tmp_path):
    run(server, "backup", "create", *backups)
    whole = tmp_path / "whole"
    began = time.monotonic()
    assert vip("restore", *backups, "--into", whole).returncode == 0
    took = time.monotonic() - began
    killed = 0
    for step in range(KILLS - 2):
        into = tmp_path / f"restored-{step}"
        if kill_after(start("restore", *backups, "--into", into), took * (1 + step % 6) / 7):
            killed += 1
            if (into / "platform.db").exists():
                assert faults(vip("check", "--data", into, "--json")) == [], "the platform comes last"
            elif into.exists() and any(into.iterdir()):
                assert vip("tenant", "list", "--data", into).returncode == 3
                assert "not empty" in vip("restore", *backups, "--into", into).stderr
        into = tmp_path / f"again-{step}"
        assert vip("restore", *backups, "--into", into).returncode == 0
    assert killed > 0
    assert faults(vip("check", "--data", into, "--json")) == []


def test_a_tenant_restore_that_is_killed_leaves_the_others_alone(server, calls, backups):
    run(server, "backup", "create", *backups)
    before = run(server, "tenant", "list")["results"]
    for step in range(KILLS // 2):
        words = ("restore", *backups, "--tenant", calls.tenants["first"], "--name", f"Copy {step}", "--data", server.data)
        kill_after(start(*words), 0.05 * (1 + step % 4))
    assert len(run(server, "tenant", "list")["results"]) >= len(before)
    assert faults(vip("check", "--data", server.data, "--json")) == []
    made = run(server, "restore", *backups, "--tenant", calls.tenants["first"], "--name", "The last")
    assert made["tenant-uuid"]


def test_a_full_disk_refuses_a_backup_and_leaves_the_earlier_ones(server, key, tmp_path):
    with small_disk(tmp_path / "disk", 64) as disk:
        place = ["--backups", disk / "backups", "--backup-key-file", key]
        run(server, "backup", "create", *place)
        with (disk / "ballast").open("ab") as ballast:
            free = os.statvfs(disk)
            os.posix_fallocate(ballast.fileno(), 0, max(free.f_bavail * free.f_frsize - 65536, 4096))
        with Api(server) as calls:
            for number in range(20):
                upload = calls.call("POST", "/communications/v1/api/documents/upload?file-name=a.pdf", content=b"%PDF-1.7\n" + os.urandom(100_000),
                                    headers={"Content-Type": "application/pdf"})
                assert upload.status_code == 201, number
        refused = vip("backup", "create", *place, "--data", server.data)
        assert refused.returncode == 1 and "No space left" in refused.stdout + refused.stderr
        assert not list((disk / "backups").rglob("*.unfinished")), "what was half written takes no space"
        (disk / "ballast").unlink()
        assert len(json.loads(vip("backup", "list", *place, "--json").stdout)["results"]) >= 1
        run(server, "backup", "create", *place)
        assert faults(vip("backup", "verify", *place, "--json", env=environment(TMPDIR=tmp_path))) == []


def test_a_restore_that_has_no_space_is_refused_before_it_begins(server, backups, tmp_path):
    run(server, "backup", "create", *backups)
    with small_disk(tmp_path / "disk", 1) as disk:
        refused = vip("restore", *backups, "--into", disk / "restored")
        assert refused.returncode == 1 and "has space for" in refused.stderr
        assert not list(disk.iterdir())


def test_every_object_that_is_damaged_or_gone_is_noticed(server, backups, tmp_path):
    run(server, "backup", "create", *backups)
    for number, path in enumerate(sorted(backups.files("chunks/"))[::40] + backups.files("backups/2") + backups.files("format")):
        whole = path.read_bytes()
        for damaged in (whole[:-1], whole + b"x", bytes([whole[0] ^ 1]) + whole[1:], b"", b"x" * 1_000_000):
            path.write_bytes(damaged)
            done = vip("restore", *backups, "--into", tmp_path / f"restored-{number}-{len(damaged)}-{damaged[:1].hex()}")
            assert done.returncode == 1 and done.stderr.count("vip: ") >= 1, path
        path.write_bytes(whole)
    assert faults(vip("backup", "verify", *backups, "--json")) == []


def test_backups_during_writes_are_whole_again_and_again(server, calls, backups, tmp_path):
    writers = start_writers(calls, WRITERS, "busy", persistent=True)
    for number in range(3):
        made = run(server, "backup", "create", *backups)
        assert made["incomplete"] == []
        into = tmp_path / f"restored-{number}"
        assert vip("restore", *backups, "--into", into).returncode == 0
        assert faults(vip("check", "--data", into, "--json")) == []
    stop(writers)
