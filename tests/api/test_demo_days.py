"""The demo practice is sound on each day of the year: its calendar, its causes and its stock hold whatever day it is loaded on.

The same day gives the same practice.
"""

import datetime

import pytest
from api import test_demo_animals as animals
from api import test_demo_calendar as calendar
from api import test_demo_causality as causality
from api import test_demo_prices as prices
from support.api import Api
from support.demo import Practice
from support.sandbox import Sandbox

# A leap day, a bank holiday on a Saturday, a Sunday on which the clocks change, the Mondays after both such Sundays.
DAYS = ("2028-02-29", "2026-12-26", "2027-03-28", "2027-03-29", "2026-10-26")
SCALE = "0.02"
SAME = ("contact-management/contacts", "patient-management/patients", "calendar-management/appointments", "clinical/vaccinations",
        "clinical/clinical-notes", "billing/invoices", "inventory-management/movements")


def loaded(folder, day):
    return Sandbox(folder, scale=SCALE, today=day)


@pytest.fixture(scope="module", params=DAYS)
def practice(request, tmp_path_factory):
    with loaded(tmp_path_factory.mktemp("day"), request.param) as server, Api(server) as calls:
        yield Practice(calls, datetime.date.fromisoformat(request.param))


causes, closed, emergency = causality.causes, calendar.closed, calendar.emergency
CHECKS = [causality.test_patients_are_registered_with_their_owner_or_later, causality.test_appointments_pass_in_order,
          causality.test_work_is_done_in_an_appointment, causality.test_money_follows_the_invoice,
          causality.test_no_living_record_of_a_dead_animal_lies_ahead, prices.test_no_batch_is_used_before_it_came_or_after_it_expired,
          prices.test_vat_adds_up, animals.test_no_male_cat_is_tortoiseshell]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_holds(practice, check):
    check(practice)


def test_clinics_are_on_open_days(practice, closed, emergency):
    calendar.test_no_clinics_on_sundays_and_bank_holidays(practice, closed, emergency)
    calendar.test_saturdays_are_half_days(practice, emergency)


def test_causes_come_first(practice, causes):
    causality.test_nothing_happens_before_its_cause(practice, causes)


def test_the_same_day_gives_the_same_practice(tmp_path_factory):
    found = []
    for name in ("one", "same"):
        server = loaded(tmp_path_factory.mktemp(name), DAYS[0])
        try:
            with Api(server) as calls:
                practice = Practice(calls, datetime.date.fromisoformat(DAYS[0]))
                found.append({resource: stable(practice[resource]) for resource in SAME})
        finally:
            server.kill()
    for resource in SAME:
        differ = [(one, same) for one, same in zip(found[0][resource], found[1][resource]) if one != same]
        assert differ[:1] == [], resource
        assert len(found[0][resource]) == len(found[1][resource]), resource


def stable(records):
    """Records without the times of loading, and the ids that the platform gave to what follows from others."""
    return [{name: value for name, value in record.items()
             if name not in ("created", "modified", "version", "deleted-date", "created-date", "modified-date",
                             "withdrawn-date") and not name.endswith("-uuid")}
            for record in records]


@pytest.mark.parametrize("scale", ["1", "1.25"])
def test_the_practice_loads_in_its_full_size(tmp_path, scale):
    """Rare combinations occur only among many records: at size 1 everybody meets it first. At 1.25 it has a fourth location."""
    server = Sandbox(tmp_path, scale=scale)
    try:
        with Api(server) as calls:
            first = calls.get("/patient-management/v1/api/patients?size=1&total=exact")
            assert first.status_code == 200, first.text
            assert first.json()["total-results"] > 2000
    finally:
        server.kill()
