"""Calls to the sandbox, and the checks of every response (docs/contract.md 2, 8 and 10)."""

import json
import re
import uuid

import httpx

CORRELATION = re.compile(r"^[A-Za-z0-9._-]{1,128}$")
PROBLEM_MEMBERS = ("type", "title", "status", "detail", "instance", "code", "correlation-id")


class Api:
    """A client of the sandbox: names of clients and tenants become tokens and headers."""

    def __init__(self, sandbox, contracts=None):
        self.sandbox = sandbox
        self.contracts = contracts
        known = sandbox.credentials
        self.clients = {
            "pii": (known["VIP_CLIENT_ID"], known["VIP_CLIENT_SECRET"]),
            "limited": (known["VIP_LIMITED_CLIENT_ID"], known["VIP_LIMITED_CLIENT_SECRET"]),
        }
        self.tenants = {"first": known["VIP_TENANT_ID"], "second": known["VIP_TENANT_ID_2"],
                        "unknown": str(uuid.uuid4())}
        self.http = httpx.Client(base_url=sandbox.base, timeout=60, trust_env=False, headers={"Accept-Encoding": "identity"},
                                 limits=httpx.Limits(max_keepalive_connections=4))
        self.tokens = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def token(self, client="pii", scope=None):
        """A token of a client, with all its scopes or a narrower set; requested once."""
        key = (client, scope)
        if key not in self.tokens:
            client_id, secret = self.clients[client]
            form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
            if scope:
                form["scope"] = scope
            response = self.http.post("/oauth/token", data=form)
            assert response.status_code == 200, f"no token for {key}: {response.status_code} {response.text}"
            self.tokens[key] = response.json()["access_token"]
        return self.tokens[key]

    def call(self, method, path, *, client="pii", scope=None, tenant="first", headers=(), body=None, content=None,
             check=True):
        """One call. `client` None sends no token, `tenant` None no Tenant-Id; `headers` are pairs or a mapping."""
        pairs = []
        if client is not None:
            pairs.append(("Authorization", f"Bearer {self.token(client, scope)}"))
        if tenant is not None:
            pairs.append(("Tenant-Id", self.tenants.get(tenant, tenant)))
        named = list(headers.items() if hasattr(headers, "items") else headers)
        replaced = {name.lower() for name, _ in named}
        pairs = [pair for pair in pairs if pair[0].lower() not in replaced]
        for name, value in named:
            if value is None:
                continue
            pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
        if body is not None:
            content = json.dumps(body, ensure_ascii=False).encode()
            if "content-type" not in replaced:
                pairs.append(("Content-Type", "application/json"))
        if isinstance(content, str):
            content = content.encode()
        request = self.http.build_request(method.upper(), path, headers=pairs, content=content)
        response = self.http.send(request)
        if check:
            check_response(response)
            if self.contracts is not None:
                self.contracts.check(response)
        return response

    def get(self, path, **how):
        return self.call("GET", path, **how)

    def create(self, path, body, **how):
        response = self.call("POST", path, body=body, **how)
        assert response.status_code == 201, f"POST {path}: {response.status_code} {response.text}"
        return response.json()


def check_response(response):
    """Checks the rules of every response. Raises AssertionError with the response in the message."""
    summary = f"{response.request.method} {response.request.url.raw_path.decode()} -> {response.status_code} {response.text[:600]}"
    assert response.status_code < 500, f"a 5xx: {summary}"
    correlation = response.headers.get_list("x-correlation-id")
    assert len(correlation) == 1 and CORRELATION.match(correlation[0]), f"no X-Correlation-Id: {summary}"
    sent = response.request.headers.get_list("x-correlation-id")
    if len(sent) == 1 and CORRELATION.match(sent[0]):
        assert correlation == sent, f"the correlation id is not echoed: {summary}"
    if response.request.method == "HEAD" or response.status_code in (204, 304):
        assert not response.content, f"a body where none is allowed: {summary}"
    elif response.status_code >= 400:
        if response.request.url.path.startswith("/oauth/"):
            check_oauth_error(response, summary)
        else:
            check_problem(response, summary, correlation[0])


def is_about_json(response):
    """Whether a call with a JSON body was refused for what it says: each error then has a place in it."""
    is_json = response.request.headers.get("content-type", "").startswith("application/json")
    return response.status_code == 400 and is_json and response.json().get("code") != "malformed-http"


def check_oauth_error(response, summary):
    assert response.headers["content-type"].startswith("application/json"), f"not JSON: {summary}"
    error = response.json()
    assert re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]+", error["error"]), summary
    assert re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]*", error.get("error_description", "")), summary
    assert response.headers["cache-control"] == "no-store", f"a response of the token endpoint must not be stored: {summary}"


def check_problem(response, summary, correlation):
    assert response.headers["content-type"].split(";")[0] == "application/problem+json", f"not problem+json: {summary}"
    problem = response.json()
    for member in PROBLEM_MEMBERS:
        assert member in problem, f"the problem has no '{member}': {summary}"
    assert problem["status"] == response.status_code, f"status differs from the response's: {summary}"
    assert problem["type"].endswith(f"/docs/errors/{problem['code']}"), f"type does not name the code: {summary}"
    assert problem["correlation-id"] == correlation, f"correlation-id differs from the header: {summary}"
    if response.status_code in (400, 422):
        assert problem.get("errors"), f"errors is missing on 400 or 422: {summary}"
    for error in problem.get("errors", []):
        places = [place for place in ("pointer", "parameter", "header") if place in error]
        assert len(places) <= 1 and {"code", "message"} <= error.keys(), f"a malformed error: {summary}"
        assert places or not is_about_json(response), f"an error without its place: {summary}"
    assert not re.search(r"(?i)sqlite|select .* from|/src/|std::|0x[0-9a-f]{8}", response.text), f"internals are visible: {summary}"
