"""What operators see of a server: its metrics, its limits, and a tenant whose file does not open."""

import json
import re
import resource
import subprocess
import time
import urllib.error
import urllib.request
import uuid

import pytest
from support.sandbox import BINARY, free_port

CONTACTS = "/contact-management/v1/api/contacts"
SERIES = re.compile(r'^([a-z_]+)(?:\{((?:[a-z]+="[^"\\]*",?)*)\})? (-?[0-9.e+]+|NaN)$')


class Server:
    """`vip serve` on the data folder of its own, with an admin listener."""

    def __init__(self, data, *flags, open_files=None):
        self.port, self.admin, self.log = free_port(), free_port(), data / "server.log"
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, open_files)) if open_files else None
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(BINARY), "serve", "--data", str(data), "--listen", f"127.0.0.1:{self.port}",
                 "--admin-listen", f"127.0.0.1:{self.admin}", *flags],
                stdout=log, stderr=log, preexec_fn=limit)

    def __enter__(self):
        deadline = time.monotonic() + 60
        while True:
            try:
                self.read(f"http://127.0.0.1:{self.port}/health/ready")
                return self
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        assert self.process.wait(30) == 0, self.log.read_text()

    @staticmethod
    def read(url):
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read().decode()

    def status(self, url):
        try:
            self.read(url)
            return 200
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    def events(self, name):
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]

    def metrics(self):
        """The series by name and labels; every line must be of the text format, and every name have its type told once, before."""
        values, types = {}, {}
        for line in self.read(f"http://127.0.0.1:{self.admin}/metrics").splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ")
                assert name not in types and kind in ("counter", "gauge", "histogram"), line
                types[name] = kind
            elif not line.startswith("# HELP "):
                match = SERIES.match(line)
                assert match, line
                name, labels, value = match.groups()
                assert (re.sub("_(bucket|sum|count)$", "", name) in types) or name in types, line
                assert (name, labels) not in values, line
                values[name, labels] = float(value)
        return values


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("served")) as running:
        yield running


def test_metrics_tell_of_requests_and_of_the_process(server):
    before = server.metrics()
    for path in ("/health/live", "/health/live", "/docs", "/nowhere/" + uuid.uuid4().hex, "/contact-management/v1/api/contacts"):
        server.status(f"http://127.0.0.1:{server.port}{path}")
    after = server.metrics()
    live = 'route="/health",method="GET",status="2xx"'
    assert after["vip_http_request_seconds_count", live] - before["vip_http_request_seconds_count", live] == 2
    assert after["vip_http_request_seconds_bucket", live + ',le="+Inf"'] == after["vip_http_request_seconds_count", live]
    buckets = [value for (name, labels), value in after.items() if name.endswith("_bucket") and labels.startswith(live)]
    assert buckets == sorted(buckets) and len(buckets) > 5
    assert after["vip_http_request_seconds_count", 'route="/contact-management/v1/api/contacts",method="GET",status="4xx"'] == 1
    assert not [labels for _, labels in after if labels and "nowhere" in labels], "a path that is none became a series"
    assert after["vip_response_bytes_total", None] > before["vip_response_bytes_total", None]
    for gauge in ("vip_connections", "vip_reads_waiting", "vip_writes_waiting", "vip_tenants_open"):
        assert after[gauge, None] >= 0
    assert after["process_resident_memory_bytes", None] > 1e6
    assert after["process_max_fds", None] >= after["process_open_fds", None] > 3
    assert abs(after["process_start_time_seconds", None] - time.time()) < 120


@pytest.mark.parametrize("path", ["/", "/health/live", "/oauth/token", CONTACTS])
def test_the_admin_listener_has_metrics_only(server, path):
    assert server.status(f"http://127.0.0.1:{server.admin}{path}") == 404


def test_the_api_has_no_metrics(server):
    assert server.status(f"http://127.0.0.1:{server.port}/metrics") == 404


def test_open_files_are_raised_as_far_as_the_limit_goes(tmp_path):
    with Server(tmp_path, "--handles", "16", "--connections", "100", open_files=(256, 512)) as server:
        assert 16 * 11 + 100 < server.metrics()["process_max_fds", None] < 512
        assert not server.events("open-files-limited")


def test_too_low_a_limit_of_open_files_is_told(tmp_path):
    with Server(tmp_path, open_files=(256, 512)) as server:
        assert server.metrics()["process_max_fds", None] == 512
        (told,) = server.events("open-files-limited")
    assert told["level"] == "warning" and told["allowed"] == 512 and told["wanted"] > 20_000
    assert "LimitNOFILE" in told["advice"]


def operator(data, *words):
    run = subprocess.run([str(BINARY), *words[:2], "--data", str(data), "--json", *words[2:]],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=30)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_a_tenant_whose_file_does_not_open_is_unavailable_and_no_other(sandbox, api):
    name = f"Broken {time.monotonic_ns()}"
    operator(sandbox.data, "customer", "create", name)
    made = operator(sandbox.data, "tenant", "create", "--customer", name, "--name", name, "--environment", "sandbox")
    tenant = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", made).group(0)
    operator(sandbox.data, "grant", "add", "--client", api.clients["pii"][0], "--tenant", tenant, "--authorised-by", "A. Test")
    file = sandbox.data / "tenants" / f"{tenant}.db"
    file.write_bytes(b"not a database, " * 512)

    regions = "/location-management/v1/api/regions"
    answers = [api.get(CONTACTS, tenant=tenant, check=False), api.get(f"{CONTACTS}?q=x", tenant=tenant, check=False),
               api.call("POST", regions, tenant=tenant, body={"name": "Borders"}, check=False)]
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (503, "storage-unavailable")
        assert answer.headers["Retry-After"] and answer.headers["X-Correlation-Id"]
        assert "tenants" not in answer.text and ".db" not in answer.text and "database" not in answer.text
    deadline = time.monotonic() + 5
    while not (told := [json.loads(line) for line in sandbox.said(10**6).splitlines() if '"store-failed"' in line and tenant in line]):
        assert time.monotonic() < deadline, sandbox.said()
        time.sleep(0.05)
    assert told[0]["what"] == "file is not a database" and told[0]["level"] == "error"
    assert api.get(CONTACTS).status_code == 200

    file.unlink()
    assert api.get(CONTACTS, tenant=tenant).status_code == 200
