"""Load by wrk on its own core, and what it costs the server: rate, latency, CPU time and memory.

Why alternating: a shared machine is faster and slower by the minute. Servers that are compared take turns within each round, and a
ratio is the median of the rounds' ratios.
"""

import dataclasses
import os
import pathlib
import re
import statistics
import subprocess

SERVER_CORE, LOAD_CORE = "0", "1"
MICROSECONDS_PER_TICK = 1_000_000 / os.sysconf("SC_CLK_TCK")
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


@dataclasses.dataclass(frozen=True)
class Request:
    """What is sent again and again, and the process that answers it. `script`: a Lua file for wrk, with its arguments."""

    process: subprocess.Popen
    url: str
    headers: dict
    script: pathlib.Path | None = None
    arguments: tuple = ()


@dataclasses.dataclass(frozen=True)
class Sample:
    rate: float  # requests per second
    user: float  # microseconds of CPU for each request
    system: float
    p50: float  # milliseconds
    p99: float

    @property
    def cpu(self):
        return self.user + self.system


def measure(request, seconds, connections):
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency"]
    for name, value in request.headers.items():
        command += ["-H", f"{name}: {value}"]
    if request.script:
        command += ["-s", str(request.script)]
    command += [request.url, "--", *map(str, request.arguments)]
    before = cpu_ticks(request.process.pid)
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    after = cpu_ticks(request.process.pid)
    if bad := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", said):
        raise RuntimeError(f"{request.url}: {bad.group(0)}")
    count = int(re.search(r"(\d+) requests in", said).group(1))
    if count == 0:
        raise RuntimeError(f"{request.url}: not one answer in {seconds} s")
    user, system = ((late - early) * MICROSECONDS_PER_TICK / count for early, late in zip(before, after))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
    return Sample(rate, user, system, percentile(said, 50), percentile(said, 99))


def percentile(said, number):
    value, unit = re.search(rf"^\s+{number}%\s+([\d.]+)(us|ms|s|m)", said, re.M).groups()
    return float(value) * MILLISECONDS[unit]


def alternate(requests, rounds, seconds, connections):
    """The samples of each request by its name, in the order of the rounds."""
    for request in requests.values():
        measure(request, min(2, seconds), connections)  # warm: compilers at run time need a while
    names = list(requests)
    samples = {name: [] for name in names}
    for number in range(rounds):
        # Each is first in turn: what runs after a pause is a few percent faster.
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            samples[name].append(measure(requests[name], seconds, connections))
    return samples


def median(samples):
    return Sample(*(statistics.median(values) for values in zip(*map(dataclasses.astuple, samples))))


def ratio(samples, others):
    return statistics.median(sample.rate / other.rate for sample, other in zip(samples, others))


def cpu_ticks(pid):
    """User and system time of a process and its children, such as the workers of nginx."""
    user = system = 0
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *children):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        user, system = user + int(fields[11]), system + int(fields[12])
    return user, system


def resident_mib(process):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024


def cpu_name():
    match = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    return match.group(1) if match else "unknown processor"
