"""What may be recorded for an animal that has died or left, and for a client that is gone: for every resource that names one.

The resources, references and policies come from the published documents: x-references, x-when-closed. The guide of Patient
Management has the table of policies.
"""

import re

import pytest
from support.resources import ROOT, filled, published

PATIENTS = "/patient-management/v1/api/patients"
ACCOUNTS = "/account-management/v1/api/accounts"
CONTACTS = "/contact-management/v1/api/contacts"
GUIDE = ROOT / "domains/patient-management/guide.md"
CLIENT = {"contact-management/contacts": "contact-uuid", "account-management/accounts": "account-uuid",
          "billing/billing-accounts": "billing-uuid", "patient-management/patients": "patient-uuid"}
DEPARTURES = {"Deceased": "status-deceased", "Sold": "status-sold", "Rehomed": "status-rehomed"}
LONG_AGO = "2001-01-01"  # before any date of a record
WARNINGS = {"Deceased": "patient-deceased", "Sold": "patient-left", "Rehomed": "patient-left"}


def named(resource):
    """The fields of a create that name a client or an animal: (field, the name of its id)."""
    for name, schema in resource.fields(resource.create_kind).items():
        target = schema.get("x-references")
        if isinstance(target, str):
            target = target if "/" in target else f"{resource.domain}/{target}"
            if target in CLIENT:
                yield name, CLIENT[target]


def policies(resource):
    """By field: what holds in each state of the patient."""
    return {name: schema["x-when-closed"] for name, schema in resource.fields(resource.create_kind).items() if "x-when-closed" in schema}


CREATABLE = [resource for resource in published().values() if resource.creatable]
NAMING = [resource for resource in CREATABLE if list(named(resource))]
PLANNING = [resource for resource in CREATABLE if policies(resource)]


def post(factory, path, body):
    response = factory.call("POST", path, body=body)
    assert response.status_code == 201, response.text
    return response.json()


def patch(factory, path, body):
    response = factory.call("PATCH", path, body=body)
    assert response.status_code == 200, response.text
    return response.json()


def another(factory, patient):
    """A new animal like another one, of the same account."""
    record = factory.call("GET", f"{PATIENTS}/{patient}").json()
    body = {name: record[name] for name in ("account-uuid", "patient-category-uuid", "species-uuid", "gender-uuid")}
    return post(factory, PATIENTS, {**body, "patient-name": "Another"})["patient-uuid"]


def refused(response, field):
    """The codes of the errors at a field."""
    return [error["code"] for error in response.json().get("errors", []) if error.get("pointer") == f"/{field}"]


@pytest.mark.parametrize("resource", PLANNING, ids=repr)
@pytest.mark.parametrize("state", DEPARTURES)
def test_a_patient_that_has_died_or_left(factory, resource, made, state):
    for field, policy in policies(resource).items():
        if not made.body.get(field):
            continue
        patient = another(factory, made.body[field])
        patch(factory, f"{PATIENTS}/{patient}", {DEPARTURES[state]: True, f"{DEPARTURES[state]}-date": LONG_AGO})
        body = {**made.body, field: patient}
        if policy[state] == "refuse":
            body |= {name: values[0] for name, values in open_while(resource).items() if name in resource.fields("create")}
        response = factory.call("POST", made.collection, body=body)
        if policy[state] == "refuse":
            assert response.status_code == 422 and refused(response, field), response.text
            assert set(refused(response, field)) <= {"patient-departed", "reminder-for-deceased"}
        elif response.status_code == 201 and is_open(factory, resource, response.json()[resource.id]):
            assert WARNINGS[state] in [warning["code"] for warning in response.json()["warnings"]], response.text
        else:
            assert not refused(response, field), response.text


def open_while(resource):
    """By field: the values of a record that is open."""
    content = resource.operation("read")["responses"]["200"]["content"]["application/json"]["schema"]
    return resource.resolve(content).get("x-open", {}).get("while", {})


def is_open(factory, resource, identifier):
    """Whether a record is open: one that is over is accepted without a warning."""
    record = factory.call("GET", resource.url(filled(resource.template("read"), {resource.id: identifier}))).json()
    return all(record[name] in values for name, values in open_while(resource).items())


@pytest.fixture(scope="module")
def household(factories):
    """By what is deactivated: the ids of a client of each tenant."""
    made = {}

    def of(factory, closed):
        if (factory.tenant, closed) not in made:
            made[factory.tenant, closed] = deactivated(factory, closed)
        return made[factory.tenant, closed]

    return of


def deactivated(factory, closed):
    location = factory.call("GET", "/location-management/v1/api/locations?size=1").json()["results"][0]["location-uuid"]
    contact = post(factory, CONTACTS, {"last-name": "Gone", "first-name": "Away", "contact-type": "Client", "location-uuid": location})["contact-uuid"]
    account = post(factory, ACCOUNTS, {"contact-uuid": contact, "registered-location-uuid": location})
    patient = factory.call("GET", f"{PATIENTS}?size=1").json()["results"][0]
    body = {name: patient[name] for name in ("patient-category-uuid", "species-uuid", "gender-uuid")}
    patient = post(factory, PATIENTS, {**body, "account-uuid": account["account-uuid"], "patient-name": "Stray"})["patient-uuid"]
    ids = {"contact-uuid": contact, "patient-uuid": patient, "account-uuid": account["account-uuid"], "billing-uuid": account["billing-uuid"]}
    flag = "status-deactivated" if closed == "patient-uuid" else "deactivated"
    patch(factory, {"contact-uuid": CONTACTS, "account-uuid": ACCOUNTS, "patient-uuid": PATIENTS}[closed] + "/" + ids[closed], {flag: True})
    return ids


# What is out of use when a record of the first is.
BELOW = {"contact-uuid": {"contact-uuid", "account-uuid", "billing-uuid", "patient-uuid"},
         "account-uuid": {"account-uuid", "billing-uuid", "patient-uuid"}, "patient-uuid": {"patient-uuid"}}


@pytest.mark.parametrize("resource", NAMING, ids=repr)
@pytest.mark.parametrize("closed", BELOW)
def test_a_client_that_is_gone(factory, resource, made, household, closed):
    ids = household(factory, closed)
    for field, identifier in named(resource):
        if identifier not in BELOW[closed]:
            continue
        response = factory.call("POST", made.collection, body=resource.completed({**made.body, field: ids[identifier]}))
        assert response.status_code in (409, 422), f"{field}: {response.text}"
        assert "reference-deactivated" in refused(response, field), f"{field}: {response.text}"


def test_the_guide_has_the_table_of_policies():
    words = {"refuse": "refused", "warn": "warning", "accept": "accepted"}
    published_rows = {repr(resource): [words[policy[state]] for state in DEPARTURES]
                      for resource in PLANNING for policy in policies(resource).values()}
    rows = {row[0]: list(row[1:]) for row in re.findall(r"^\| `([\w/-]+)` \| (\w+) \| (\w+) \| (\w+) \|$", GUIDE.read_text(), re.M)}
    assert rows == published_rows
