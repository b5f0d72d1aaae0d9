"""Operation of a server: its metrics, its limits, and a tenant whose file cannot be opened."""

import contextlib
import http.client
import json
import re
import resource
import socket
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
    """`vip serve` on its own data folder, made when it is new, with an admin listener."""

    def __init__(self, data, *flags, open_files=None):
        if not (data / "platform.db").exists():
            subprocess.run([str(BINARY), "init", "--data", str(data)], check=True, capture_output=True)
        self.port, self.admin, self.log = free_port(), free_port(), data / "server.log"
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, open_files)) if open_files else None
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(BINARY), "serve", "--data", str(data), "--listen", f"127.0.0.1:{self.port}",
                 "--admin-listen", f"127.0.0.1:{self.admin}", *flags],
                stdout=log, stderr=log, preexec_fn=limit)

    def __enter__(self):
        self.wait_until_ready()
        return self

    def wait_until_ready(self):
        deadline = time.monotonic() + 60
        while True:
            try:
                self.read(f"http://127.0.0.1:{self.port}/health/ready")
                return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        assert self.process.wait(30) == 0, self.log.read_text()

    @staticmethod
    def read(url):
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.read().decode()

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
        """The series by name and labels; every line must be of the text format, and every name must have its type once, before its series."""
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


def test_metrics_of_requests_and_of_the_process(server):
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
    assert not [labels for _, labels in after if labels and "nowhere" in labels], "an unknown path became a series"
    assert after["vip_response_bytes_total", None] > before["vip_response_bytes_total", None]
    for gauge in ("vip_connections", "vip_read_queue_depth", "vip_write_queue_depth", "vip_tenants_open", "vip_tenants_unavailable",
                  "vip_wal_bytes", "vip_snapshots_ended"):
        assert after[gauge, None] >= 0
    assert after["process_resident_memory_bytes", None] > 1e6
    assert after["process_max_fds", None] >= after["process_open_fds", None] > 3
    assert abs(after["process_start_time_seconds", None] - time.time()) < 120


@pytest.mark.parametrize("path", ["/", "/health/live", "/oauth/token", CONTACTS])
def test_the_admin_listener_has_metrics_only(server, path):
    assert server.status(f"http://127.0.0.1:{server.admin}{path}") == 404


def test_the_api_has_no_metrics(server):
    assert server.status(f"http://127.0.0.1:{server.port}/metrics") == 404


def test_the_limit_of_open_files_is_raised_to_the_hard_limit(tmp_path):
    with Server(tmp_path, "--max-open-tenants", "16", "--connections", "100", open_files=(256, 512)) as server:
        assert 16 * 11 + 100 < server.metrics()["process_max_fds", None] < 512
        assert not server.events("open-files-limited")


def test_too_low_a_limit_of_open_files_is_reported(tmp_path):
    with Server(tmp_path, open_files=(256, 512)) as server:
        assert server.metrics()["process_max_fds", None] == 512
        (event,) = server.events("open-files-limited")
    assert event["level"] == "warning" and event["allowed"] == 512 and event["wanted"] > 20_000
    assert "LimitNOFILE" in event["advice"]


def operator(data, *words):
    run = subprocess.run([str(BINARY), *words[:2], "--data", str(data), "--json", *words[2:]],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=30)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def vip(data, *words):
    """A command's exit code and output."""
    run = subprocess.run([str(BINARY), *words[:2], "--data", str(data), *words[2:]],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=30)
    # Without the lines that tell on a slow machine that a command goes on.
    return run.returncode, re.sub(r"vip: .* goes on, \d+ s\n", "", run.stdout)


def over_the_socket(data, method, path, body=None):
    """A request on the Unix socket of a data folder: status, media type and body of the response."""
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.settimeout(10)
    with contextlib.closing(connection):
        connection.sock.connect(str(data / "vip.sock"))
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type"), response.read().decode()


def test_commands_give_the_same_output_with_and_without_a_server(tmp_path):
    assert vip(tmp_path, "business", "list")[0] == 3
    assert vip(tmp_path, "init")[0] == 0
    assert vip(tmp_path, "business", "create", "Acme")[0] == 0
    commands = [("business", "create", "Acme"), ("business", "create", " "), ("client", "show", "nobody"), ("business", "list"),
                ("tenant", "erase", "nothing", "--yes"), ("client", "rotate", "x", "--overlap", "31d")]
    without = [vip(tmp_path, *words) for words in commands]
    assert [code for code, _ in without] == [1, 2, 1, 0, 1, 1]
    with Server(tmp_path):
        assert [vip(tmp_path, *words) for words in commands] == without
    assert [vip(tmp_path, *words) for words in commands] == without
    assert not (tmp_path / "vip.sock").exists()


def test_commands_are_http_on_the_unix_socket(server):
    data = server.log.parent
    assert (data / "vip.sock").stat().st_mode & 0o777 == 0o600
    status, media_type, body = over_the_socket(data, "POST", "/admin/v1/commands/business-create", '{"name": "Over HTTP"}')
    assert (status, media_type, json.loads(body)["name"]) == (200, "application/json", "Over HTTP")
    status, media_type, body = over_the_socket(data, "POST", "/admin/v1/commands/business-create", '{"name": "Over HTTP"}')
    assert (status, media_type) == (422, "application/problem+json") and "Choose another name" in json.loads(body)["detail"]
    assert over_the_socket(data, "POST", "/admin/v1/commands/business-create", "{}")[0] == 400
    assert over_the_socket(data, "POST", "/admin/v1/commands/business-remove", "{}")[0] == 404
    status, _, body = over_the_socket(data, "GET", "/metrics")
    assert status == 200 and "\nvip_write_queue_depth " in body
    assert over_the_socket(data, "GET", CONTACTS)[0] == 404


def test_a_socket_that_a_crash_left_is_replaced(tmp_path):
    crashing = Server(tmp_path)
    try:
        crashing.wait_until_ready()
    finally:
        crashing.process.kill()
        crashing.process.wait(30)
    assert (tmp_path / "vip.sock").is_socket()
    assert vip(tmp_path, "business", "create", "Without a server")[0] == 0
    with Server(tmp_path):
        code, text = vip(tmp_path, "business", "list")
        assert code == 0 and "Without a server" in text


def test_documents_name_the_support_and_the_full_url(tmp_path):
    support = {"name": "Help Desk", "email": "help@example.com", "x-telephone": "01632 960000", "x-opening-hours": "Mon to Fri, 8:00 to 18:00"}
    flags = [f"--support-{name}={support[member]}" for name, member in
             (("name", "name"), ("email", "email"), ("phone", "x-telephone"), ("hours", "x-opening-hours"))]
    with Server(tmp_path, *flags) as server:
        base = f"http://127.0.0.1:{server.port}"
        with urllib.request.urlopen(f"{base}/billing/v1/openapi.json") as response:
            document = json.load(response)
        with urllib.request.urlopen(f"{base}/docs") as response:
            page = response.read().decode()
    assert document["info"]["contact"] == support
    assert document["servers"] == [{"url": f"{base}/billing/v1/api"}]
    for text in support.values():
        assert text in document["info"]["description"] and text in page


def test_only_the_tenant_whose_file_cannot_be_opened_is_unavailable(sandbox, api):
    name = f"Broken {time.monotonic_ns()}"
    operator(sandbox.data, "customer", "create", name)
    made = operator(sandbox.data, "tenant", "create", "--customer", name, "--name", name, "--environment", "sandbox")
    tenant = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", made).group(0)
    operator(sandbox.data, "grant", "add", "--client", api.clients["pii"][0], "--tenant", tenant, "--authorised-by", "A. Test")
    file = sandbox.data / "tenants" / f"{tenant}.db"
    kept = file.read_bytes()
    file.write_bytes(b"not a database, " * 512)

    regions = "/location-management/v1/api/regions"
    responses = [api.get(CONTACTS, tenant=tenant, check=False), api.get(f"{CONTACTS}?q=x", tenant=tenant, check=False),
                 api.call("POST", regions, tenant=tenant, body={"name": "Borders"}, check=False)]
    for response in responses:
        assert (response.status_code, response.json()["code"]) == (503, "storage-unavailable")
        assert response.headers["Retry-After"] and response.headers["X-Correlation-Id"]
        assert "tenants" not in response.text and ".db" not in response.text and "database" not in response.text
    deadline = time.monotonic() + 5
    while not (event := [json.loads(line) for line in sandbox.said(10**6).splitlines() if '"store-failed"' in line and tenant in line]):
        assert time.monotonic() < deadline, sandbox.said()
        time.sleep(0.05)
    assert event[0]["what"] == "file is not a database" and event[0]["level"] == "error"
    assert api.get(CONTACTS).status_code == 200

    file.unlink()
    missing = api.get(CONTACTS, tenant=tenant, check=False)
    assert (missing.status_code, missing.json()["code"]) == (503, "tenant-data-unavailable"), "no file is made in its place"
    file.write_bytes(kept)
    file.chmod(0o600)
    assert api.get(CONTACTS, tenant=tenant).status_code == 200
