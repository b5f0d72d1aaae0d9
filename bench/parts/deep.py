"""Page 1,000 of a list, by cursor and by number, against page 1."""

from loader import create_tenant
from practice import CONTACTS

SIZE, PAGE = 20, 1000
STEP = 999  # rows of the pages that lead there: 20 of them are the 999 pages before


def cursor_before(served, tenant):
    """The cursor of page 1,000."""
    page = served.api.get(f"{CONTACTS}?size={STEP}", tenant=tenant).json()
    for _ in range(SIZE - 1):
        page = served.api.get(f"{CONTACTS}?size={STEP}&cursor={page['next-cursor']}", tenant=tenant).json()
    return page["next-cursor"]


def run(bench):
    served = bench.practice.cold
    tenant, _ = create_tenant(served, "Deep", SIZE * PAGE + SIZE)
    cursor = cursor_before(served, tenant)
    paths = {"page 1": f"?size={SIZE}", "page 1,000 by cursor": f"?size={SIZE}&cursor={cursor}", "page 1,000 by page": f"?size={SIZE}&page={PAGE}"}
    same = [served.api.get(CONTACTS + path, tenant=tenant).json()["results"] for path in paths.values()]
    assert same[1] == same[2] and len(same[1]) == SIZE, "the cursor leads to another page"
    samples = bench.alternate({name: served.request(CONTACTS + path, tenant) for name, path in paths.items()})
    for name in ("page 1,000 by cursor", "page 1,000 by page"):
        bench.report.ratio(f"{name} against page 1", samples[name], samples["page 1"])
