#!/usr/bin/python3
"""Profiles the server while it answers one of the measured requests: where its CPU time goes, by function.

perf samples the stacks, by their frame pointers. Where the system does not permit it, valgrind counts the instructions instead, some
fifty times slower. The functions with the most time are printed; the whole profile, with the callers, is a file.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from measure import measure  # noqa: E402
from practice import VARIANTS, Served  # noqa: E402
from support.sandbox import ROOT  # noqa: E402
from workload import named  # noqa: E402

BINARY = ROOT / "build" / "profile" / "vip"
RESULTS = ROOT / "build" / "profiles"
LINES = 40


def perf_is_permitted():
    probe = ["perf", "record", "-o", "/dev/null", "--", "true"]
    return shutil.which("perf") is not None and subprocess.run(probe, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def named_like(requests, wanted):
    """The request whose name is wanted, or the only one that contains it."""
    found = [name for name in requests if name == wanted] or [name for name in requests if wanted in name]
    if len(found) != 1:
        raise SystemExit(f"profile: '{wanted}' is not one of these: {', '.join(requests)}")
    return found[0]


def by_perf(served, request, chosen, file):
    """Writes the profile; returns its functions, the most expensive first."""
    measure(request, 2, chosen.connections)  # warm
    data = file.with_suffix(".perf")
    command = ["perf", "record", "-q", "-g", "-F", "999", "-p", str(served.process.pid), "-o", str(data)]
    recorder = subprocess.Popen([*command, "--", "sleep", str(chosen.seconds)], stderr=subprocess.DEVNULL)
    sample = measure(request, chosen.seconds + 1, chosen.connections)
    recorder.wait()
    print(f"profile: {sample.rate:,.0f}/s, {sample.cpu:.1f} µs a request ({sample.user:.1f} user, {sample.system:.1f} system)")

    def report(*options):
        done = subprocess.run(["perf", "report", "--stdio", "-i", str(data), "--percent-limit", "0.3", *options], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=True)
        # perf ends each line of a sort by symbol with two columns that it has no values for.
        return [re.sub(r"(\s+-)*\s*$", "", line) for line in done.stdout.splitlines() if line.strip() and not line.startswith("#")]

    file.write_text("\n".join(["with what it calls:", *report("--children", "-g", "graph,0.5,caller"),
                               "", "alone, with its callers:", *report("--no-children", "-g", "graph,0.5,callee")]))
    return report("--no-children", "-g", "none", "--sort", "overhead,symbol,dso")


def by_valgrind(served, request, chosen, file):
    count = file.with_suffix(".callgrind")

    def control(*words):
        subprocess.run(["callgrind_control", *words, str(served.process.pid)], stdout=subprocess.DEVNULL, check=True)

    measure(request, 2, chosen.connections)  # warm
    control("--instr=on")
    measure(request, chosen.seconds, chosen.connections)
    control("--instr=off")
    served.stop()  # which writes the counts
    written = max(file.parent.glob(f"{count.name}*"), key=lambda path: path.stat().st_mtime)
    text = subprocess.run(["callgrind_annotate", str(written)], stdout=subprocess.PIPE, text=True, check=True).stdout
    file.write_text(text)
    lines = [line.strip() for line in text.splitlines() if "%)" in line]
    return [line for line in lines if "PROGRAM TOTALS" not in line]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("request", nargs="?", default="size=20", help="what is asked: size=20 (the default), q, include, create, live, …")
    parser.add_argument("--variant", choices=VARIANTS, default=next(iter(VARIANTS)), help=f"the server: {', '.join(VARIANTS)}")
    parser.add_argument("--seconds", type=int, default=8, help="seconds that are profiled (8)")
    parser.add_argument("--connections", type=int, default=32, help="open connections (32)")
    parser.add_argument("--scale", default="0.2", help="size of the practice (0.2)")
    chosen = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vip-profile-"))
    perf = perf_is_permitted()
    served = Served(folder / "practice", chosen.scale, VARIANTS[chosen.variant], BINARY)
    try:
        name = named_like(named(served), chosen.request)
        file = RESULTS / f"{name.replace(' ', '-')}.txt"
        print(f"profile: {name}, by {'perf' if perf else 'valgrind, since perf is not permitted here'}", flush=True)
        if not perf:
            under = ["valgrind", "--tool=callgrind", "--trace-children=yes", "--instr-atstart=no", f"--callgrind-out-file={file.with_suffix('.callgrind')}"]
            served.restart(under)
        lines = (by_perf if perf else by_valgrind)(served, named(served)[name], chosen, file)
    finally:
        served.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(re.sub(r"\s{2,}", "  ", line)[:140] for line in lines[:LINES]))
    print(f"profile: the whole of it is {file.relative_to(ROOT)}")


main()
