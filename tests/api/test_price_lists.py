"""Price lists: imported in the background, errors by line, one import at a time, over a restart, and fast enough (domains/inventory-management/guide.md)."""

import json
import time
import uuid

import httpx
import pytest
from support.api import Api
from support.sandbox import Sandbox

INVENTORY = "/inventory-management/v1/api"
FORMULARY = "/formulary-management/v1/api"
LOCATIONS = "/location-management/v1/api"
OPEN = ("Requested", "Running")


def line(number, cost=None, **other):
    return {"supplier-sku": f"SKU-{number:06d}", "description": f"Product {number} of the list, 100 ml", "cost": cost or 1 + number % 500,
            "group-item": "Anti-inflammatories", "size": "100 ml", **other}


class Supplier:
    """A new supplier, and the operations on its lists."""

    def __init__(self, api):
        self.api = api
        self.id = api.create(f"{INVENTORY}/suppliers", {"name": f"Supplier {uuid.uuid4().hex[:8]}"})["supplier-uuid"]

    def send(self, lines, status=200, content=None):
        response = self.api.call("POST", f"{INVENTORY}/suppliers/{self.id}/product-lists",
                                 content=content or json.dumps({"supplier-products": lines}),
                                 headers={"Content-Type": "application/json"})
        assert response.status_code == status, response.text
        return response.json()

    def status(self, job):
        return self.api.get(f"{INVENTORY}/suppliers/product-lists/{job}/status").json()

    def wait(self, job, patience=60):
        deadline = time.monotonic() + patience
        while (job_status := self.status(job))["status"] in OPEN and time.monotonic() < deadline:
            time.sleep(0.02)
        return job_status

    def imported(self, lines):
        return self.wait(self.send(lines)["job-uuid"])

    def products(self, query=""):
        return self.api.get(f"{INVENTORY}/suppliers/{self.id}/products?size=1000{query}").json()["results"]


@pytest.fixture
def supplier(api):
    return Supplier(api)


def new_item(api, **fields):
    kind = api.get(f"{FORMULARY}/formulary-types?name=Medicine").json()["results"][0]["formulary-type-uuid"]
    tax = api.get(f"{FORMULARY}/taxes?name=Standard+Rate").json()["results"][0]["tax-uuid"]
    return api.create(f"{FORMULARY}/stock", {"formulary-code": uuid.uuid4().hex[:12], "description": "An item", "formulary-type-uuid": kind,
                                             "tax-uuid": tax, **fields})["formulary-uuid"]


def cost_of(api, item):
    return api.get(f"{FORMULARY}/stock/{item}").json()["cost"]


def test_a_list_becomes_products_and_costs(api, supplier):
    item = new_item(api, **{"supplier-uuid": supplier.id, "supplier-sku": "SKU-000002", "cost": 9})
    other = new_item(api, **{"supplier-uuid": supplier.id, "supplier-sku": "sku-000002", "cost": 9})
    response = supplier.send([line(1), line(2, cost=12.35), line(3, size=None)])
    assert set(response) == {"job-uuid"}
    job_status = supplier.wait(response["job-uuid"])
    assert job_status["status"] == "Completed" and job_status["errors"] == [] and job_status["supplier-uuid"] == supplier.id, job_status
    assert (job_status["lines"], job_status["lines-read"], job_status["products-added"], job_status["costs-updated"]) == (3, 3, 3, 1)
    assert job_status["start-date"] <= job_status["end-date"] and job_status["correlation-id"]
    assert "started-by" not in job_status
    assert cost_of(api, item) == 12.35
    assert cost_of(api, other) == 9, "a code with other case is another code"
    assert [product["supplier-sku"] for product in supplier.products("&sort=supplier-sku,asc")] == ["SKU-000001", "SKU-000002", "SKU-000003"]


def test_the_next_list_changes_archives_and_restores(supplier):
    supplier.imported([line(1), line(2), line(3)])
    job_status = supplier.imported([line(1), line(2, cost=99.99)])
    assert (job_status["products-added"], job_status["products-changed"], job_status["products-archived"]) == (0, 1, 1)
    assert {product["supplier-sku"]: product["cost"] for product in supplier.products()} == {"SKU-000001": 2, "SKU-000002": 99.99}
    assert len(supplier.products("&include-archived=true")) == 3
    job_status = supplier.imported([line(1), line(2, cost=99.99), line(3)])
    assert (job_status["products-added"], job_status["products-changed"], job_status["products-archived"]) == (0, 1, 0)
    assert len(supplier.products()) == 3


def test_invalid_lines_are_reported_and_skipped(api, supplier):
    item = new_item(api, **{"supplier-uuid": supplier.id, "supplier-sku": "SKU-000002", "cost": 9})
    faulty = [line(1), line(2, cost=1.234), {"cost": 5}, 7, {**line(5), "colour": "red"}, {"supplier-sku": "A" * 51, "cost": 1},
              line(1, cost=3), line(8, cost=-1), {"supplier-sku": "", "cost": 1}]
    job_status = supplier.imported(faulty)
    assert job_status["status"] == "Completed"
    assert sorted((error["line"], error["pointer"]) for error in job_status["errors"] if error["line"] != 4) == [
        (2, "/cost"), (3, "/supplier-sku"), (5, "/colour"), (6, "/supplier-sku"), (7, "/supplier-sku"), (8, "/cost"), (9, "/supplier-sku")]
    assert job_status["error-count"] == 8
    assert [product["supplier-sku"] for product in supplier.products()] == ["SKU-000001"]
    assert cost_of(api, item) == 9, "an invalid line changes nothing"


@pytest.mark.parametrize("lines", [[], [{"supplier-sku": "A1"}]], ids=["empty", "nothing usable"])
def test_a_list_without_valid_lines_fails_and_changes_nothing(supplier, lines):
    supplier.imported([line(1)])
    job_status = supplier.imported(lines)
    assert job_status["status"] == "Failed" and job_status["end-date"]
    assert job_status["errors"][-1]["line"] is None and "no valid line" in job_status["errors"][-1]["message"]
    assert len(supplier.products()) == 1


def test_one_import_at_a_time(api, supplier):
    job = supplier.send([line(number) for number in range(20_000)])["job-uuid"]
    refused = supplier.send([line(1)], status=422)
    assert refused["code"] == "price-list-open" and refused["errors"][0]["parameter"] == "supplier-uuid"
    assert supplier.wait(job)["status"] == "Completed"
    assert supplier.imported([line(1)])["products-archived"] == 19_999
    jobs = api.get(f"{INVENTORY}/suppliers/{supplier.id}/product-lists").json()
    assert jobs["total-results"] == 2 and {job_status["status"] for job_status in jobs["results"]} == {"Completed"}


def test_too_many_lines(supplier):
    text = '{"supplier-products":[' + ",".join(["1"] * 200_001) + "]}"
    refused = supplier.send(None, status=400, content=text)
    assert "200000" in refused["detail"]


@pytest.fixture(scope="module")
def own_sandbox(tmp_path_factory):
    with Sandbox(tmp_path_factory.mktemp("lists")) as server:
        yield server


def files_of_jobs(sandbox):
    return [path for path in (sandbox.data / "jobs").rglob("*") if path.is_file()]


def test_the_largest_list_is_fast_and_lets_others_write(own_sandbox):
    with Api(own_sandbox) as api:
        supplier = Supplier(api)
        text = json.dumps({"supplier-products": [line(number) for number in range(200_000)]})
        began = time.monotonic()
        job = supplier.send(None, content=text)["job-uuid"]
        slowest = 0
        while (job_status := supplier.status(job))["status"] in OPEN:
            before = time.monotonic()
            api.create(f"{LOCATIONS}/regions", {"name": f"Meanwhile {before}"})
            slowest = max(slowest, time.monotonic() - before)
            assert time.monotonic() - began < 100, job_status
            time.sleep(0.1)
        took = time.monotonic() - began
        assert job_status["status"] == "Completed" and job_status["products-added"] == 200_000, job_status
        assert not files_of_jobs(own_sandbox), "the spooled list is removed"
        print(f"200,000 lines in {took:.1f} s, the slowest write during the import {slowest * 1000:.0f} ms")
        assert slowest < 2
        began = time.monotonic()
        again = supplier.imported([line(number) for number in range(200_000)])
        assert (again["products-added"], again["products-changed"], again["products-archived"]) == (0, 0, 0)
        print(f"the same list again in {time.monotonic() - began:.1f} s")


@pytest.mark.parametrize("ending", ["kill", "stop"])
def test_an_import_continues_after_a_restart(own_sandbox, ending):
    with Api(own_sandbox) as api:
        supplier = Supplier(api)
        job = supplier.send([line(number) for number in range(60_000)])["job-uuid"]
        while (job_status := supplier.status(job))["lines-read"] < 5_000:
            assert job_status["status"] in OPEN
            time.sleep(0.01)
        assert job_status["status"] == "Running"
    if ending == "kill":
        own_sandbox.kill()
    else:
        assert own_sandbox.stop() is None
    own_sandbox.start()
    with Api(own_sandbox) as api:
        supplier.api = api
        job_status = supplier.wait(job)
        assert job_status["status"] == "Completed" and job_status["errors"] == [], job_status
        assert (job_status["lines-read"], job_status["products-added"]) == (60_000, 60_000), "each line once, over the restart"
        listed = api.get(f"{INVENTORY}/suppliers/{supplier.id}/products?size=1&total=exact").json()
        assert listed["total-results"] == 60_000
        assert not files_of_jobs(own_sandbox)


def test_an_interrupted_body_leaves_nothing(own_sandbox):
    with Api(own_sandbox) as api:
        supplier = Supplier(api)
        token = api.token()

        def pieces():
            yield b'{"supplier-products":[' + b'{"supplier-sku":"A1","cost":1},' * 10_000
            raise ConnectionError("the sender disconnected")

        with pytest.raises((ConnectionError, httpx.HTTPError)):
            httpx.post(f"{own_sandbox.base}{INVENTORY}/suppliers/{supplier.id}/product-lists", content=pieces(), trust_env=False,
                       headers={"Authorization": f"Bearer {token}", "Tenant-Id": api.tenants["first"], "Content-Type": "application/json"})
        deadline = time.monotonic() + 5
        while files_of_jobs(own_sandbox) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not files_of_jobs(own_sandbox)
        assert supplier.imported([line(1)])["status"] == "Completed"
