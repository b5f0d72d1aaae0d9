"""What operators change while the server runs holds within a second (docs/contract.md 3 and 4), by the command line alone."""

import json
import subprocess
import time

import pytest
from support.sandbox import BINARY, free_port

CONTACTS = "/contact-management/v1/api/contacts?size=1"
WITHIN = 1.0  # seconds


class Operator:
    """The vip command on the data folder of the running sandbox."""

    def __init__(self, sandbox):
        self.sandbox = sandbox

    def __call__(self, *words, status=0):
        command = [str(BINARY), *words[:2], "--data", str(self.sandbox.data), "--json", *map(str, words[2:])]
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=30)
        assert run.returncode == status, f"{' '.join(words)}: {run.returncode} {run.stdout} {run.stderr}"
        return json.loads(run.stdout) if status == 0 and run.stdout.strip() else run.stdout + run.stderr


@pytest.fixture(scope="module")
def operator(sandbox):
    return Operator(sandbox)


@pytest.fixture
def client(api, operator, request):
    """A new client of a new business, granted the first tenant; the name by which `api` knows it."""
    name = f"{request.node.originalname} {time.monotonic_ns()}"
    operator("business", "create", name)
    made = operator("client", "create", "--business", name, "--name", name)
    api.clients[name] = (found(made, "client-id"), found(made, "client-secret"))
    operator("grant", "add", "--client", api.clients[name][0], "--tenant", api.tenants["first"], "--authorised-by", "A. Test")
    return name


def found(node, key):
    """The value of a key, wherever it stands; also as client_id or clientId."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name.replace("_", "-") == key or name.replace("_", "-") == key.removeprefix("client-"):
                if isinstance(value, str):
                    return value
        for value in node.values():
            if (inner := found(value, key)) is not None:
                return inner
    return None


def soon(call, wanted):
    """The call's status becomes the wanted one within the time that the contract gives."""
    deadline = time.monotonic() + WITHIN
    while (status := call().status_code) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    assert status == wanted


def test_a_new_client_calls(api, client):
    assert api.get(CONTACTS, client=client).status_code == 200


def test_a_disabled_client_is_out(api, operator, client):
    assert api.get(CONTACTS, client=client).status_code == 200
    operator("client", "disable", api.clients[client][0])
    soon(lambda: api.get(CONTACTS, client=client), 401)
    answer = api.http.post("/oauth/token", json=dict(zip(("client_id", "client_secret"), api.clients[client])))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_revoked_grant_is_out_the_token_stays(api, operator, client):
    assert api.get(CONTACTS, client=client).status_code == 200
    operator("grant", "revoke", "--client", api.clients[client][0], "--tenant", api.tenants["first"])
    soon(lambda: api.get(CONTACTS, client=client), 403)
    assert api.get(CONTACTS, client=client).json()["code"] == "tenant-not-granted"


def test_a_scope_taken_away_is_out_for_the_token_that_is_out(api, operator, client):
    assert api.get(CONTACTS, client=client).status_code == 200
    operator("client", "scopes", api.clients[client][0], "--remove", "contact:read")
    soon(lambda: api.get(CONTACTS, client=client), 403)
    assert api.get(CONTACTS, client=client).json()["code"] == "insufficient-scope"
    before = api.tokens.pop((client, None))
    assert api.token(client) != before, "after a change of scopes the next call issues a new token"


def test_a_grant_narrows_the_scopes_for_its_tenant(api, operator, client):
    operator("grant", "revoke", "--client", api.clients[client][0], "--tenant", api.tenants["first"])
    operator("grant", "add", "--client", api.clients[client][0], "--tenant", api.tenants["first"], "--authorised-by", "A. Test",
             "--scopes", "location:read")
    soon(lambda: api.get("/location-management/v1/api/locations", client=client), 200)
    assert api.get(CONTACTS, client=client).json()["code"] == "insufficient-scope"


def test_a_rotated_secret_serves_beside_the_old_one_and_the_token_stays(api, operator, client):
    token = api.token(client)
    client_id, old = api.clients[client]
    new = found(operator("client", "rotate", client_id), "client-secret")
    for secret in (old, new):
        answer = api.http.post("/oauth/token", json={"client_id": client_id, "client_secret": secret})
        assert answer.status_code == 200 and answer.json()["access_token"] == token


def test_an_old_secret_ended_at_once(api, operator, client):
    client_id, old = api.clients[client]
    operator("client", "rotate", client_id, "--overlap", "0")
    answer = api.http.post("/oauth/token", json={"client_id": client_id, "client_secret": old})
    assert answer.status_code == 401


def test_an_allow_list_keeps_other_addresses_out(api, operator, client):
    assert api.get(CONTACTS, client=client).status_code == 200
    operator("client", "allow", api.clients[client][0], "--set", "203.0.113.0/24")
    soon(lambda: api.get(CONTACTS, client=client), 403)
    assert api.get(CONTACTS, client=client).json()["code"] == "address-not-allowed"
    answer = api.http.post("/oauth/token", json=dict(zip(("client_id", "client_secret"), api.clients[client])))
    assert (answer.status_code, answer.json()["error"]) == (403, "access_denied")
    # The header of a proxy that nobody configured as trusted says nothing.
    assert api.get(CONTACTS, client=client, headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 403
    operator("client", "allow", api.clients[client][0], "--add", "127.0.0.0/8")
    soon(lambda: api.get(CONTACTS, client=client), 200)


def test_a_production_client_does_not_reach_the_sandbox(api, operator, client):
    made = operator("client", "create", "--business", client, "--name", f"{client} live", "--environment", "production",
                    "--scopes", "contact:read", "--allow", "127.0.0.0/8")
    refusal = operator("grant", "add", "--client", found(made, "client-id"), "--tenant", api.tenants["first"], "--authorised-by", "A. Test", status=1)
    assert "environment" in refusal or "production" in refusal


def test_a_production_client_without_addresses_gets_no_token(api, operator, client):
    made = operator("client", "create", "--business", client, "--name", f"{client} live", "--environment", "production", "--scopes", "contact:read")
    answer = api.http.post("/oauth/token", json={"client_id": found(made, "client-id"), "client_secret": found(made, "client-secret")})
    assert (answer.status_code, answer.json()["error"]) == (403, "access_denied")


def test_a_normal_rotation_of_keys_leaves_tokens(api, operator, client):
    token = api.token(client)
    operator("key", "rotate")
    assert api.get(CONTACTS, client=client).status_code == 200
    assert api.token(client) == token


def test_a_new_tenant_is_empty_and_then_erased(api, operator, client):
    operator("customer", "create", client)
    made = operator("tenant", "create", "--customer", client, "--name", client)
    tenant = found(made, "tenant-uuid") or found(made, "tenant") or found(made, "uuid")
    operator("grant", "add", "--client", api.clients[client][0], "--tenant", tenant, "--authorised-by", "A. Test")
    soon(lambda: api.get(CONTACTS, client=client, tenant=tenant), 200)
    assert api.get(CONTACTS, client=client, tenant=tenant).json()["total-results"] == 0
    operator("tenant", "erase", tenant, "--yes")
    soon(lambda: api.get(CONTACTS, client=client, tenant=tenant), 403)
    assert not list(api.sandbox.data.rglob(f"{tenant}*")), "files of an erased tenant are left"


def test_a_wrong_command_line_teaches(sandbox):
    run = subprocess.run([str(BINARY), "client", "creat"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert run.returncode == 2 and "--help" in run.stdout


def test_a_taken_port_is_said(sandbox, tmp_path):
    run = subprocess.run([str(BINARY), "sandbox", "--listen", f"127.0.0.1:{sandbox.port}", "--data", str(tmp_path / "data"), "--credentials",
                          str(tmp_path / "sandbox.env"), "--scale", "0.02"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120)
    assert run.returncode != 0 and str(sandbox.port) in run.stdout and "use" in run.stdout


def test_two_servers_do_not_share_a_data_folder(sandbox, operator, tmp_path):
    run = subprocess.run([str(BINARY), "sandbox", "--listen", f"127.0.0.1:{free_port()}", "--data", str(sandbox.data), "--credentials",
                          str(tmp_path / "sandbox.env")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=60)
    assert run.returncode == 3, run.stdout
    assert operator("tenant", "list")["results"], "the first one no longer takes commands"


def test_secrets_are_not_readable_by_others(sandbox):
    assert sandbox.credentials_file.stat().st_mode & 0o077 == 0
    secret = sandbox.credentials["VIP_CLIENT_SECRET"].encode()
    for file in sandbox.data.rglob("*"):
        if file.is_file():
            assert secret not in file.read_bytes(), f"{file.name} holds a secret in the clear"


def test_the_curl_commands_that_are_printed_work(sandbox):
    commands = [line.strip() for line in sandbox.said(100_000).splitlines() if line.strip().startswith((". ", "curl ", "TOKEN="))]
    assert sum("curl" in line for line in commands) == 3, commands
    script = "\n".join(commands)
    run = subprocess.run(["bash", "-ec", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=30)
    assert run.returncode == 0, f"{script}\n{run.stderr}"
    assert "results" in run.stdout and "-uuid" in run.stdout


def published_scopes(api):
    """Every scope of every domain's OpenAPI document."""
    scopes = set()
    for domain in DOMAINS:
        document = api.get(f"/{domain}/v1/openapi.json", client=None, tenant=None, check=False).json()
        for scheme in document["components"]["securitySchemes"].values():
            for flow in scheme.get("flows", {}).values():
                scopes.update(flow["scopes"])
    return sorted(scopes)


DOMAINS = ("account-management", "billing", "calendar-management", "clinical", "communications", "contact-management",
           "formulary-management", "inventory-management", "location-management", "patient-management", "reminders")
LARGEST_TOKEN = 4000  # bytes


def new_client(api, operator, name, scopes, tenant="first"):
    operator("business", "create", name)
    made = operator("client", "create", "--business", name, "--name", name, "--scopes", ",".join(scopes))
    api.clients[name] = (found(made, "client-id"), found(made, "client-secret"))
    operator("grant", "add", "--client", api.clients[name][0], "--tenant", api.tenants[tenant], "--authorised-by", "A. Test")
    return name


def token_response(api, name, **form):
    key, secret = api.clients[name]
    return api.http.post("/oauth/token", data={"grant_type": "client_credentials", "client_id": key, "client_secret": secret, **form})


def test_every_published_scope_can_be_granted_and_used(api, operator):
    scopes = published_scopes(api)
    assert len(scopes) > 250
    name = new_client(api, operator, f"All scopes {time.monotonic_ns()}", scopes)
    granted = token_response(api, name).json()
    assert set(granted["scope"].split()) == set(scopes)
    assert len(granted["access_token"]) <= LARGEST_TOKEN


def test_a_token_of_all_narrow_scopes_is_small_and_admits_them(api, operator, sandbox):
    narrow = [scope for scope in published_scopes(api) if "." in scope]
    name = new_client(api, operator, f"Narrow {time.monotonic_ns()}", narrow)
    granted = token_response(api, name).json()
    assert set(granted["scope"].split()) == set(narrow)
    assert len(granted["access_token"]) <= LARGEST_TOKEN
    assert token_response(api, name).json()["access_token"] == granted["access_token"]
    api.tokens[(name, None)] = granted["access_token"]
    assert api.get("/location-management/v1/api/regions?size=1", client=name).status_code == 200
    key, secret = api.clients[name]
    told = api.http.post("/oauth/introspect", data={"token": granted["access_token"], "client_id": key, "client_secret": secret}).json()
    assert told["active"] and set(told["scope"].split()) == set(narrow)
    # Fewer scopes apply to the issued token at once; the next token has the new ones.
    fewer = [scope for scope in narrow if not scope.startswith("location")]
    operator("client", "scopes", key, "--set", ",".join(fewer))
    soon(lambda: api.get("/location-management/v1/api/regions?size=1", client=name), 403)
    assert set(token_response(api, name).json()["scope"].split()) == set(fewer)


def test_an_unknown_scope_is_named(operator, client, api):
    text = operator("client", "create", "--business", client, "--name", "x", "--scopes", "contact.adresses:read", status=2)
    assert "contact.adresses:read" in text and "contact.addresses:read" in text


def test_a_booking_page_needs_three_scopes(api, operator):
    """The recipe of the portal's page on scopes."""
    name = new_client(api, operator, f"Booking page {time.monotonic_ns()}",
                      ["calendar.appointment-reasons:read", "calendar.availability-available:read", "calendar.appointments:create"])
    location = api.get("/location-management/v1/api/locations?main=true").json()["results"][0]["location-uuid"]
    reasons = api.get("/calendar-management/v1/api/appointment-reasons?available-online=true", client=name).json()["results"]
    reason = next(row["reason-uuid"] for row in reasons if row["name"] == "Consultation")
    days = [time.strftime("%Y-%m-%d", time.gmtime(time.time() + n * 86400)) for n in (1, 30)]
    free = api.get(f"/calendar-management/v1/api/availability/{location}/available?start-date={days[0]}&end-date={days[1]}"
                   f"&reason-uuid={reason}", client=name).json()["results"][-1]
    booked = api.call("POST", "/calendar-management/v1/api/appointments", client=name, body={
        "contact-practitioner-uuid": free["practitioner-uuid"], "start-date": free["start-date"], "end-date": free["end-date"],
        "location-uuid": location, "reason-uuid": reason, "online-booking": True})
    assert booked.status_code == 201, booked.text
    for path in ("/calendar-management/v1/api/appointments?size=1", "/contact-management/v1/api/contacts?size=1",
                 "/patient-management/v1/api/patients?size=1", "/calendar-management/v1/api/availability?size=1"):
        assert api.get(path, client=name).status_code == 403, path
    assert api.call("DELETE", f"/calendar-management/v1/api/appointments/{booked.json()['appointment-uuid']}").status_code == 204
