"""A sandbox of one's own: these tests take its files away and erase its tenants."""

import os

import pytest
from support.api import Api
from support.object_store import BUCKET, REGION, ObjectStore
from support.sandbox import Sandbox


@pytest.fixture
def server(tmp_path):
    server = Sandbox(tmp_path, scale="0.02")
    yield server
    if server.process.poll() is None:
        error = server.end()
        assert error is None, error


@pytest.fixture
def calls(server):
    with Api(server) as calls:
        yield calls


class Backups(list):
    """The flags that name a place of backups and its key; and what is kept there."""

    def __init__(self, folder, store, flags, key):
        super().__init__([*flags, "--backup-key-file", key])
        self.folder, self.store, self.without_key, self.key = folder, store, flags, key

    def elsewhere(self, name):
        """Another place of that kind, without a key."""
        place = f"s3://{BUCKET}/{name}" if self.store else self.folder.parent / name
        return ["--backups", place, *self.without_key[2:]]

    @property
    def variables(self):
        """The same as environment variables."""
        return {f"VIP_{name[2:].upper().replace('-', '_')}": value for name, value in zip(self[::2], self[1::2])}

    def files(self, part=""):
        """Those that have objects whose names have that in them."""
        if self.store:
            return list(self.store.files(part).values())
        return [path for path in self.folder.rglob("*") if path.is_file() and part in str(path)]


@pytest.fixture
def store(tmp_path):
    store = ObjectStore(tmp_path / "objects")
    yield store
    store.stop()


@pytest.fixture
def key(tmp_path):
    key = tmp_path / "backup.key"
    key.write_bytes(os.urandom(32))
    key.chmod(0o600)
    return key


@pytest.fixture
def bucket(store, key, tmp_path):
    flags = ["--backups", f"s3://{BUCKET}/of/one", "--backup-endpoint", store.endpoint, "--backup-region", REGION,
             "--backup-credentials-file", store.credentials(tmp_path / "credentials")]
    return Backups(store.folder, store, flags, key)


@pytest.fixture(params=["directory", "bucket"])
def backups(request, key, tmp_path):
    if request.param == "bucket":
        return request.getfixturevalue("bucket")
    return Backups(tmp_path / "backups", None, ["--backups", tmp_path / "backups"], key)
