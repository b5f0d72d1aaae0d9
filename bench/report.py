"""What was measured, as a page: the measures with their bars, every rate behind them, the machine and the versions."""

import dataclasses
import datetime
import os
import platform

from measure import cpu_name, median, ratio


@dataclasses.dataclass(frozen=True)
class Bar:
    """What a measure should reach, and what is aimed at. Times and sizes should stay below theirs, ratios above."""

    bar: float
    aim: float | None
    unit: str = ""

    def verdict(self, value):
        def reaches(bound):
            return bound is not None and (value <= bound if self.unit else value >= bound)

        return "aim" if reaches(self.aim) else "yes" if reaches(self.bar) else "no"


BARS = {
    "page of 20, cold, against nginx": Bar(0.55, 0.8),
    "page of 20, hot, against nginx": Bar(1.0, 1.5),
    "one patient by id, hot, against nginx": Bar(1.0, 1.5),
    "page of 20, cold, against Fastify": Bar(5, 8),
    "page 1,000 by cursor against page 1": Bar(0.95, 1),
    "page 1,000 by page against page 1": Bar(0.5, 0.8),
    "durable creates against Fastify": Bar(5, 10),
    "q=ha against the plain page": Bar(0.5, 0.7),
    "last-name[starts-with]=Ha against the plain page": Bar(0.5, 0.7),
    "include of three relations against the plain page": Bar(0.5, 0.7),
    "500,000 contacts against 2,000: page 1": Bar(0.8, 0.95),
    "500,000 contacts against 2,000: by id": Bar(0.8, 0.95),
    "500,000 contacts against 2,000: q": Bar(0.8, 0.95),
    "500 tenants in rotation against 1": Bar(0.6, 0.9),
    "memory after 500 tenants in rotation": Bar(400, None, "MiB"),
    "start to first answer, vip sandbox": Bar(0.3, 0.1, "s"),
    "start to first answer, vip serve": Bar(0.3, 0.1, "s"),
    "memory after start, vip sandbox": Bar(40, 30, "MiB"),
    "memory after start, vip serve": Bar(40, 30, "MiB"),
    "sandbox of scale 1, loaded": Bar(8, 4, "s"),
}


def shown(value, unit):
    if unit:
        return f"{value:,.2f} {unit}" if value < 10 else f"{value:,.0f} {unit}"
    return f"{value:.2f}"


class Report:
    def __init__(self, chosen):
        self.chosen = chosen
        self.measures = []  # (measure, value, unit, ratio by CPU time)
        self.rates = []  # (request, sample)
        self.notes = []
        self.versions = []

    def measure(self, name, value, unit="", by_cpu=None):
        self.measures.append((name, value, unit, by_cpu))
        print(f"bench:   {name}: {shown(value, unit)}" + (f" (by CPU time {by_cpu:.2f})" if by_cpu else ""), flush=True)

    def samples(self, samples):
        """The medians of alternating requests."""
        for name, rounds in samples.items():
            middle = median(rounds)
            self.rates.append((name, middle))
            print(f"bench:   {name:<48} {middle.rate:>10,.0f}/s {middle.cpu:>9.1f} µs {middle.p99:>8.2f} ms", flush=True)

    def ratio(self, name, samples, other_samples):
        self.measure(name, ratio(samples, other_samples), by_cpu=median(other_samples).cpu / median(samples).cpu)

    def note(self, text):
        self.notes.append(text)
        print(f"bench: {text}", flush=True)

    def text(self):
        lines = ["# Results of the benchmark", "", self.conditions(), ""]
        lines += ["| measure | measured | at least (times, sizes: at most) | aim | met | ratio of CPU times |",
                  "| --- | --- | --- | --- | --- | --- |"]
        for name, value, unit, by_cpu in self.measures:
            bar = BARS.get(name)
            cells = [shown(bar.bar, bar.unit), "" if bar.aim is None else shown(bar.aim, bar.unit), bar.verdict(value)] if bar else ["", "", ""]
            lines.append("| " + " | ".join([name, shown(value, unit), *cells, f"{by_cpu:.2f}" if by_cpu else ""]) + " |")
        if self.rates:
            lines += ["", "## Rates", "", "| request | requests/s | CPU µs a request | user | system | p50 ms | p99 ms |",
                      "| --- | --- | --- | --- | --- | --- | --- |"]
        for name, sample in self.rates:
            cells = [f"{sample.rate:,.0f}", *(f"{value:,.1f}" for value in (sample.cpu, sample.user, sample.system)),
                     f"{sample.p50:.2f}", f"{sample.p99:.2f}"]
            lines.append("| " + " | ".join([name, *cells]) + " |")
        return "\n".join(lines + [""] * bool(self.notes) + [f"- {note}" for note in self.notes]) + "\n"

    def conditions(self):
        chosen = self.chosen
        return (f"`make bench` wrote this page on {datetime.date.today()}, on {cpu_name()} with {os.cpu_count()} cores, "
                f"{platform.system()} {platform.release().split('-')[0]}. Ratios are comparable between machines, rates are not.\n\n"
                f"{chosen.connections} keep-alive connections; each server has core 0 in turn, the load generator core 1. The platform is "
                f"`vip serve` with its own settings. Every server writes a line of its log for each request. Rates, CPU times (process "
                f"time over requests) and percentiles are medians of {chosen.rounds} rounds of {chosen.seconds} s, ratios are medians of the "
                f"rounds' ratios. The ratio of CPU times says the same of the work alone, whatever else the machine did. The practice has "
                f"scale {chosen.scale}.\n\n"
                f"Versions: {', '.join(self.versions) or 'no peers'}.")
