"""A page of 20 contacts and one patient by id, against nginx serving the same bytes, and against the same API on other servers."""

from measure import Request
from workload import SIZES, patient_path

PAGE = SIZES["size=20"]


def run(bench):
    variants = bench.practice.variants
    cold = bench.practice.cold
    patient = patient_path(cold)
    nginx = bench.nginx({"page.json": cold.content(PAGE), "patient.json": cold.content(patient)})
    requests = {f"{name}, {variant}": served.request(path)
                for variant, served in variants.items() for name, path in (("page of 20", PAGE), ("one patient by id", patient))}
    for name, file in (("page of 20", "page"), ("one patient by id", "patient")):
        requests[f"{name}, nginx"] = Request(nginx.process, f"{nginx.base}/{file}.json", {"Accept": "application/json"})
    requests["page of 20, Fastify"] = bench.fastify.request(PAGE)
    if bench.pocketbase:
        requests["list of 20, PocketBase"] = bench.pocketbase.page
    samples = bench.alternate(requests)
    for variant in variants:
        for name in ("page of 20", "one patient by id"):
            bench.report.ratio(f"{name}, {variant}, against nginx", samples[f"{name}, {variant}"], samples[f"{name}, nginx"])
    for variant in variants:
        bench.report.ratio(f"page of 20, {variant}, against Fastify", samples[f"page of 20, {variant}"], samples["page of 20, Fastify"])
        if bench.pocketbase:
            bench.report.ratio(f"page of 20, {variant}, against PocketBase", samples[f"page of 20, {variant}"], samples["list of 20, PocketBase"])
