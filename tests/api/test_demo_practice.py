"""The data of the demo practice is plausible: prices are like those of a practice in the United Kingdom.

The practice is loaded into a separate server, so that it has no records of other tests. Amounts are in pounds.
"""

import pytest
from support.api import Api
from support.sandbox import Sandbox

FORMULARY = "/formulary-management/v1/api"
INVENTORY = "/inventory-management/v1/api"
BOOSTER = "VAC-DHP"
# Net price of one unit with its dispensing fee, by the item's formulary type.
PLAUSIBLE = {
    "Vaccine": (30, 120),
    "Medicine": (5, 100),
    "Consultation": (20, 100),
    "Nurse Clinic": (10, 40),
    "Visit": (40, 150),
    "Surgery": (150, 800),
    "Imaging": (100, 400),
    "In-house Laboratory": (20, 150),
}
LINE_MAXIMUM = 3_000


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    server = Sandbox(tmp_path_factory.mktemp("practice"), scale="0.02")
    with Api(server) as calls:
        yield calls
    error = server.stop()
    assert error is None, error


def all_of(api, path):
    response = api.get(f"{path}{'&' if '?' in path else '?'}size=1000").json()
    assert response["results"] and response["total-pages"] == 1, path
    return response["results"]


def quote(api, item):
    location = all_of(api, "/location-management/v1/api/locations")[0]
    response = api.call("POST", f"{FORMULARY}/prices/quote",
                        body={"formulary-uuid": item["formulary-uuid"], "quantity": 1, "location-uuid": location["location-uuid"]})
    assert response.status_code == 200, response.text
    return response.json()


def test_every_item_has_a_plausible_price(practice):
    types = {each["formulary-type-uuid"]: each["name"] for each in practice.get(f"{FORMULARY}/formulary-types").json()["results"]}
    implausible = []
    for item in all_of(practice, f"{FORMULARY}/stock") + all_of(practice, f"{FORMULARY}/services"):
        kind, net = types[item["formulary-type-uuid"]], quote(practice, item)["net"]
        least, most = PLAUSIBLE[kind]
        if not least <= net <= most:
            implausible.append(f"{item['formulary-code']} ({kind}): {net}")
    assert implausible == []


def test_a_booster_has_a_plausible_price(practice):
    item = all_of(practice, f"{FORMULARY}/stock?formulary-code={BOOSTER}")[0]
    price = quote(practice, item)
    assert 30 <= price["net"] < price["gross"] <= 120, price


def test_an_item_has_the_cost_of_the_price_list(practice):
    suppliers = all_of(practice, f"{INVENTORY}/suppliers")
    supplier = next(each["supplier-uuid"] for each in suppliers if each["supplier-code"] == "NVW")
    listed = {each["supplier-sku"]: each["cost"] for each in all_of(practice, f"{INVENTORY}/suppliers/{supplier}/products")}
    costs = {each["supplier-sku"]: each["cost"] for each in all_of(practice, f"{FORMULARY}/stock")}
    assert costs == listed


def test_no_line_of_an_invoice_is_excessive(practice):
    invoices = all_of(practice, "/billing/v1/api/invoices?include=contents")
    lines = [line for invoice in invoices for line in invoice["contents"]]
    assert len(lines) >= len(invoices)
    assert [line for line in lines if line["gross"] > LINE_MAXIMUM] == []
