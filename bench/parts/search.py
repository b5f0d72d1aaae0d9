"""Search, a filter and included relations against the plain page of as many rows, here and on the same API on Fastify."""

from practice import CONTACTS

PLAIN = "plain page"
PATHS = {
    PLAIN: "",
    "q=ha": "?q=ha",
    "last-name[starts-with]=Ha": "?last-name[starts-with]=Ha",
    "include of three relations": "?include=addresses,numbers,emails",
}


def run(bench):
    served = bench.practice.cold
    for path in PATHS.values():
        rows = len(served.api.get(CONTACTS + path).json()["results"])
        if rows != 20:
            bench.report.note(f"{path} has {rows} rows in a practice of scale {bench.chosen.scale}, not 20")
    requests = {}
    for name, path in PATHS.items():
        requests[name] = served.request(CONTACTS + path)
        requests[f"{name}, Fastify"] = bench.fastify.request(CONTACTS + path)
    samples = bench.alternate(requests)
    for name in PATHS:
        if name != PLAIN:
            bench.report.ratio(f"{name} against the plain page", samples[name], samples[PLAIN])
            bench.report.ratio(f"{name} against Fastify", samples[name], samples[f"{name}, Fastify"])
