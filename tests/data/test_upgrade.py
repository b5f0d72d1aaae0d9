"""Data of the release before are served by this one, with all that they have; data of a newer one are refused, in every file alike."""

import contextlib
import json
import pathlib
import sqlite3
import subprocess
import tarfile

import httpx
import pytest
from support.api import Api
from support.commands import vip
from support.data import run
from support.sandbox import Sandbox, free_port

ARCHIVES = sorted((pathlib.Path(__file__).parent / "fixtures").glob("*.tar.xz"))
REGIONS = "/location-management/v1/api/regions"


class Kept:
    """A data directory that a release has left, not served yet, and what it answered from it."""

    def __init__(self, folder, archive):
        self.folder = folder
        self.data = folder / "data"
        with tarfile.open(archive) as kept:
            kept.extractall(folder)
        self.answers = json.loads((folder / "answers.json").read_text())
        self.tenant = self.answers["tenant"]

    def make_client(self):
        """An operator's commands on the directory; the first brings platform.db up to date."""
        run(self, "business", "create", "Upgraders")
        client = run(self, "client", "create", "--business", "Upgraders", "--name", "upgrader", "--scopes", "all")
        run(self, "grant", "add", "--client", "upgrader", "--tenant", self.tenant, "--authorised-by", "The practice owner")
        lines = {"VIP_CLIENT_ID": client["client-id"], "VIP_CLIENT_SECRET": client["client-secret"],
                 "VIP_LIMITED_CLIENT_ID": client["client-id"], "VIP_LIMITED_CLIENT_SECRET": client["client-secret"],
                 "VIP_TENANT_ID": self.tenant, "VIP_TENANT_ID_2": self.tenant}
        (self.folder / "sandbox.env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))

    def change(self, file, *statements):
        with sqlite3.connect(self.data / file) as database:
            for statement in statements:
                database.execute(statement)
        database.close()

    @property
    def tenant_file(self):
        return f"tenants/{self.tenant}.db"


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def kept(request, tmp_path):
    return Kept(tmp_path, request.param)


def same_as_before(calls, answers):
    """What was shown is shown with the same values; a release may show more."""
    for path, before in answers["lists"].items():
        page = calls.get(f"{path}?size={len(before['results']) or 1}").json()
        assert page.get("total") == before["total"], path
        assert len(page["results"]) == len(before["results"]), path
        for now, then in zip(page["results"], before["results"], strict=True):
            assert {name: now.get(name, "gone") for name in then} == then, path


def test_there_is_a_release_before():
    assert ARCHIVES


def test_data_of_the_release_before_are_kept(kept):
    kept.make_client()
    server = Sandbox(kept.folder, serves=True)
    try:
        with Api(server) as calls:
            same_as_before(calls, kept.answers)
            document = kept.answers["document"]["document-uuid"]
            content = calls.get(f"/communications/v1/api/documents/{document}/content")
            assert content.content.decode() == kept.answers["content"]
            calls.create(REGIONS, {"name": "Made after the upgrade"})
    finally:
        assert server.end() is None
    check = run(kept, "check")
    assert check["faults"] == [] and check["records"] > 1000
    # Upgraded once: the second start finds what the first has left.
    server.start()
    try:
        with Api(server) as calls:
            names = [one["name"] for one in calls.get(f"{REGIONS}?size=1000").json()["results"]]
            assert "Made after the upgrade" in names
    finally:
        assert server.end() is None


@contextlib.contextmanager
def served_unready(server):
    """A server none of whose tenants can be served is alive and not ready."""
    server.ready = lambda: http_status(f"{server.base}/health/ready") == 503 and http_status(f"{server.base}/health/live") == 200
    server.start()
    try:
        yield
    finally:
        assert server.end() is None


def http_status(url):
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code
    except httpx.HTTPError:
        return None


def faults_of(kept):
    done = vip("check", "--data", kept.data, "--json")
    assert done.returncode == 1, done.stderr
    return {(fault["where"], fault["kind"]) for fault in json.loads(done.stdout)["faults"]}


@pytest.mark.parametrize("change", ["PRAGMA user_version = 99", "UPDATE facts SET value = '99.0.0' WHERE name = 'release'"])
def test_a_platform_of_a_newer_release_is_refused(kept, change):
    kept.make_client()
    kept.change("platform.db", change)
    for words in (["serve", "--listen", f"127.0.0.1:{free_port()}"], ["tenant", "list"]):
        done = vip(*words, "--data", kept.data)
        assert done.returncode == 3 and "newer release" in done.stderr, done.stderr
        assert vip("--version").stdout.split()[-1] in done.stderr, "it says which release refuses"
    assert ("platform.db", "newer") in faults_of(kept)


@pytest.mark.parametrize("change", [
    "INSERT OR REPLACE INTO meta (name, value) VALUES ('release', '99.0.0')",
    "UPDATE meta SET value = '99' WHERE name = 'format'",
    "INSERT INTO meta (name, value) VALUES ('migration:billing', '99')",
])
def test_a_tenants_file_of_a_newer_release_is_refused(kept, change):
    kept.make_client()
    server = Sandbox(kept.folder, serves=True)
    try:
        with Api(server) as calls:
            assert calls.get(REGIONS).status_code == 200  # by this release
    finally:
        assert server.end() is None
    # A newer release has other declarations, of which the file has the digest.
    kept.change(kept.tenant_file, change, "UPDATE meta SET value = 'of a newer release' WHERE name = 'declared'")
    before = (kept.data / kept.tenant_file).read_bytes()
    assert (kept.tenant_file, "newer") in faults_of(kept)
    with served_unready(server):
        with Api(server) as calls:
            for answer in (calls.get(REGIONS, check=False), calls.call("POST", REGIONS, body={"name": "Nowhere"}, check=False)):
                assert answer.status_code == 503 and answer.json()["code"] == "tenant-data-unavailable", answer.text
    assert (kept.data / kept.tenant_file).read_bytes() == before


def test_a_place_for_backups_of_a_newer_release_is_refused(kept):
    kept.make_client()
    place = kept.folder / "backups"
    run(kept, "backup", "create", "--backups", place)
    (place / "format").write_text("vip backups 9\n")
    for words in (["backup", "create", "--data", kept.data], ["backup", "list"], ["restore", "--into", kept.folder / "restored"]):
        done = vip(*words, "--backups", place, cwd=kept.folder)
        assert done.returncode != 0 and "newer release" in done.stderr, done.stderr
    assert not (kept.folder / "restored").exists()


def set_release(backup, release):
    """Changes the file of a backup that is not encrypted into what that release would have written."""
    content = json.loads(subprocess.run(["zstd", "-dc"], input=backup.read_bytes(), stdout=subprocess.PIPE, check=True).stdout)
    text = json.dumps(content | {"release": release}).encode()
    backup.write_bytes(subprocess.run(["zstd", "-c", f"--stream-size={len(text)}"], input=text, stdout=subprocess.PIPE, check=True).stdout)


def test_a_backup_of_a_newer_release_is_refused_and_an_older_one_restored(kept):
    kept.make_client()
    place, restored = kept.folder / "backups", kept.folder / "restored"
    older, newer = (run(kept, "backup", "create", "--backups", place)["backup"] for _ in range(2))
    set_release(place / "backups" / newer, "99.0.0")
    whole = ["restore", "--into", restored, "--master-key", kept.data / "master.key"]
    tenant = ["--tenant", kept.tenant, "--data", kept.data]
    def files():
        return sorted([*kept.data.rglob("*"), *place.rglob("*")])
    before = files()
    for words in (["backup", "verify"], whole, ["restore", *tenant], ["restore", *tenant, "--in-place"], ["tenant", "import", *tenant]):
        done = vip(*words, "--backups", place)
        assert done.returncode == 1, done.stdout + done.stderr
        for text in (newer, "release 99.0.0 ", vip("--version").stdout.split()[-1], "restore an older backup"):
            assert text in done.stderr, done.stderr
    assert not restored.exists() and files() == before, "nothing is left"
    listed = json.loads(vip("backup", "list", "--backups", place, "--json").stdout)["results"]
    assert [(one["backup"], one["release"] == "99.0.0") for one in listed] == [(older, False), (newer, True)]
    done = vip(*whole, "--backups", place, "--backup", older)
    assert done.returncode == 0, done.stderr
    assert json.loads(vip("check", "--data", restored, "--json").stdout)["faults"] == []
