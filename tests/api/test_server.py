"""Operation of a server: its metrics, its limits, and a tenant whose file cannot be opened."""

import contextlib
import http.client
import json
import re
import socket
import time
import uuid

import pytest
from support.commands import platform, vip
from support.data import run
from support.served import Served

CONTACTS = "/contact-management/v1/api/contacts"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Served(platform(tmp_path_factory.mktemp("served") / "data")) as running:
        yield running


def test_metrics_of_requests_and_of_the_process(server):
    before = server.metrics()
    for path in ("/health/live", "/health/live", "/docs", "/nowhere/" + uuid.uuid4().hex, "/contact-management/v1/api/contacts"):
        server.status(path)
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
    assert server.status(path, port=server.admin) == 404


def test_the_api_has_no_metrics(server):
    assert server.status("/metrics") == 404


def test_the_limit_of_open_files_is_raised_to_the_hard_limit(tmp_path):
    with Served(platform(tmp_path / "data"), "--max-open-tenants", "16", "--connections", "100", open_files=(256, 512)) as server:
        assert 16 * 11 + 100 < server.metrics()["process_max_fds", None] < 512
        assert not server.events("open-files-limited")


def test_too_low_a_limit_of_open_files_is_reported(tmp_path):
    with Served(platform(tmp_path / "data"), open_files=(256, 512)) as server:
        assert server.metrics()["process_max_fds", None] == 512
        (event,) = server.events("open-files-limited")
    assert event["level"] == "warning" and event["allowed"] == 512 and event["wanted"] > 20_000
    assert "LimitNOFILE" in event["advice"]


def told(data, *words):
    """A command's exit code and output."""
    done = vip(*words, "--data", data)
    # Without the lines that tell on a slow machine that a command goes on.
    return done.returncode, done.stdout + re.sub(r"vip: .* goes on, \d+ s\n", "", done.stderr)


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
    data = tmp_path / "data"
    assert told(data, "business", "list")[0] == 3
    assert told(data, "init")[0] == 0
    assert told(data, "business", "create", "Acme")[0] == 0
    commands = [("business", "create", "Acme"), ("business", "create", " "), ("client", "show", "nobody"), ("business", "list"),
                ("tenant", "erase", "nothing", "--yes"), ("client", "rotate", "x", "--overlap", "31d")]
    without = [told(data, *words) for words in commands]
    assert [code for code, _ in without] == [1, 2, 1, 0, 1, 1]
    with Served(data):
        assert [told(data, *words) for words in commands] == without
    assert [told(data, *words) for words in commands] == without
    assert not (data / "vip.sock").exists()


def test_commands_are_http_on_the_unix_socket(server):
    data = server.data
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
    data = platform(tmp_path / "data")
    crashing = Served(data)
    crashing.process.kill()
    crashing.process.wait(30)
    assert (data / "vip.sock").is_socket()
    assert told(data, "business", "create", "Without a server")[0] == 0
    with Served(data):
        code, text = told(data, "business", "list")
        assert code == 0 and "Without a server" in text


def test_documents_name_the_support_and_the_full_url(tmp_path):
    support = {"name": "Help Desk", "email": "help@example.com", "x-telephone": "01632 960000", "x-opening-hours": "Mon to Fri, 8:00 to 18:00"}
    flags = [f"--support-{name}={support[member]}" for name, member in
             (("name", "name"), ("email", "email"), ("phone", "x-telephone"), ("hours", "x-opening-hours"))]
    with Served(platform(tmp_path / "data"), *flags) as server:
        document = json.loads(server.read("/billing/v1/openapi.json"))
        page = server.read("/docs")
    assert document["info"]["contact"] == support
    assert document["servers"] == [{"url": f"http://127.0.0.1:{server.port}/billing/v1/api"}]
    for text in support.values():
        assert text in document["info"]["description"] and text in page


def test_only_the_tenant_whose_file_cannot_be_opened_is_unavailable(sandbox, api):
    name = f"Broken {time.monotonic_ns()}"
    run(sandbox, "customer", "create", name)
    tenant = run(sandbox, "tenant", "create", "--customer", name, "--name", name, "--environment", "sandbox")["tenant-uuid"]
    run(sandbox, "grant", "add", "--client", api.clients["pii"][0], "--tenant", tenant, "--authorised-by", "A. Test")
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
