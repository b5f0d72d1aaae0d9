"""Search, a filter and included relations against the plain page of as many rows, here and on the same API on Fastify."""

from workload import PLAIN, SEARCHES


def run(bench):
    served = bench.practice.cold
    for path in SEARCHES.values():
        rows = len(served.api.get(path).json()["results"])
        if rows != 20:
            bench.report.note(f"{path} has {rows} rows in a practice of scale {bench.chosen.scale}, not 20")
    requests = {}
    for name, path in SEARCHES.items():
        requests[name] = served.request(path)
        requests[f"{name}, Fastify"] = bench.fastify.request(path)
    samples = bench.alternate(requests)
    for name in SEARCHES:
        if name != PLAIN:
            bench.report.ratio(f"{name} against the plain page", samples[name], samples[PLAIN])
            bench.report.ratio(f"{name} against Fastify", samples[name], samples[f"{name}, Fastify"])
