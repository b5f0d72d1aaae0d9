"""The clinical records of the demo practice: vaccinations by their schedule, notes that differ, laboratory profiles with real ranges."""

import collections

import pytest
from support.demo import day, table

NOTES_OF_A_SMALL_PRACTICE = 100


@pytest.fixture(scope="module")
def vaccines(practice):
    norms = {row[0]: row[1:] for row in table("vaccines.def", "VIP_VACCINE")}
    return {item["formulary-uuid"]: norms[item["formulary-code"]] for item in practice["formulary-management/stock"]
            if item["formulary-code"] in norms}


def months(first, last):
    return (last.year - first.year) * 12 + last.month - first.month


def test_each_vaccine_has_its_own_diseases_route_and_interval(practice, vaccines):
    wrong, used = [], set()
    for each in practice["clinical/vaccinations"]:
        if each["formulary-uuid"] is None:
            continue
        diseases, route, site, dose, interval = vaccines[each["formulary-uuid"]]
        given, due = day(each["date"]), day(each["next-due-date"])
        kept = months(given, due) == interval if interval >= 12 else 20 <= (due - given).days <= 32
        if each["diseases"] != diseases.split("|") or (each["route"], each["site"], each["dose"]) != (route, site, dose) or not kept:
            wrong.append((each["product-name"], each["date"], each["next-due-date"]))
        used.add(diseases)
    assert wrong == []
    assert len(used) >= 6


def test_primary_courses_come_before_boosters(practice):
    patients = practice.by_id("patient-management/patients")
    by_patient = collections.defaultdict(list)
    for each in practice["clinical/vaccinations"]:
        by_patient[each["patient-uuid"]].append((each["date"], each["dose-number"]))
    courses = 0
    for patient, doses in by_patient.items():
        numbers = [number for _date, number in sorted(doses, key=lambda each: each[0]) if number]
        assert numbers in ([], [1], [1, 2]), numbers
        courses += numbers == [1, 2]
        if numbers:
            first = min(date for date, number in doses if number)
            assert 42 <= (day(first) - day(patients[patient]["date-of-birth"])).days <= 140
    assert courses > 5


def test_reminders_are_followed_up_or_lapse(practice):
    reminders = practice["reminders/patient-reminders"]
    followed = [each for each in reminders if each["replaced-by-uuid"]]
    overdue = [each for each in reminders if each["active"] and day(each["due-date"]) < practice.today]
    ahead = [each for each in reminders if each["active"] and day(each["due-date"]) >= practice.today]
    assert min(len(followed), len(overdue), len(ahead)) > len(reminders) / 40, (len(followed), len(overdue), len(ahead))


def test_notes_differ(practice):
    notes = [each["text"] for each in practice["clinical/clinical-notes"]]
    common = collections.Counter(notes).most_common(1)[0][1]
    assert len(set(notes)) >= max(NOTES_OF_A_SMALL_PRACTICE, len(notes) * 0.6)
    assert common < len(notes) / 10


def test_laboratory_values_have_the_ranges_of_the_species_and_flags_outside(practice):
    columns = {"canine": 5, "feline": 7, "horse": 9, "pony": 9, "rabbit": 11}
    norms = {(row[0], row[1]): row for row in table("lab_panels.def", "VIP_ANALYTE")}
    names = {row[1]: row[0] for row in table("lab_panels.def", "VIP_PANEL")}
    species = practice.codes("patient-management/species")
    patients = practice.by_id("patient-management/patients")
    wrong, flags = [], set()
    for result in practice["clinical/lab-results"]:
        at = columns[species[patients[result["patient-uuid"]]["species-uuid"]]]
        for item in result["items"]:
            norm = norms[names[result["name"]], item["analyte"]]
            low, high = norm[at], norm[at + 1]
            flag = "L" if item["value"] < low else "H" if item["value"] > high else "N"
            if (item["unit"], item["reference-low"], item["reference-high"]) != (norm[3], low, high) or item["flag"][0] != flag:
                wrong.append((result["name"], item))
            assert item.get("loinc-code") == (norm[2] or None)
            flags.add(item["flag"])
    assert wrong[:5] == []
    assert {"N", "H", "L"} <= flags
