"""500,000 contacts, created through the API, against 2,000: a page, single contacts, a search."""

import random
import time

from loader import RARE, create_tenant
from practice import CONTACTS, VARIANTS, Served

MANY, FEW = 500_000, 2_000
IDS = 1_000  # different contacts that are read by id


def requests_of(served, name, tenant, ids):
    chosen = random.Random(1).sample(ids, IDS)
    return {
        f"page 1 of {name}": served.request(f"{CONTACTS}?size=20", tenant),
        f"by id of {name}": served.rotating(f"ids-{name}", [(f"{CONTACTS}/{one}", tenant) for one in chosen]),
        f"q of {name}": served.request(f"{CONTACTS}?q={RARE.lower()}", tenant),
        f"q=ha of {name}": served.request(f"{CONTACTS}?q=ha", tenant),
    }


def run(bench):
    served = bench.started(Served(bench.folder / "many", "0.001", VARIANTS["cold"]))
    made = {}
    for count in (FEW, MANY):
        bench.say(f"creating {count:,} contacts")
        started = time.monotonic()
        made[count] = create_tenant(served, f"{count:,} contacts", count, bench.chosen.connections)
        bench.report.measure(f"{count:,} contacts, created over {bench.chosen.connections} connections", time.monotonic() - started, "s")
    served.restart()  # which folds the log of the writes into the files
    requests = {}
    for count, (tenant, ids) in made.items():
        requests |= requests_of(served, f"{count:,}", tenant, ids)
    samples = bench.alternate(requests)
    for name in ("page 1", "by id", "q", "q=ha"):
        bench.report.ratio(f"{MANY:,} contacts against {FEW:,}: {name}", samples[f"{name} of {MANY:,}"], samples[f"{name} of {FEW:,}"])
    served.stop()
