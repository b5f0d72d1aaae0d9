"""A copy of a practice by the public API alone is equal to it after a thousand random changes, some of them during the reads."""

import threading

import pytest
from support.api import Api
from support.changes import Changes
from support.sandbox import Sandbox
from support.sync import Copy

CHANGES = 1000


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A server of its own: nothing else writes."""
    with Sandbox(tmp_path_factory.mktemp("copied"), scale="0.01") as server, Api(server) as api:
        yield api


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
