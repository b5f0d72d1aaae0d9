"""`vip token` and `vip api` against the sandbox."""

import json
import os
import pty
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from support.certificates import Authority
from support.commands import environment, vip
from support.sandbox import BINARY, free_port

CONTACTS = "/contact-management/v1/api/contacts"
REGIONS = "/location-management/v1/api/regions"


@pytest.fixture
def call(sandbox, tmp_path):
    """Runs a command in a folder of its own, with the sandbox's credentials in VIP_CREDENTIALS."""
    def run(*words, stdin=None, **variables):
        env = environment(**({"VIP_CREDENTIALS": sandbox.credentials_file} | variables))
        return vip(*words, cwd=tmp_path, stdin=stdin, env={name: value for name, value in env.items() if value != "None"})
    return run


def test_a_token_calls_the_api(call, api):
    done = call("token")
    assert done.returncode == 0 and "expires 20" in done.stderr, done.stderr
    token = done.stdout.strip()
    answer = api.http.get(CONTACTS, headers={"Authorization": f"Bearer {token}", "Tenant-Id": api.tenants["first"]})
    assert answer.status_code == 200
    assert call("token").stdout.strip() == token
    shown = json.loads(call("token", "--scopes", "contact:read", "location:read", "--json").stdout)
    assert shown["scope"].split() == ["contact:read", "location:read"] and 0 < shown["expires_in"] <= 86_400 and shown["expires"].endswith("Z")
    assert call("api", "GET", REGIONS, VIP_TOKEN=token).returncode == 0
    assert call("api", "GET", REGIONS, VIP_TOKEN="no.such.token").returncode == 4


def test_where_credentials_come_from(call, sandbox, tmp_path):
    known = sandbox.credentials
    pair = {"VIP_CLIENT_ID": known["VIP_CLIENT_ID"], "VIP_CLIENT_SECRET": known["VIP_CLIENT_SECRET"]}
    wrong = {"VIP_CLIENT_ID": "nobody", "VIP_CLIENT_SECRET": "nothing"}
    (tmp_path / "wrong.env").write_text(f"VIP_URL={sandbox.base}\nVIP_CLIENT_ID=nobody\nVIP_CLIENT_SECRET=nothing\n")
    (tmp_path / "wrong.env").chmod(0o600)
    (tmp_path / "half.env").write_text(f"export VIP_URL='{sandbox.base}'\n# a comment\nVIP_CLIENT_ID={known['VIP_CLIENT_ID']}\n")
    assert call("token", **wrong).returncode == 4, "the environment comes before the usual file"
    assert call("token", "--credentials", sandbox.credentials_file, **wrong).returncode == 0, "a named file comes before the environment"
    assert call("token", VIP_CREDENTIALS="wrong.env").returncode == 4
    assert call("token", VIP_CREDENTIALS="wrong.env", **pair).returncode == 0
    half = call("token", "--credentials", "half.env", VIP_CLIENT_SECRET=known["VIP_CLIENT_SECRET"])
    assert half.returncode == 2 and "one place" in half.stderr and "chmod 600 half.env" in half.stderr
    for words, variables in ((["--credentials", "none.env"], {}), ([], {"VIP_CREDENTIALS": "none.env"})):
        missing = call("token", *words, **variables)
        assert missing.returncode == 2 and "none.env cannot be read" in missing.stderr
    nothing = vip("token", cwd=tmp_path)
    assert nothing.returncode == 2 and "VIP_URL" in nothing.stderr and "--credentials" in nothing.stderr


def test_no_secret_is_shown_or_taken_as_an_argument(call, sandbox):
    secret = sandbox.credentials["VIP_CLIENT_SECRET"]
    for words in (["token"], ["token", "--json"], ["api", "-i", "GET", CONTACTS], ["token", "--url", "http://127.0.0.1:1"]):
        done = call(*words)
        assert secret not in done.stdout + done.stderr
    assert "secret" not in " ".join(line.split()[0] for line in call("token", "--help").stdout.splitlines() if line.startswith("  --"))


def test_a_request_with_parameters(call):
    done = call("api", "GET", CONTACTS, "-q", "contact-type=Client", "-q", "size=3", "-q", "fields=first-name")
    found = json.loads(done.stdout)
    assert done.returncode == 0 and done.stderr == "" and len(found["results"]) == 3
    name = found["results"][0]["first-name"]
    filtered = json.loads(call("api", CONTACTS, "--query", f"first-name[starts-with]={name}", "--query", "size=1").stdout)
    assert filtered["results"][0]["first-name"].startswith(name)
    assert call("api", "GET", CONTACTS, "-q", "q=a&b=c # é").returncode == 0, "a value is encoded"


def test_a_record_from_creation_to_deletion(call):
    made = call("api", "POST", REGIONS, "-f", "name=From the shell", "-s", "external-id=0012")
    assert made.returncode == 0, made.stderr
    path = f"{REGIONS}/{json.loads(made.stdout)['region-uuid']}"
    shown = json.loads(call("api", path).stdout)
    assert (shown["name"], shown["external-id"]) == ("From the shell", "0012")
    assert call("api", "PATCH", path, "-f", "external-id=null").returncode == 0
    assert json.loads(call("api", path).stdout)["external-id"] is None
    done = call("api", "PATCH", path, "--input", "-", "-H", "Content-Type: application/merge-patch+json", stdin='{"name":"Renamed"}')
    assert done.returncode == 0, done.stderr
    assert json.loads(call("api", path).stdout)["name"] == "Renamed"
    assert call("api", "DELETE", path).returncode == 0
    assert call("api", "GET", path).returncode == 4


def test_a_body_from_a_file(call, tmp_path):
    (tmp_path / "body.json").write_text('{"name":"From a file"}')
    (tmp_path / "name.txt").write_text("From a text")
    assert call("api", "POST", REGIONS, "--input", "body.json").returncode == 0
    assert call("api", REGIONS, "-f", "name=@name.txt").returncode == 0, "POST where there is a body"
    for words, said in ((["--input", "none.json"], "none.json cannot be read"), (["--input", "body.json", "-f", "a=b"], "not from both"),
                        (["-f", "name"], "name=value"), (["-H", "nonsense"], "Name: value")):
        done = call("api", "POST", REGIONS, *words)
        assert done.returncode == 2 and said in done.stderr


def test_all_pages_are_one_list(call, api):
    wanted = api.get(f"{CONTACTS}?size=1000").json()
    done = call("api", "GET", CONTACTS, "--paginate", "-q", "size=7")
    found = json.loads(done.stdout)["results"]
    assert done.returncode == 0 and len(found) == wanted["total-results"] > 7
    assert [record["contact-uuid"] for record in found] == [record["contact-uuid"] for record in wanted["results"]]
    assert json.loads(call("api", CONTACTS, "--paginate", "-q", "first-name=Nobody at all").stdout) == {"results": []}
    assert call("api", CONTACTS + "/" + found[0]["contact-uuid"], "--paginate").returncode != 0
    assert call("api", "POST", REGIONS, "-f", "name=x", "--paginate").returncode == 2


def test_an_error_says_what_and_how_to_find_it(call):
    done = call("api", "POST", REGIONS, "-f", "nam=x", "--correlation-id", "11111111-2222-4333-8444-555555555555")
    assert done.returncode == 4 and done.stdout == ""
    for part in ("400", "/nam", "did you mean `name`", "correlation id 11111111-2222-4333-8444-555555555555"):
        assert part in done.stderr, done.stderr
    shown = call("api", "-i", "GET", f"{REGIONS}/11111111-2222-4333-8444-555555555555")
    assert shown.returncode == 4 and shown.stdout.startswith("HTTP/1.1 404") and '"code"' in shown.stdout
    assert call("api", "GET", "/no/such/path").returncode == 4
    assert call("api", "GET", CONTACTS, "--tenant", "11111111-2222-4333-8444-555555555555").returncode == 4


def test_status_and_headers_are_shown_on_request(call, tmp_path):
    done = call("api", "-i", "GET", REGIONS)
    head, _, body = done.stdout.partition("\n\n")
    assert head.startswith("HTTP/1.1 200 OK\n") and "X-Correlation-Id: " in head and json.loads(body)["results"]
    assert call("api", "HEAD", REGIONS, "-i").stdout.startswith("HTTP/1.1 200 OK\n")
    (tmp_path / "kept").write_text("kept")
    assert call("api", "GET", "/no/such/path", "-o", "kept").returncode == 4
    assert (tmp_path / "kept").read_text() == "kept", "a failed request does not touch the file"
    assert call("api", "GET", REGIONS, "--output", "kept").returncode == 0
    assert json.loads((tmp_path / "kept").read_text())["results"]


def test_a_token_goes_nowhere_else(call, sandbox):
    assert call("api", f"{sandbox.base}{REGIONS}").returncode == 0
    for url in ("http://evil.example/x", f"{sandbox.base}.evil.example/x", "regions"):
        done = call("api", "GET", url)
        assert done.returncode == 2, done.stderr


def test_json_is_indented_on_a_terminal(sandbox, tmp_path):
    parent, child = pty.openpty()
    run = subprocess.run([str(BINARY), "api", REGIONS, "-q", "size=1"], stdout=child, stderr=subprocess.PIPE, check=False, timeout=60,
                         env=environment(VIP_CREDENTIALS=sandbox.credentials_file), cwd=tmp_path)
    os.close(child)
    shown = os.read(parent, 100_000).decode()
    os.close(parent)
    assert run.returncode == 0 and shown.startswith('{\r\n  "results": [\r\n')


class Answers(BaseHTTPRequestHandler):
    """A server that is none of ours."""
    def do_GET(self):
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"text")

    def log_message(self, *_):
        pass


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "authority")


@pytest.fixture
def secure_server(authority):
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.socket = authority.server("DNS:localhost").wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_certificates_are_checked(secure_server, authority, tmp_path):
    def get(host, status, **variables):
        env = environment(VIP_URL=f"https://{host}:{secure_server}", VIP_TOKEN="x", **variables)
        return vip("api", "GET", f"/{status}", cwd=tmp_path, env=env)
    trusted = {"SSL_CERT_FILE": authority.file}
    assert (get("localhost", 200, **trusted).stdout, get("localhost", 200, **trusted).returncode) == ("text", 0)
    assert get("localhost", 404, **trusted).returncode == 4
    assert get("localhost", 503, **trusted).returncode == 5
    unknown = get("localhost", 200)
    assert unknown.returncode == 3 and "certificate verify failed" in unknown.stderr, unknown.stderr
    assert get("127.0.0.1", 200, **trusted).returncode == 3, "the certificate is of another name"


def test_a_server_that_is_not_there(call, tmp_path):
    done = call("api", "GET", REGIONS, "--url", f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 3 and "Connection refused" in done.stderr
    assert call("token", "--url", "not a url").returncode == 2
    assert "not encrypted" in call("token", "--url", "http://192.0.2.1.invalid").stderr
