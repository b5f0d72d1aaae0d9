"""Nothing in the demo practice happens before its cause or after a death: registration, employment, birth, booking, invoice.

The fields are found by their type and their names: a date-time or date field of a record is a time at which something happened unless it
is listed here as one that may lie ahead or before.
"""

import datetime

import pytest
from support.demo import day, moment

# The times of a record that do not have to follow its causes: they are ahead, or of the time before.
AHEAD = {"due-date", "next-due-date", "valid-until", "expiry-date", "batch-expiry-date", "end-date", "start-date", "review-date", "to", "from",
         "next-supply-date", "next-dispense-date", "invoice-due-date", "available-from", "available-to", "appointment-date", "valid-from",
         "expires", "next-collection-date", "expiry", "renewal-date", "cancelled-date", "scheduled-to"}
BEFORE = {"date-of-birth", "insurance-start-date"}
# Bookkeeping of the platform itself.
LOADING = {"created", "modified", "deleted-date", "modified-date", "created-date"}
# Records of a patient may be older than its registration: what another practice did.
OF_OTHERS = ("clinical/vaccinations", "clinical/history")


@pytest.fixture(scope="module")
def causes(practice):
    """By the name of a reference: the id's moment from which on records can name it."""
    contacts = {identifier: moment(each["registered-date"]) for identifier, each in practice.by_id("contact-management/contacts").items()}
    accounts = {identifier: moment(each["registered-date"]) for identifier, each in practice.by_id("account-management/accounts").items()}
    patients = {identifier: moment(each["registered-date"]) for identifier, each in practice.by_id("patient-management/patients").items()}
    billing = {each["billing-uuid"]: accounts[each["account-uuid"]] for each in practice["billing/billing-accounts"]}
    return {"contact-uuid": contacts, "contact-practitioner-uuid": contacts, "practitioner-uuid": contacts, "account-uuid": accounts,
            "patient-uuid": patients, "billing-uuid": billing}


def times(resource, record):
    """Name and value of the times at which something happened."""
    for name, schema in resource.properties.items():
        formats = [schema.get("format"), *(each.get("format") for each in schema.get("anyOf", []))]
        if ("date" in formats or "date-time" in formats) and name not in AHEAD | BEFORE | LOADING and record.get(name):
            yield name, record[name]


def happened_before(value, cause):
    return moment(value) < cause if "T" in value else day(value) < cause.date()


def test_nothing_happens_before_its_cause(practice, causes):
    wrong, checked = [], set()
    for key, resource in practice.resources.items():
        if not resource.has("list") or resource.library or key in ("contact-management/contacts", *OF_OTHERS):
            continue
        references = [name for name in causes if name in resource.properties and name != resource.id]
        for record in practice[key] if references else ():
            for name, value in times(resource, record):
                for reference in references:
                    cause = causes[reference].get(record.get(reference))
                    if cause is not None:
                        checked.add(key)
                        if happened_before(value, cause):
                            wrong.append((key, name, value, reference, cause.isoformat()))
    assert wrong[:10] == []
    assert len(checked) >= 20, checked


def test_nothing_happens_to_an_animal_before_its_birth_or_after_its_death(practice):
    patients = practice.by_id("patient-management/patients")
    wrong = []
    for key, resource in practice.resources.items():
        if not resource.has("list") or "patient-uuid" not in resource.properties or resource.id == "patient-uuid":
            continue
        for record in practice[key]:
            patient = patients.get(record["patient-uuid"])
            for name, value in times(resource, record) if patient else ():
                died = patient["status-deceased-date"]
                # Money is paid, and prescriptions and reminders end, after a death too. What was planned is cancelled or marked.
                planned = record.get("patient-state") == "Deceased" or record.get("status") == "Cancelled"
                after = died and day(value) > day(died) and name in ("date", "start-date", "sent-date", "arrived-date") and not planned
                if day(value) < day(patient["date-of-birth"]) or after:
                    wrong.append((key, name, value, patient["date-of-birth"], died))
    assert wrong[:10] == []


def test_no_living_record_of_a_dead_animal_lies_ahead(practice):
    dead = {each["patient-uuid"] for each in practice["patient-management/patients"] if each["status-deceased"]}
    assert dead
    booked = [each for each in practice["calendar-management/appointments"]
              if each["patient-uuid"] in dead and each["status"] == "Booked" and each["deleted-date"] is None
              and each["patient-state"] != "Deceased"]
    reminders = [each for each in practice["reminders/patient-reminders"] if each["patient-uuid"] in dead and each["active"]]
    tasks = [each for each in practice["calendar-management/tasks"] if each["patient-uuid"] in dead and each["status"] == "Open"]
    assert (booked, reminders, tasks) == ([], [], [])


def test_nothing_that_happened_lies_ahead(practice):
    now = datetime.datetime.now(datetime.timezone.utc)
    ahead = {"calendar-management/appointments", "calendar-management/availability", "calendar-management/tasks",
             "calendar-management/holidays"}
    wrong = []
    for key, resource in practice.resources.items():
        if resource.has("list") and not resource.library and key not in ahead:
            wrong += [(key, name, value) for record in practice[key] for name, value in times(resource, record)
                      if (moment(value) > now if "T" in value else day(value) > practice.today)]
    assert wrong[:10] == []


def test_patients_are_registered_with_their_owner_or_later(practice):
    accounts = practice.by_id("account-management/accounts")
    contacts = practice.by_id("contact-management/contacts")
    for account in accounts.values():
        assert account["registered-date"] >= contacts[account["contact-uuid"]]["registered-date"]
    for patient in practice["patient-management/patients"]:
        assert patient["registered-date"] >= accounts[patient["account-uuid"]]["registered-date"]
        assert patient["registered-date"][:10] > patient["date-of-birth"]


def test_appointments_pass_in_order(practice):
    steps = ("booked-date", "arrived-date", "in-consult-date", "completed-date")
    for each in practice["calendar-management/appointments"]:
        passed = [each[step] for step in steps if each[step]]
        assert passed == sorted(passed), each
        assert each["booked-date"] <= each["start-date"], each
        if each["cancelled-date"]:
            assert each["booked-date"] <= each["cancelled-date"] <= each["start-date"], each


def test_work_is_done_in_an_appointment(practice):
    seen = {(each["patient-uuid"], day(each["start-date"])) for each in practice["calendar-management/appointments"]
            if each["status"] in ("Completed", "InConsult", "Arrived") and each["deleted-date"] is None}
    collected = {each["billable-uuid"] for each in practice["clinical/dispensings"]}  # without the animal
    lost = [(each["date"], each["patient-uuid"]) for each in practice["clinical/billable-records"]
            if each["billable-uuid"] not in collected and (each["patient-uuid"], day(each["date"])) not in seen]
    assert lost == []


def test_money_follows_the_invoice(practice):
    invoices = practice.by_id("billing/invoices")
    payments = practice.by_id("billing/payments")
    wrong = []
    for allocation in practice["billing/allocations"]:
        invoice, payment = invoices.get(allocation["invoice-uuid"]), payments.get(allocation["from-uuid"])
        advance = payment and payment.get("subscription-uuid")
        if invoice and payment and not advance and day(payment["payment-date"]) < day(invoice["invoice-date"]):
            wrong.append((payment["payment-date"], invoice["invoice-date"]))
    assert wrong == []
