"""The animals of the demo practice: weights, sexes, colours and names fit the breed. Norms are in breed_norms.def."""

import math

import pytest
from support.demo import day, table

STEEPNESS = 6
TOLERANCE = 0.51  # of the step of the scales, in kilograms: 1 g for the smallest, 1 kg for horses
FEMALE_ONLY = ("tortoiseshell", "tortie-and-white", "tortie-point")


@pytest.fixture(scope="module")
def norms():
    births = {species: birth / 1000 for species, _share, _years, birth in table("breed_norms.def", "VIP_SPECIES")}
    found = {}
    for code, _share, male_low, male_high, female_low, female_high, adult, colours in table("breed_norms.def", "VIP_BREED"):
        species = next(each for each in births if code.startswith(each + "-"))
        found[code] = {"Male": (male_low, male_high), "Female": (female_low, female_high), "adult": adult,
                       "birth": births[species], "colours": colours.split()}
    return found


def step(kilograms):
    return 1 if kilograms >= 100 else 0.1 if kilograms >= 20 else 0.01 if kilograms >= 2 else 0.001


def test_every_weight_is_inside_the_range_of_the_breed(practice, norms):
    patients = practice.by_id("patient-management/patients")
    breeds = practice.codes("patient-management/breeds")
    genders = practice.by_id("patient-management/genders")
    wrong, checked = [], set()
    for weight in practice["clinical/vital-metrics-weight"]:
        if weight["entered-in-error"]:
            continue
        patient = patients[weight["patient-uuid"]]
        norm = norms[breeds[patient["breed-uuid"]]]
        low, high = norm[genders[patient["gender-uuid"]]["sex"]]
        age = (day(weight["date"]) - day(patient["date-of-birth"])).days
        grown = 1 if age >= norm["adult"] else math.exp(math.log(norm["birth"]) * math.exp(-STEEPNESS * age / norm["adult"]))
        slack = TOLERANCE * step(weight["weight"])
        if not low * grown - slack <= weight["weight"] <= high * grown + slack:
            wrong.append((breeds[patient["breed-uuid"]], age, weight["weight"]))
        checked.add(breeds[patient["breed-uuid"]])
    assert wrong == []
    assert len(checked) > 30, "many breeds are weighed"


def test_every_patient_is_of_a_breed_with_a_norm_and_a_colour_of_it(practice, norms):
    breeds = practice.codes("patient-management/breeds")
    colours = practice.codes("patient-management/colours")
    wrong = []
    for patient in practice["patient-management/patients"]:
        norm = norms.get(breeds.get(patient["breed-uuid"]))
        colour = colours.get(patient["colour-uuid"])
        if norm is None or (colour is not None and colour not in norm["colours"]) or (colour is None) != (patient["herd-size"] is not None):
            wrong.append((breeds.get(patient["breed-uuid"]), colour))
    assert wrong == []


def test_no_male_cat_is_tortoiseshell(practice):
    colours = practice.codes("patient-management/colours")
    genders = practice.by_id("patient-management/genders")
    species = practice.codes("patient-management/species")
    males = [colours[patient["colour-uuid"]] for patient in practice["patient-management/patients"]
             if species[patient["species-uuid"]] == "feline" and genders[patient["gender-uuid"]]["sex"] == "Male"]
    assert males and not set(males) & set(FEMALE_ONLY)


def test_names_fit_sex_and_species(practice):
    names = {name: (sexes, kinds) for name, sexes, kinds in table("animal_names.def", "VIP_ANIMAL_NAME")}
    genders = practice.by_id("patient-management/genders")
    species = practice.codes("patient-management/species")
    kinds = {"canine": "d", "feline": "c", "horse": "h", "pony": "h"}
    wrong = []
    for patient in practice["patient-management/patients"]:
        if patient["herd-size"] is not None:
            continue
        sex = genders[patient["gender-uuid"]]["sex"][0].lower()
        fitting = names.get(patient["patient-name"], ("", ""))
        if sex not in fitting[0] or kinds.get(species[patient["species-uuid"]], "s") not in fitting[1]:
            wrong.append((patient["patient-name"], sex, species[patient["species-uuid"]]))
    assert wrong == []


def test_young_horses_are_colts_and_fillies(practice):
    genders = practice.codes("patient-management/genders")
    for patient in practice["patient-management/patients"]:
        if genders[patient["gender-uuid"]] in ("colt", "filly"):
            assert (practice.today - day(patient["date-of-birth"])).days < 4 * 366


def test_products_and_services_are_for_the_species_and_the_sex(practice):
    species = practice.codes("patient-management/species")
    genders = practice.by_id("patient-management/genders")
    patients = practice.by_id("patient-management/patients")
    fits = {row[0]: (row[6].split(), None) for row in table("products.def", "VIP_PRODUCT")}
    fits |= {row[0]: (row[4].split(), row[5] or None) for row in table("services.def", "VIP_SERVICE")}
    codes = {item["formulary-uuid"]: item["formulary-code"]
             for name in ("stock", "services") for item in practice[f"formulary-management/{name}"]}
    wrong = []
    for record in practice["clinical/billable-records"]:
        patient = patients[record["patient-uuid"]]
        wanted, sex = fits[codes[record["formulary-uuid"]]]
        kind = species[patient["species-uuid"]]
        if (wanted and kind not in wanted) or (sex and genders[patient["gender-uuid"]]["sex"][0].lower() != sex):
            wrong.append((codes[record["formulary-uuid"]], kind))
    assert wrong == []


def test_no_horse_in_the_food_chain_has_phenylbutazone(practice):
    patients = practice.by_id("patient-management/patients")
    bute = next(item["formulary-uuid"] for item in practice["formulary-management/stock"] if item["formulary-code"] == "PHE-H")
    given = [patients[record["patient-uuid"]] for record in practice["clinical/billable-records"] if record["formulary-uuid"] == bute]
    assert [patient["patient-name"] for patient in given if patient["status-food-chain"]] == []


def test_some_dates_of_birth_are_known_to_the_year_only(practice):
    estimated = [patient for patient in practice["patient-management/patients"] if patient["date-of-birth-estimated"]]
    assert estimated
    for patient in practice["patient-management/patients"]:
        by_year = patient["date-of-birth-precision"] == "Year"
        assert by_year == patient["date-of-birth-estimated"]
        assert not by_year or patient["date-of-birth"].endswith("-01-01")


def test_old_horses_have_the_chips_of_their_time(practice):
    kinds = {patient["microchip-type"] for patient in practice["patient-management/patients"]}
    assert kinds >= {"ISO11784", "Legacy"}


def test_clients_are_people_and_businesses(practice):
    clients = [contact for contact in practice["contact-management/contacts"] if contact["contact-type"] == "Client"]
    assert any(one["business-name"] and not one["last-name"] and not one["first-name"] for one in clients), "a business alone"
    assert any(one["last-name"] and not one["first-name"] for one in clients), "a person with one name"
