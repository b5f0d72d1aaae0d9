"""Pages of 1 to 1,000 contacts, a page without totals, and the health check: what a request costs, and what a row."""

from workload import SIZES


def run(bench):
    bench.alternate({name: bench.practice.cold.request(path) for name, path in SIZES.items()})
