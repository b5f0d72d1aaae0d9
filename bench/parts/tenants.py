"""500 tenants in rotation against one, and the memory that they take."""

from loader import create_tenant
from measure import resident_mib
from practice import CONTACTS, VARIANTS, Served

TENANTS, EACH = 500, 40


def run(bench):
    served = bench.started(Served(bench.folder / "tenants", "0.001", VARIANTS["cold"]))
    bench.say(f"making {TENANTS} tenants of {EACH} contacts")
    pairs = [(f"{CONTACTS}?size=20", create_tenant(served, f"Tenant {number}", EACH)[0]) for number in range(TENANTS)]
    served.restart()
    for path, tenant in pairs:
        served.api.get(path, tenant=tenant)  # which opens its file
    samples = bench.alternate({"one tenant": served.rotating("one", pairs[:1]), f"{TENANTS} tenants": served.rotating("all", pairs)})
    bench.report.ratio(f"{TENANTS} tenants in rotation against 1", samples[f"{TENANTS} tenants"], samples["one tenant"])
    bench.report.measure(f"memory after {TENANTS} tenants in rotation", resident_mib(served.process), "MiB")
    served.stop()
