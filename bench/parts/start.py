"""Loading the practice, the start with its data there already, and the memory after it."""

import statistics

from measure import resident_mib


def run(bench):
    served = bench.practice.usual
    bench.report.measure(f"sandbox of scale {bench.chosen.scale}, loaded", bench.practice.loaded_in, "s")
    for name, serves in (("vip sandbox", False), ("vip serve", True)):
        served.sandbox.serves = serves
        seconds, memory = [], []
        for _ in range(bench.chosen.rounds):
            seconds.append(served.restart())
            memory.append(resident_mib(served.process))
        bench.report.measure(f"start to first answer, {name}", statistics.median(seconds), "s")
        bench.report.measure(f"memory after start, {name}", statistics.median(memory), "MiB")
