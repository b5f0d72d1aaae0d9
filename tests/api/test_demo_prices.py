"""Prices and stock of the demo practice are like those of a practice in the United Kingdom. Amounts are in pounds."""

import collections
import datetime

import pytest
from support.demo import day, table

FORMULARY = "/formulary-management/v1/api"
BOOSTERS = ("VAC-DHP", "VAC-L4", "VAC-TRI", "VAC-MYX", "VAC-EQ")
# Net price of one sale with its dispensing fee, by the item's formulary type.
PLAUSIBLE = {
    "Vaccine": (30, 70),
    "Medicine": (8, 130),
    "Parasite Treatment": (8, 80),
    "Controlled Drug": (10, 60),
    "Microchip": (10, 25),
    "Food": (3, 45),
    "Consultation": (20, 240),
    "Nurse Clinic": (10, 40),
    "Visit": (40, 150),
    "Surgery": (60, 800),
    "Dentistry": (60, 500),
    "Imaging": (100, 400),
    "In-house Laboratory": (20, 150),
    "External Laboratory": (50, 200),
    "Euthanasia and Cremation": (50, 300),
    "Certification": (60, 200),
    "Prescription Fee": (10, 30),
}
LINE_MAXIMUM = 3_000


@pytest.fixture(scope="module")
def items(practice):
    return {item["formulary-code"]: item for name in ("stock", "services") for item in practice[f"formulary-management/{name}"]}


@pytest.fixture(scope="module")
def sales():
    return {row[0]: (row[13], row[14]) for row in table("products.def", "VIP_PRODUCT")}


def quote(practice, item, quantity):
    location = practice["location-management/locations"][0]
    response = practice.api.call("POST", f"{FORMULARY}/prices/quote",
                                 body={"formulary-uuid": item["formulary-uuid"], "quantity": quantity,
                                       "location-uuid": location["location-uuid"]})
    assert response.status_code == 200, response.text
    return response.json()


def test_every_item_has_a_plausible_price(practice, items, sales):
    types = practice.by_id("formulary-management/formulary-types")
    implausible = []
    for code, item in items.items():
        kind = types[item["formulary-type-uuid"]]["name"]
        if item["archived"]:
            continue
        least, most = PLAUSIBLE[kind]
        for quantity in sales.get(code, (1, 1)):
            net = quote(practice, item, quantity)["net"]
            if not least <= net <= most:
                implausible.append(f"{code} ({kind}) × {quantity}: {net}")
    assert implausible == []


def test_a_booster_costs_about_sixty_pounds(practice, items):
    assert {code: price for code in BOOSTERS if not 55 <= (price := quote(practice, items[code], 1)["gross"]) <= 65} == {}


def test_an_item_has_the_cost_of_the_price_list(practice, items):
    listed = {each["supplier-sku"]: each["cost"] for each in practice["inventory-management/products"]}
    costs = {each["supplier-sku"]: each["cost"] for each in items.values() if each.get("supplier-sku")}
    assert costs and costs == listed


def test_quantities_are_those_of_one_sale(practice, items, sales):
    codes = {item["formulary-uuid"]: code for code, item in items.items()}
    wrong = []
    for record in practice["clinical/billable-records"]:
        code = codes[record["formulary-uuid"]]
        least, most = sales.get(code, (1, 1))
        if not least <= record["quantity"] <= most:
            wrong.append((code, record["quantity"]))
    assert wrong == []


def test_no_line_of_an_invoice_is_excessive(practice):
    lines = practice["billing/contents"]
    assert len(lines) > 300
    assert [line for line in lines if line["gross"] > LINE_MAXIMUM] == []


def test_vat_adds_up(practice):
    taxes = practice.by_id("formulary-management/taxes")
    lines, wrong = collections.defaultdict(list), []
    for line in practice["billing/contents"]:
        lines[line["invoice-uuid"]].append(line)
        rate = taxes[line["tax-uuid"]]["rate"]
        if abs(line["net"] * rate / 100 - line["tax"]) > 0.0051 or round(line["net"] + line["tax"], 2) != line["gross"]:
            wrong.append(line)
    for invoice in practice["billing/invoices"]:
        own = lines[invoice["invoice-uuid"]]
        if invoice["deleted-date"] is None and any(
                round(sum(line[part] for line in own), 2) != invoice[f"total-{part}"] for part in ("net", "tax", "gross")):
            wrong.append(invoice)
    assert wrong == []


def test_stock_at_cost_is_some_thousands_of_pounds_for_a_location(practice, items):
    cost = {item["formulary-uuid"]: item["cost"] / item["quantity-per-pack"] for item in items.values() if item.get("supplier-sku")}
    value = collections.Counter()
    for level in practice["inventory-management/levels"]:
        value[level["location-uuid"]] += level["quantity"] * cost[level["formulary-uuid"]]
    assert len(value) == len(practice["location-management/locations"])
    assert all(3_000 < each < 15_000 for each in value.values()), value


def test_a_few_levels_are_low_and_none_is_negative(practice):
    kept = [level for level in practice["inventory-management/levels"] if level["reorder-level"] is not None]
    assert [level for level in practice["inventory-management/levels"] if level["quantity"] < 0] == []
    low = [level for level in kept if level["quantity"] <= level["reorder-level"]]
    assert len(kept) / 40 < len(low) < len(kept) / 5
    assert any(level["pending-quantity"] for level in low)


def test_batches_change_and_expire(practice):
    batches = practice["inventory-management/batches"]
    locations = len(practice["location-management/locations"])
    by_item = collections.Counter(batch["formulary-uuid"] for batch in batches)
    assert max(by_item.values()) > 2 * locations
    past = [batch for batch in batches if day(batch["expiry-date"]) < practice.today]
    assert past and [batch for batch in past if batch["in-stock"]] == []


def test_no_batch_is_used_before_it_came_or_after_it_expired(practice):
    batches = practice.by_id("inventory-management/batches")
    came = {}
    wrong = []
    for movement in practice["inventory-management/movements"]:
        if movement["batch-uuid"] is None:
            continue
        if movement["kind"] == "Receipt":
            came[movement["batch-uuid"]] = movement["date"]
    for record in practice["clinical/billable-records"]:
        if record["batch-uuid"] is None:
            continue
        batch = batches[record["batch-uuid"]]
        if day(record["date"]) > day(batch["expiry-date"]) or record["date"] < came[record["batch-uuid"]]:
            wrong.append((record["date"], batch["expiry-date"], came[record["batch-uuid"]]))
    assert wrong == []
    assert day(min(came.values())) >= practice.today - datetime.timedelta(days=5 * 365 + 10)
