"""SIGKILL under write load: acknowledged writes are on disk after a restart.

Each client records the last acknowledged value of each record, and the value that was in flight when the server died. After each
restart the stored value must be one of the two, every created record must be found, and there must be no record that nobody sent.
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
    error = server.stop()
    assert error is None, error


class Writer(threading.Thread):
    """Creates and changes its own records until the server dies, and keeps the acknowledged values."""

    def __init__(self, api, name):
        super().__init__(daemon=True)
        self.base, self.headers = api.sandbox.base, {"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"]}
        self.prefix = name
        self.acknowledged = {}  # id -> the last description that was acknowledged
        self.sent = {}  # id -> the description in flight
        self.created = {}  # name -> id
        self.unacknowledged = set()  # names in flight
        self.refused = []
        self.writes = 0
        self.ending = threading.Event()

    def run(self):
        with httpx.Client(base_url=self.base, headers=self.headers, trust_env=False, timeout=30) as http:
            while not self.ending.is_set():
                try:
                    if not self.acknowledged or random.random() < 0.4:
                        self.create(http)
                    else:
                        self.change(http)
                except httpx.HTTPError:
                    return

    def create(self, http):
        name = f"{self.prefix} {len(self.created) + len(self.unacknowledged)} {time.monotonic_ns()}"
        self.unacknowledged.add(name)
        response = http.post(REGIONS, json={"name": name, "description": "new"})
        if response.status_code == 201:
            identifier = response.json()["region-uuid"]
            self.created[name] = identifier
            self.acknowledged[identifier] = "new"
            self.unacknowledged.discard(name)
            self.writes += 1
        elif response.status_code != 503:
            self.refused.append(response.text)

    def change(self, http):
        identifier = random.choice(list(self.acknowledged))
        self.sent[identifier] = f"change {self.writes} of {time.monotonic_ns()}"
        response = http.patch(f"{REGIONS}/{identifier}", json={"description": self.sent[identifier]})
        if response.status_code == 200:
            self.acknowledged[identifier] = self.sent.pop(identifier)
            self.writes += 1
        elif response.status_code != 503:
            self.refused.append(response.text)


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
        assert identifier in stored, f"acknowledged, but lost: {name}"
        assert stored[identifier]["name"] == name
    for identifier, value in writer.acknowledged.items():
        possible = {value, writer.sent.get(identifier, value)}
        assert stored[identifier]["description"] in possible, f"an acknowledged change was lost: {stored[identifier]}, expected {possible}"
    known = set(writer.created) | writer.unacknowledged
    assert {region["name"] for region in stored.values()} <= known, "a record that nobody sent"


def total(sandbox):
    with Api(sandbox) as api:
        return api.get(f"{REGIONS}?size=1").json()["total-results"]


def write_until_killed(sandbox, number):
    """Writers whose server was killed while they wrote."""
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


def test_every_acknowledged_write_survives_a_kill(crashing):
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
        assert total(crashing) == before + stored_count, "the stored count differs from the number of rows"
    assert writes > KILLS * 20, f"only {writes} writes were acknowledged: too little load"
    print(f"{KILLS} kills, {writes} acknowledged writes, none lost")


def test_the_same_token_after_a_kill(crashing):
    with Api(crashing) as api:
        before = api.token()
    crashing.kill()
    crashing.start()
    with Api(crashing) as api:
        assert api.token() == before
