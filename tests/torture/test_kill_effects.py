"""SIGKILL at random points while chargeable work is recorded: its effects happen exactly once or not at all.

Each billable record has exactly one stock movement, one draft invoice line and one entry in the history, acknowledged or
not; none of these exists without its record; and the level is the sum of the movements. Deleted records have a return
movement, no draft line and a deleted entry.
"""

import random
import threading
import time

import httpx
import pytest
from support.api import Api
from support.tables import unique_word

WRITERS = 4
CLINICAL, INVENTORY = "/clinical/v1/api", "/inventory-management/v1/api"
BILLING, FORMULARY = "/billing/v1/api", "/formulary-management/v1/api"


@pytest.fixture(scope="module")
def killed(start_sandbox):
    return start_sandbox()


def made(api, path, body):
    response = api.call("POST", path, body=body)
    assert response.status_code == 201, f"{path}: {response.text}"
    return response.json()


def first(api, path):
    return api.get(path).json()["results"][0]


class Practice:
    """A client with a dog, a vet, and a stock item that no other test uses."""

    def __init__(self, api):
        contacts, patients = "/contact-management/v1/api/contacts", "/patient-management/v1/api"
        location = first(api, "/location-management/v1/api/locations?size=1")["location-uuid"]
        person = {"first-name": "Olive", "location-uuid": location}
        client = made(api, contacts, {**person, "last-name": unique_word(), "contact-type": "Client"})
        vet = made(api, contacts, {**person, "last-name": unique_word(), "contact-type": "Practitioner"})
        account = made(api, "/account-management/v1/api/accounts",
                       {"contact-uuid": client["contact-uuid"], "registered-location-uuid": location})
        dog = first(api, f"{patients}/species?name=Dog")
        gender = first(api, f"{patients}/species/{dog['species-uuid']}/genders")
        patient = made(api, f"{patients}/patients", {
            "account-uuid": account["account-uuid"], "patient-name": unique_word(), "gender-uuid": gender["gender-uuid"],
            "patient-category-uuid": dog["patient-category-uuid"], "species-uuid": dog["species-uuid"]})
        item = made(api, f"{FORMULARY}/stock", {
            "formulary-code": unique_word(), "description": "Item of a kill", "cost": 10, "quantity-per-pack": 1, "markup": 50,
            "formulary-type-uuid": first(api, f"{FORMULARY}/formulary-types?name=Medicine")["formulary-type-uuid"],
            "tax-uuid": first(api, f"{FORMULARY}/taxes?name=Standard+Rate")["tax-uuid"]})
        self.item, self.patient = item["formulary-uuid"], patient["patient-uuid"]
        self.body = {"billing-uuid": account["billing-uuid"], "patient-uuid": self.patient, "formulary-uuid": self.item, "quantity": 2,
                     "location-uuid": location, "contact-practitioner-uuid": vet["contact-uuid"]}


class Writer(threading.Thread):
    """Records work, and deletes some of it, until the server dies."""

    def __init__(self, api, practice):
        super().__init__(daemon=True)
        self.base, self.headers = api.sandbox.base, {"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"]}
        self.practice = practice
        self.acknowledged, self.deleted, self.refused = set(), set(), []
        self.ending = threading.Event()

    def run(self):
        with httpx.Client(base_url=self.base, headers=self.headers, trust_env=False, timeout=30) as http:
            while not self.ending.is_set():
                try:
                    self.write(http)
                except httpx.HTTPError:
                    return

    def write(self, http):
        there = self.acknowledged - self.deleted
        if there and random.random() < 0.2:
            chosen = random.choice(sorted(there))
            response = http.delete(f"{CLINICAL}/billable-records/{chosen}")
            if response.status_code == 204:
                self.deleted.add(chosen)
        else:
            response = http.post(f"{CLINICAL}/billable-records", json=self.practice.body)
            if response.status_code == 201:
                self.acknowledged.add(response.json()["billable-uuid"])
        if response.status_code not in (201, 204, 503):
            self.refused.append(response.text)


def everything(api, path):
    """All records of a list, in pages."""
    found, url = [], f"{path}&size=1000&total=none"
    while url:
        page = api.get(url).json()
        found += page["results"]
        url = f"{path.split('?')[0]}?cursor={page['next-cursor']}&size=1000" if page.get("next-cursor") else None
    return found


def by(records, name):
    grouped = {}
    for record in records:
        grouped.setdefault(record[name], []).append(record)
    return grouped


def check(api, practice, acknowledged, deleted):
    """Checks the data after a kill. Returns the number of records."""
    item, patient = f"formulary-uuid={practice.item}", f"patient-uuid={practice.patient}"
    records = {record["billable-uuid"]: record
               for record in everything(api, f"{CLINICAL}/billable-records?{item}&deleted=IncludeDeleted")}
    movements = everything(api, f"{INVENTORY}/movements?{item}")
    lines = by(everything(api, f"{BILLING}/draft-invoices?{patient}&include-archived=true"), "billable-uuid")
    entries = by(everything(api, f"{CLINICAL}/history?{patient}&deleted=IncludeDeleted"), "record-uuid")
    moved = by(movements, "billable-uuid")
    assert acknowledged <= set(records), "acknowledged, but lost"
    for name, found in (("movement", moved), ("draft line", lines), ("history entry", entries)):
        assert set(found) == set(records), f"{name}: {len(set(found) ^ set(records))} without their record, or missing"
    for identifier, record in records.items():
        gone = record["deleted-date"] is not None
        assert gone or identifier not in deleted, "an acknowledged delete was lost"
        kinds = [movement["kind"] for movement in moved[identifier]]
        assert kinds == (["Sale", "ReturnIn"] if gone else ["Sale"]), f"{identifier}: {kinds}"
        assert moved[identifier][0]["movement-uuid"] == record["movement-uuid"]
        assert [line["status"] for line in lines[identifier]] == ["Removed" if gone else "Draft"]
        assert [entry["clinical-history-uuid"] for entry in entries[identifier]] == [record["clinical-history-uuid"]]
        assert (entries[identifier][0]["deleted-date"] is not None) == gone
    held = sum(level["quantity"] for level in everything(api, f"{INVENTORY}/levels?{item}"))
    assert held == sum(movement["quantity-change"] for movement in movements), "the level is not the sum of the movements"
    return len(records)


def test_effects_happen_once_or_not_at_all(killed, torture):
    kills = torture.times(short=5, full=100)
    with Api(killed) as api:
        practice = Practice(api)
    acknowledged, deleted = set(), set()
    for _ in range(kills):
        with Api(killed) as api:
            writers = [Writer(api, practice) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(torture.random.uniform(0.05, 0.5))
        killed.kill()
        for writer in writers:
            writer.ending.set()
            writer.join(40)
            assert not writer.is_alive()
            assert not writer.refused, writer.refused[:3]
            acknowledged |= writer.acknowledged
            deleted |= writer.deleted
        killed.start()
        # A check of everything after each of a hundred kills would take longer than the kills.
        if kills <= 20 or torture.random.random() < 0.1:
            with Api(killed) as api:
                check(api, practice, acknowledged, deleted)
    with Api(killed) as api:
        count = check(api, practice, acknowledged, deleted)
    assert killed.check_totals() is None
    assert len(acknowledged) > kills * 3, f"only {len(acknowledged)} records were acknowledged: too little load"
    torture.tell(f"kill: {kills} kills, {count} billable records, {len(acknowledged)} acknowledged, {len(deleted)} deleted, "
                 "each with its effects")
