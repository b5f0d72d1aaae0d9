"""The demo practice has an example of all that the contracts and guides describe.

The states come from the OpenAPI documents: each value of each enumerated field of each resource that is not a library, so that no new one
is forgotten. What cannot or need not occur is listed here, with the reason.
"""

import datetime

import pytest
from support.api import Api
from support.demo import Practice
from support.sandbox import Sandbox

# Some states are rare: whether a practice as small as this one has them is chance, which the day decides. So it is always the same day.
DAY = "2027-02-14"


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with Sandbox(tmp_path_factory.mktemp("states"), scale="0.1", today=DAY) as server, Api(server) as calls:
        yield Practice(calls, datetime.date.fromisoformat(DAY))


CHARITY = ({"CharityAccount", "CharityGoods"}, "the practice is no charity and has none among its clients")
# (resource, field): values that do not occur, and why.
EXCEPTIONS = {
    ("clinical/vaccinations", "route"): ({"Intradermal", "Oral", "Ocular", "Spray", "WingWeb", "Immersion"},
                                         "poultry, fish and products that the practice does not keep"),
    ("inventory-management/product-lists", "status"): ({"Requested", "Running", "Failed"},
                                                       "a job of a moment; the next start would run it"),
    ("clinical/vital-metrics-heart-rate", "method"): ({"Palpation", "ECG", "Doppler", "PulseOximeter", "Other"}, "how, not a state"),
    ("clinical/vital-metrics-temperature", "site"): ({"Axillary", "Oesophageal", "Cloacal", "Other"}, "where, not a state"),
    ("clinical/lab-requests", "specimen"): ({"Blood", "Plasma", "Faeces", "Swab", "Aspirate", "Biopsy", "Skin", "Hair", "Milk", "Fluid", "Tissue",
                                             "Other"}, "what, not a state"),
    ("clinical/prescriptions", "interval-period"): ({"WEEK", "MONTH"}, "a unit, not a state"),
    ("clinical/advanced-prescriptions", "interval-period"): ({"DAY", "WEEK"}, "a unit, not a state"),
    ("contact-management/addresses", "type"): ({"Work", "Billing", "Other"}, "addresses of clients are their homes"),
    ("contact-management/emails", "type"): ({"Billing", "Other"}, "what for, not a state"),
    ("clinical/imaging-references", "modality"): ({"BMD", "CR", "CT", "ECG", "ES", "IO", "MR", "NM", "OCT", "OP", "OT", "PT", "PX", "RF", "RG",
                                                   "SM", "XA", "XC"}, "how, not a state"),
    ("inventory-management/controlled-drug-register", "kind"): ({"Adjustment", "Count", "Expired", "ReturnIn", "ReturnOut", "Transfer", "Waste"},
                                                                "kinds of movements, of which there are others"),
    ("billing/contents", "tax-relief-reason"): CHARITY,
    ("billing/draft-invoices", "tax-relief-reason"): CHARITY,
    ("clinical/billable-records", "tax-relief-reason"): CHARITY,
    ("formulary-management/stock", "cost-type"): ({"NET", "NETNET"}, "the wholesaler gives no discounts"),
    ("formulary-management/services", "cost-type"): ({"NET", "NETNET"}, "the practice does these itself"),
}


def enumerations(resource):
    for name, schema in resource.properties.items():
        for option in (schema, *schema.get("anyOf", ())):
            if "enum" in option:
                yield name, {value for value in option["enum"] if value is not None}


def test_every_documented_state_occurs(practice):
    missing, fields = {}, 0
    for key, resource in practice.resources.items():
        if not resource.has("list") or resource.library:
            continue
        for name, documented in enumerations(resource):
            fields += 1
            exempt, _reason = EXCEPTIONS.get((key, name), (set(), ""))
            absent = documented - {record.get(name) for record in practice[key]} - exempt
            if absent:
                missing[f"{key} {name}"] = sorted(absent)
    assert missing == {}
    assert fields > 40


def test_exceptions_name_fields_that_exist(practice):
    for key, name in EXCEPTIONS:
        assert name in dict(enumerations(practice.resources[key])), (key, name)


def test_every_resource_has_a_record(practice):
    assert [key for key, resource in practice.resources.items() if resource.has("list") and not practice[key]] == []


# What the guides describe and no enumeration shows.
EXAMPLES = {
    "an online booking ahead": ("calendar-management/appointments", lambda each: each["online-booking"] and each["status"] == "Booked"),
    "a deleted appointment": ("calendar-management/appointments", lambda each: each["deleted-date"]),
    "a deactivated client": ("contact-management/contacts", lambda each: each["deactivated"] and each["contact-type"] == "Client"),
    "a deactivated practitioner": ("contact-management/contacts", lambda each: each["deactivated"] and each["contact-type"] == "Practitioner"),
    "a deactivated patient": ("patient-management/patients", lambda each: each["status-deactivated"]),
    "a sold patient": ("patient-management/patients", lambda each: each["status-sold"]),
    "a deleted invoice": ("billing/invoices", lambda each: each["deleted-date"]),
    "an invoice that is paid in part": ("billing/invoices", lambda each: 0 < each["balance-outstanding"] < each["total-gross"]),
    "an insured line": ("billing/contents", lambda each: each["insured"]),
    "credit on account": ("billing/billing-accounts", lambda each: each["credit-available"] > 0),
    "an archived item": ("formulary-management/services", lambda each: each["archived"]),
    "an item that a location hides": ("formulary-management/deviations", lambda each: each["hidden"]),
    "a price of a location": ("formulary-management/deviations", lambda each: each["overwrite-price"] is not None),
    "a weight that was corrected": ("clinical/vital-metrics-weight", lambda each: each["corrects-uuid"]),
    "a note that was withdrawn": ("clinical/clinical-notes", lambda each: each["withdrawn-reason"]),
    "an amended note": ("clinical/clinical-notes", lambda each: each["amended-by-note-uuid"]),
    "a vaccination of another practice": ("clinical/vaccinations", lambda each: each["given-elsewhere"]),
    "a client who was told of a booster and came": ("reminders/patient-reminders", lambda each: each["replaced-by-uuid"]),
    "a reminder that is overdue": ("reminders/patient-reminders", lambda each: each["active"]),
    "a withdrawn online access": ("contact-management/contacts", lambda each: each["contact-type"] == "Client" and not each["online-access"]),
}


@pytest.mark.parametrize("what", EXAMPLES)
def test_there_is(practice, what):
    key, fits = EXAMPLES[what]
    assert any(fits(record) for record in practice[key]), what
