"""A copy of a practice by the public API alone is equal to it after a thousand random changes, some of them during the reads."""

import random
import threading

import pytest
from support.api import Api
from support.resources import CreationFailed, RecordFactory, filled, published
from support.sandbox import Sandbox
from support.sync import Copy

CHANGES = 1000
SEED = 20261130


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A server of its own: nothing else writes."""
    with Sandbox(tmp_path_factory.mktemp("copied"), scale="0.01") as server, Api(server) as api:
        yield api


class Changes:
    """Random creates, patches, deletions and actions of every resource that offers them."""

    def __init__(self, api):
        self.random = random.Random(SEED)
        self.factory = RecordFactory(api)
        self.made = {}  # by resource: paths of records that were made here
        self.last = {}  # by resource: a record that was made, or None if none can be
        self.done = {}  # by kind: how many

    def one(self):
        kind = self.random.choices(("create", "patch", "delete", "deactivate", "act"), (40, 30, 15, 10, 5))[0]
        resources = [resource for resource in published().values() if self.offers(resource, kind)]
        if getattr(self, kind)(self.random.choice(resources)):
            self.done[kind] = self.done.get(kind, 0) + 1
            return True
        return False

    @staticmethod
    def offers(resource, kind):
        if kind == "act":
            return repr(resource) == "patient-management/patients"
        if kind == "deactivate":
            return resource.has("patch") and any(name.endswith("deactivated") or name in ("archived", "hidden") for name in resource.fields("patch"))
        return resource.has(kind)

    def create(self, resource):
        """The first one by trial, further ones like it."""
        if repr(resource) not in self.last:
            try:
                made = self.last[repr(resource)] = self.factory.make(resource)
            except CreationFailed:
                self.last[repr(resource)] = None
                return False
        elif self.last[repr(resource)] is None:
            return False
        else:
            made = self.factory.made_again(self.last[repr(resource)])
        if made is not None:
            self.made.setdefault(repr(resource), []).append(made.path)
        return made is not None

    def any_path(self, resource):
        if self.made.get(repr(resource)) and self.random.random() < 0.7:
            return self.random.choice(self.made[repr(resource)])
        try:
            _, records = self.factory.sample(resource, fresh=False)
        except CreationFailed:
            return None
        return resource.url(filled(resource.template("read"), {resource.id: self.random.choice(records)[resource.id]}))

    def patch(self, resource):
        path = self.any_path(resource)
        name = self.random.choice(list(resource.fields("patch")))
        schema = resource.fields("patch")[name]
        values = [*schema.get("enum", []), *schema.get("examples", []), True, False, None, f"x-{self.random.random()}"]
        return path is not None and self.call("PATCH", path, {name: self.random.choice(values)})

    def deactivate(self, resource):
        path = self.any_path(resource)
        flag = next(name for name in resource.fields("patch") if name.endswith("deactivated") or name in ("archived", "hidden"))
        return path is not None and self.call("PATCH", path, {flag: self.random.random() < 0.6})

    def delete(self, resource):
        path = self.any_path(resource)
        return path is not None and self.call("DELETE", path)

    def act(self, patients):
        """A transfer changes records of half of the domains."""
        path = self.any_path(patients)
        _, accounts = self.factory.sample(published()["account-management/accounts"], fresh=False)
        return path is not None and self.call("POST", f"{path}/transfer", {"account-uuid": self.random.choice(accounts)["account-uuid"]})

    def call(self, method, path, body=None):
        return self.factory.call(method, path, body=body).status_code < 300


def test_a_copy_ends_equal(copied):
    changes, copy = Changes(copied), Copy(copied)
    copy.sync()
    ended, failures, syncs = threading.Event(), [], 0

    def change():
        try:
            done = 0
            while done < CHANGES:
                done += changes.one()
        except Exception as failure:  # noqa: BLE001 - told by the test's own thread
            failures.append(failure)
        ended.set()

    writer = threading.Thread(target=change)
    writer.start()
    while not ended.wait(1):
        copy.sync()
        syncs += 1
    writer.join()
    assert not failures, failures[0]
    assert syncs > 1 and all(changes.done.get(kind, 0) > 10 for kind in ("create", "patch", "delete", "deactivate")), changes.done
    copy.sync()

    fresh = Copy(copied)
    fresh.sync()
    for name, records in fresh.records.items():
        held = copy.records[name]
        missing, extra = records.keys() - held.keys(), held.keys() - records.keys()
        assert not missing and not extra, f"{name}: {len(missing)} are missing, {len(extra)} are gone: {sorted(missing | extra)[:3]}"
        for identifier, record in records.items():
            assert held[identifier] == record, f"{name} {identifier}"
