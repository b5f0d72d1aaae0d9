"""Measurements of single operations on the running sandbox: free times of a month, a supplier's price list, a large upload.

They are seconds and milliseconds of this machine, not ratios; each is a median of several, except the price list.
"""

import datetime
import http.client
import json
import pathlib
import re
import statistics
import time

CALENDAR, CONTACTS = "/calendar-management/v1/api", "/contact-management/v1/api"
INVENTORY = "/inventory-management/v1/api"
PRACTITIONERS = 12
LIST_LINES = 200_000
UPLOAD_MIB = 50


def days_ahead(count):
    today = datetime.date.today()
    return [today + datetime.timedelta(days=number) for number in range(1, count + 1)]


def open_diaries(api, location, days):
    """A location's practitioners with a morning and an afternoon each day, with every fourth slot of 15 minutes taken."""
    reason = api.get(f"{CALENDAR}/appointment-reasons?name=Consultation").json()["results"][0]["reason-uuid"]
    for number in range(PRACTITIONERS):
        who = api.create(f"{CONTACTS}/contacts", {"contact-type": "Practitioner", "first-name": "Bench", "last-name": f"Vet {number}",
                                                  "location-uuid": location})["contact-uuid"]
        for day in days:
            for start, end in (("09:00", "12:30"), ("14:00", "17:30")):
                api.create(f"{CALENDAR}/availability", {"practitioner-uuid": who, "location-uuid": location, "date": str(day),
                                                        "start-time": start, "end-time": end, "slot-length-minutes": 15})
            for hour in (9, 10, 15):
                api.create(f"{CALENDAR}/appointments", {"contact-practitioner-uuid": who, "location-uuid": location, "reason-uuid": reason,
                                                        "start-date": f"{day}T{hour:02}:00:00Z", "end-date": f"{day}T{hour:02}:15:00Z"})


def free_times(api, rounds=40):
    """Milliseconds of a request for a month's free times of twelve practitioners, and the number of free times."""
    location = api.create("/location-management/v1/api/locations", {"name": "Bench Surgery", "timezone": "UTC"})["location-uuid"]
    days = days_ahead(30)
    open_diaries(api, location, days)
    path = f"{CALENDAR}/availability/{location}/available?start-date={days[0]}&end-date={days[-1]}&duration=15&size=1000"
    headers = {"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"]}
    connection = http.client.HTTPConnection("127.0.0.1", api.sandbox.port)
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse().read()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), len(json.loads(response)["results"])


def price_list(api):
    """Seconds from the request to the job's end, and to its response."""
    lines = [{"supplier-sku": f"SKU-{number:06d}", "description": f"Product {number} of the list, 100 ml", "cost": 1 + number % 500,
              "group-item": "Anti-inflammatories", "size": "100 ml"} for number in range(LIST_LINES)]
    content = json.dumps({"supplier-products": lines})
    supplier = api.create(f"{INVENTORY}/suppliers", {"name": "Bench Wholesale"})["supplier-uuid"]
    started = time.perf_counter()
    response = api.call("POST", f"{INVENTORY}/suppliers/{supplier}/product-lists", content=content, headers={"Content-Type": "application/json"})
    answered = time.perf_counter() - started
    status = f"{INVENTORY}/suppliers/product-lists/{response.json()['job-uuid']}/status"
    while (job := api.get(status).json())["status"] in ("Requested", "Running"):
        time.sleep(0.05)
    assert job["status"] == "Completed" and job["products-added"] == LIST_LINES, job
    return time.perf_counter() - started, answered


def memory_kib(process, name):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+) kB", text, re.M).group(1))


def upload_growth(api, process):
    """MiB by which the server's memory peaks above its previous use, while a large file is received."""
    content = (b"%PDF-1.7\n" + b"0123456789abcde\n" * (UPLOAD_MIB * 65536))[: UPLOAD_MIB * 1024 * 1024]
    pathlib.Path(f"/proc/{process.pid}/clear_refs").write_text("5")
    before = memory_kib(process, "VmRSS")
    response = api.call("POST", "/communications/v1/api/documents/upload?file-name=large.pdf", content=content,
                        headers={"Content-Type": "application/pdf"})
    assert response.status_code == 201, response.text
    return (memory_kib(process, "VmHWM") - before) / 1024


def run(bench):
    served = bench.practice.usual
    growth = upload_growth(served.api, served.process)
    month, times = free_times(served.api)
    imported, answered = price_list(served.api)
    measure = bench.report.measure
    measure(f"free times of {PRACTITIONERS} practitioners in 30 days ({times:,} of them)", month, "ms")
    measure(f"price list of {LIST_LINES:,} products: answered after", answered, "s")
    measure(f"price list of {LIST_LINES:,} products: imported after", imported, "s")
    measure(f"upload of {UPLOAD_MIB} MiB: memory peaks above what it was by", growth, "MiB")
