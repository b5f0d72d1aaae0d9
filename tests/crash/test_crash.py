"""SIGKILL under write load: what was answered is there afterwards (docs/architecture.md: an answered write is on disk).

The ledger is the client's: of each record the last value that was answered, and the one that was on its way when the
server died. After each restart the stored value must be one of the two, every created record must be found, and no
record may be there that nobody sent.
"""

import random
import threading
import time

import httpx
import pytest
from support.api import Api
from support.sandbox import Sandbox

KILLS = 10
WRITERS = 6
REGIONS = "/location-management/v1/api/regions"


@pytest.fixture(scope="module")
def crashing(tmp_path_factory):
    server = Sandbox(tmp_path_factory.mktemp("crash"))
    yield server
    fault = server.stop()
    assert fault is None, fault


class Writer(threading.Thread):
    """Creates and changes records of its own until the server is gone, and remembers what was answered."""

    def __init__(self, api, name):
        super().__init__(daemon=True)
        self.base, self.headers = api.sandbox.base, {"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"]}
        self.prefix = name
        self.answered = {}  # id -> the last description that was answered
        self.sent = {}  # id -> the description on its way
        self.created = {}  # name -> id
        self.unanswered = set()  # names on their way
        self.refused = []
        self.writes = 0
        self.ending = threading.Event()

    def run(self):
        with httpx.Client(base_url=self.base, headers=self.headers, trust_env=False, timeout=30) as http:
            while not self.ending.is_set():
                try:
                    if not self.answered or random.random() < 0.4:
                        self.create(http)
                    else:
                        self.change(http)
                except httpx.HTTPError:
                    return

    def create(self, http):
        name = f"{self.prefix} {len(self.created) + len(self.unanswered)} {time.monotonic_ns()}"
        self.unanswered.add(name)
        answer = http.post(REGIONS, json={"name": name, "description": "new"})
        if answer.status_code == 201:
            identifier = answer.json()["region-uuid"]
            self.created[name] = identifier
            self.answered[identifier] = "new"
            self.unanswered.discard(name)
            self.writes += 1
        elif answer.status_code != 503:
            self.refused.append(answer.text)

    def change(self, http):
        identifier = random.choice(list(self.answered))
        self.sent[identifier] = f"change {self.writes} of {time.monotonic_ns()}"
        answer = http.patch(f"{REGIONS}/{identifier}", json={"description": self.sent[identifier]})
        if answer.status_code == 200:
            self.answered[identifier] = self.sent.pop(identifier)
            self.writes += 1
        elif answer.status_code != 503:
            self.refused.append(answer.text)


def stored_regions(api, prefix):
    """All regions whose name begins with the prefix, by id."""
    found, path = {}, f"{REGIONS}?name[starts-with]={prefix}&size=1000"
    while path:
        listed = api.get(path).json()
        found.update({region["region-uuid"]: region for region in listed["results"]})
        path = f"{REGIONS}?cursor={listed['next-cursor']}&size=1000" if listed.get("next-cursor") else None
    return found


def check(writer, stored):
    assert not writer.refused, writer.refused[:3]
    for name, identifier in writer.created.items():
        assert identifier in stored, f"answered, but lost: {name}"
        assert stored[identifier]["name"] == name
    for identifier, value in writer.answered.items():
        possible = {value, writer.sent.get(identifier, value)}
        assert stored[identifier]["description"] in possible, f"an answered change was lost: {stored[identifier]}, expected {possible}"
    known = set(writer.created) | writer.unanswered
    assert {region["name"] for region in stored.values()} <= known, "a record that nobody sent"


def total(sandbox):
    with Api(sandbox) as api:
        return api.get(f"{REGIONS}?size=1").json()["total-results"]


def write_until_killed(sandbox, number):
    """The ledgers of writers whose server died under them."""
    with Api(sandbox) as api:
        writers = [Writer(api, f"crash{number}w{index}") for index in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(random.uniform(0.3, 1.2))
    sandbox.kill()
    for writer in writers:
        writer.ending.set()
        writer.join(40)
        assert not writer.is_alive()
    return writers


def test_every_answered_write_is_there_after_a_kill(crashing):
    writes = 0
    for number in range(KILLS):
        before = total(crashing)
        writers = write_until_killed(crashing, number)
        crashing.start()
        stored_count = 0
        with Api(crashing) as api:
            for writer in writers:
                stored = stored_regions(api, writer.prefix)
                check(writer, stored)
                stored_count += len(stored)
                writes += writer.writes
        assert total(crashing) == before + stored_count, "the kept count differs from the rows that are there"
    assert writes > KILLS * 20, f"only {writes} writes were answered: no load worth the name"
    print(f"{KILLS} kills, {writes} answered writes, none lost")


def test_the_same_token_after_a_kill(crashing):
    with Api(crashing) as api:
        before = api.token()
    crashing.kill()
    crashing.start()
    with Api(crashing) as api:
        assert api.token() == before
