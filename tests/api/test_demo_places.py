"""Locations and addresses of the demo practice: complete, consistent, and of nobody real."""

import re

from support.demo import table

# The ranges that Ofcom reserves for drama (https://www.ofcom.org.uk, "Telephone numbers for use in TV and radio drama programmes").
DRAMA = re.compile(r"(020 7946 0|0113 496 0|011[4-8] 496 0|0121 496 0|01[3-6]1 496 0|0191 498 0|029 2018 0|01632 960|07700 900)\d{3}")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def vat_number_is_well_formed(number):
    """The check of a United Kingdom VAT number: the weighted sum and the check digits are 97 or a multiple."""
    digits = [int(digit) for digit in number.removeprefix("GB")]
    return len(digits) == 9 and (sum(digit * weight for digit, weight in zip(digits, range(8, 1, -1))) + digits[7] * 10 + digits[8]) % 97 == 0


def test_the_check_of_vat_numbers():
    assert vat_number_is_well_formed("GB999999973") and not vat_number_is_well_formed("GB999999974")


def test_every_location_is_complete(practice):
    for location in practice["location-management/locations"]:
        assert vat_number_is_well_formed(location["vat-no"]) and location["vat-no"].startswith("GB9999"), location["vat-no"]
        assert DRAMA.fullmatch(location["phone"]), location["phone"]
        assert location["premises-number"] and location["email-address"].endswith("@example.com")
        hours = location["opening-hours"]
        assert all(hours[weekday] for weekday in WEEKDAYS) and hours["saturday"] and not hours.get("sunday")
        assert len(hours["exceptions"]) >= 8 and all(each["closed"] for each in hours["exceptions"])


def area_of(postcode):
    return re.match(r"[A-Z]+", postcode).group()


def test_county_and_postcode_area_match_the_town(practice):
    cities = practice.codes("location-management/cities")
    codes = {record["name"]: code for identifier, code in cities.items() for record in [practice.by_id("location-management/cities")[identifier]]}
    places = {row[1]: (row[2], row[3]) for row in table("places.def", "VIP_PLACE")}
    wrong = [each for each in practice["contact-management/addresses"]
             if places[cities[each["city-uuid"]]] != (each["county"], area_of(each["postcode"]))]
    wrong += [each for each in practice["location-management/locations"]
              if places[codes[each["city"]]] != (each["county"], area_of(each["postcode"]))]
    assert wrong == []
    assert len({each["city-uuid"] for each in practice["contact-management/addresses"]}) > 3


def test_postcodes_have_districts_that_do_not_exist(practice):
    addresses = [*practice["contact-management/addresses"], *practice["location-management/locations"]]
    assert [each["postcode"] for each in addresses if not re.fullmatch(r"[A-Z]{1,2}5[7-9] \d[A-Z]{2}", each["postcode"])] == []


def test_telephone_numbers_are_reserved_for_drama(practice):
    assert [each["number"] for each in practice["contact-management/numbers"] if not DRAMA.fullmatch(each["number"])] == []


def test_email_goes_nowhere(practice):
    assert [each for each in practice["contact-management/emails"] if not each["email-address"].endswith("@example.com")] == []
