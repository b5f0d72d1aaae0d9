"""Pages of 1 to 1,000 contacts, a page without totals, and the health check: what a request costs, and what a row."""

from practice import CONTACTS

PATHS = {
    "/health/live": "/health/live",
    "contacts, size=1": f"{CONTACTS}?size=1",
    "contacts, size=1, total=none": f"{CONTACTS}?size=1&total=none",
    "contacts, size=20": f"{CONTACTS}?size=20",
    "contacts, size=100": f"{CONTACTS}?size=100",
    "contacts, size=1000": f"{CONTACTS}?size=1000",
}


def run(bench):
    bench.alternate({name: bench.practice.cold.request(path) for name, path in PATHS.items()})
