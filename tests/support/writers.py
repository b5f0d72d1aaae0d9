"""Writers that remember what was acknowledged, and the comparison of the stored records with it.

Each keeps the last acknowledged value of each of its records, and the value in flight. Whatever happens to the server, the stored value
must be one of the two, every created record must be found, and there must be no record that nobody sent.
"""

import random
import threading
import time

import httpx

REGIONS = "/location-management/v1/api/regions"
# What a server that cannot write at the moment may answer.
NOT_NOW = (503, 507)


class Writer(threading.Thread):
    """Creates and changes its own records until it is stopped, or, unless it is `persistent`, until the connection breaks."""

    def __init__(self, api, name, tenant="first", persistent=False, postponing=NOT_NOW):
        super().__init__(daemon=True)
        self.base, self.headers = api.sandbox.base, {"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants[tenant]}
        self.prefix, self.tenant, self.persistent = name, tenant, persistent
        self.acknowledged = {}  # id -> the last description that was acknowledged
        self.sent = {}  # id -> the descriptions that were sent since then
        self.created = {}  # name -> id
        self.unacknowledged = set()  # names in flight
        self.refused = []  # answers that a sound request must not get
        self.postponing = postponing  # answers that say that nothing was written
        self.postponed = 0  # such answers, and broken connections
        self.ending = threading.Event()
        self.writes = 0

    def run(self):
        with httpx.Client(base_url=self.base, headers=self.headers, trust_env=False, timeout=30) as http:
            while not self.ending.is_set():
                try:
                    if not self.acknowledged or random.random() < 0.4:
                        self.create(http)
                    else:
                        self.change(http)
                except httpx.HTTPError:
                    if not self.persistent:
                        return
                    self.postponed += 1
                    self.ending.wait(0.05)

    def judge(self, response, expected):
        if response.status_code == expected:
            self.writes += 1
            return True
        if response.status_code in self.postponing:
            self.postponed += 1
        else:
            self.refused.append(f"{response.status_code} {response.text}")
        return False

    def create(self, http):
        name = f"{self.prefix} {len(self.created) + len(self.unacknowledged)} {time.monotonic_ns()}"
        self.unacknowledged.add(name)
        response = http.post(REGIONS, json={"name": name, "description": "new"})
        if self.judge(response, 201):
            identifier = response.json()["region-uuid"]
            self.created[name] = identifier
            self.acknowledged[identifier] = "new"
            self.unacknowledged.discard(name)

    def change(self, http):
        identifier = random.choice(list(self.acknowledged))
        value = f"change {self.writes} of {time.monotonic_ns()}"
        self.sent.setdefault(identifier, set()).add(value)
        response = http.patch(f"{REGIONS}/{identifier}", json={"description": value})
        if self.judge(response, 200):
            self.acknowledged[identifier] = value
            self.sent.pop(identifier)

    def check(self, stored):
        """Compares the stored records, by id, with what was acknowledged."""
        assert not self.refused, self.refused[:3]
        for name, identifier in self.created.items():
            assert identifier in stored, f"acknowledged, but lost: {name}"
            assert stored[identifier]["name"] == name
        for identifier, value in self.acknowledged.items():
            possible = {value} | self.sent.get(identifier, set())
            found = stored[identifier]["description"]
            assert found in possible, f"an acknowledged change was lost: {found}, expected one of {possible}"
        known = set(self.created) | self.unacknowledged
        assert {region["name"] for region in stored.values()} <= known, "a record that nobody sent"


def stored_regions(api, prefix, tenant="first"):
    """All regions whose name begins with the prefix, by id."""
    found, path = {}, f"{REGIONS}?name[starts-with]={prefix}&size=1000"
    while path:
        listed = api.get(path, tenant=tenant).json()
        found.update({region["region-uuid"]: region for region in listed["results"]})
        path = f"{REGIONS}?cursor={listed['next-cursor']}&size=1000" if listed.get("next-cursor") else None
    return found


def start_writers(api, count, name, **how):
    writers = [Writer(api, f"{name}w{index}", **how) for index in range(count)]
    for writer in writers:
        writer.start()
    return writers


def stop(writers, patience=60):
    for writer in writers:
        writer.ending.set()
    for writer in writers:
        writer.join(patience)
        assert not writer.is_alive(), "a writer is still waiting for its answer"


def check_all(api, writers):
    """Checks the records of all writers. Returns how many writes were acknowledged."""
    for writer in writers:
        writer.check(stored_regions(api, writer.prefix, writer.tenant))
    return sum(writer.writes for writer in writers)
