"""Shared code of the benchmarks: load by wrk on its own core, and the memory of a process."""

import pathlib
import re
import subprocess

SERVER_CORE, LOAD_CORE = "0", "1"


def load(url, headers, seconds, connections, script=None):
    """Requests per second and the 99th percentile in milliseconds, as wrk counts them. `script`: a Lua file for wrk."""
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    said = subprocess.run([*command, url], stdout=subprocess.PIPE, text=True, check=True).stdout
    if bad := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", said):
        raise RuntimeError(f"{url}: {bad.group(0)}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
    tail, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return rate, float(tail) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def resident_mib(process):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024


def cpu_name():
    match = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    return match.group(1) if match else "unknown processor"
