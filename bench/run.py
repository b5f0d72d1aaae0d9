#!/usr/bin/python3
"""Measures the platform against other servers, in one run: pages, searches, writes, many tenants, many rows, start and memory.

Each server has core 0 in turn, the load generator (wrk) core 1. A full run writes bench/results.md; a run of some parts prints the
same page.
"""

import argparse
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from bench import Bench  # noqa: E402
from parts import deep, many, pages, practice_day, search, sizes, start, tenants, writes  # noqa: E402

# In this order: writes change what later parts would read.
PARTS = {"start": start, "pages": pages, "sizes": sizes, "search": search, "deep": deep, "writes": writes, "tenants": tenants,
         "many": many, "practice-day": practice_day}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", help=f"only these parts: {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each (5)")
    parser.add_argument("--seconds", type=int, default=4, help="seconds of a round (4)")
    parser.add_argument("--connections", type=int, default=32, help="open connections (32)")
    parser.add_argument("--scale", default="1", help="size of the practice (1)")
    chosen = parser.parse_args()
    if unknown := set(chosen.part) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return chosen


def main():
    chosen = arguments()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vip-bench-"))
    try:
        with Bench(chosen, folder) as bench:
            for name in [name for name in PARTS if name in chosen.part or not chosen.part]:
                bench.say(f"part {name}: {PARTS[name].__doc__.splitlines()[0]}")
                PARTS[name].run(bench)
            text = bench.report.text()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{text}", end="")
    if not chosen.part:
        (HERE / "results.md").write_text(text)


main()
