#!/usr/bin/python3
"""Compares this build with another binary, such as the one before a change: the same requests, alternating, in one run.

Each server has core 0 in turn, wrk has core 1. The medians of the rounds, the CPU time of a request and the ratio are printed;
1.00 means as fast as the other one. A ratio below --at-least ends with 1.
"""

import argparse
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from measure import alternate, cpu_name, median, ratio, resident_mib  # noqa: E402
from practice import VARIANTS, Served  # noqa: E402
from workload import named  # noqa: E402
from support.sandbox import BINARY  # noqa: E402

# Pages of other sizes say how the cost divides, not whether it grew.
LEFT_OUT = ("live", "size=")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", help="the binary to compare with")
    parser.add_argument("--rounds", type=int, default=6, help="rounds of each request (6)")
    parser.add_argument("--seconds", type=int, default=3, help="seconds of a round (3)")
    parser.add_argument("--connections", type=int, default=32, help="open connections (32)")
    parser.add_argument("--scale", default="0.2", help="size of the demo practice (0.2)")
    parser.add_argument("--variant", choices=VARIANTS, help="this build's server; the other one has no flags that it may not know")
    parser.add_argument("--only", help="only requests whose name contains this")
    parser.add_argument("--at-least", type=float, default=0, help="the lowest ratio that passes")
    chosen = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vip-compare-"))
    servers = {}
    try:
        flags = VARIANTS.get(chosen.variant, ())
        for name, binary, own in (("this", BINARY, flags), ("other", pathlib.Path(chosen.other).resolve(), ())):
            print(f"compare: filling the demo practice of the {name} binary", flush=True)
            servers[name] = Served(folder / name, chosen.scale, own, binary)
        requests = {name: named(server) for name, server in servers.items()}
        chosen_names = [name for name in requests["this"] if (chosen.only or "") in name and (chosen.only or not name.startswith(LEFT_OUT))]
        ratios = [ratio_of(requests, name, chosen) for name in chosen_names]
        memory = {name: resident_mib(server.process) for name, server in servers.items()}
        print(f"\nmemory after the run: {memory['this']:.0f} MiB, {memory['other']:.0f} MiB before; machine: {cpu_name()}")
    finally:
        for server in servers.values():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if min(ratios) < chosen.at_least else 0


def ratio_of(requests, name, chosen):
    samples = alternate({key: each[name] for key, each in requests.items()}, chosen.rounds, chosen.seconds, chosen.connections)
    this, other = (median(samples[key]) for key in ("this", "other"))
    found = ratio(samples["this"], samples["other"])
    print(f"  {name:<28} {this.rate:>10,.0f}/s {this.cpu:>7.1f} µs  {other.rate:>10,.0f}/s {other.cpu:>7.1f} µs  ratio {found:.2f}", flush=True)
    return found


sys.exit(main())
