"""Calls to the sandbox, and what holds for every answer whatever the call was (docs/contract.md 2, 8 and 10)."""

import json
import re
import uuid

import httpx

CORRELATION = re.compile(r"^[A-Za-z0-9._-]{1,128}$")
PROBLEM_MEMBERS = ("type", "title", "status", "detail", "instance", "code", "correlation-id")


class Api:
    """The sandbox as its clients see it: names of clients and tenants become tokens and headers."""

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
        """A token of a client, with all its scopes or a narrower set; asked for once."""
        key = (client, scope)
        if key not in self.tokens:
            client_id, secret = self.clients[client]
            form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
            if scope:
                form["scope"] = scope
            answer = self.http.post("/oauth/token", data=form)
            assert answer.status_code == 200, f"no token for {key}: {answer.status_code} {answer.text}"
            self.tokens[key] = answer.json()["access_token"]
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
        answer = self.http.send(request)
        if check:
            check_answer(answer)
            if self.contracts is not None:
                self.contracts.check(answer)
        return answer

    def get(self, path, **how):
        return self.call("GET", path, **how)

    def create(self, path, body, **how):
        answer = self.call("POST", path, body=body, **how)
        assert answer.status_code == 201, f"POST {path}: {answer.status_code} {answer.text}"
        return answer.json()


def check_answer(answer):
    """What every answer must keep. Raises AssertionError with the answer in the message."""
    told = f"{answer.request.method} {answer.request.url.raw_path.decode()} -> {answer.status_code} {answer.text[:600]}"
    assert answer.status_code < 500, f"a 5xx: {told}"
    correlation = answer.headers.get_list("x-correlation-id")
    assert len(correlation) == 1 and CORRELATION.match(correlation[0]), f"no X-Correlation-Id: {told}"
    sent = answer.request.headers.get_list("x-correlation-id")
    if len(sent) == 1 and CORRELATION.match(sent[0]):
        assert correlation == sent, f"the correlation id is not echoed: {told}"
    if answer.request.method == "HEAD" or answer.status_code in (204, 304):
        assert not answer.content, f"a body where none may be: {told}"
    elif answer.status_code >= 400:
        if answer.request.url.path == "/oauth/token":
            check_oauth_error(answer, told)
        else:
            check_problem(answer, told, correlation[0])


def check_oauth_error(answer, told):
    assert answer.headers["content-type"].startswith("application/json"), f"not JSON: {told}"
    error = answer.json()
    assert re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]+", error["error"]), told
    assert re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]*", error.get("error_description", "")), told
    assert answer.headers["cache-control"] == "no-store", f"an answer of the token endpoint may not be stored: {told}"


def check_problem(answer, told, correlation):
    assert answer.headers["content-type"].split(";")[0] == "application/problem+json", f"not problem+json: {told}"
    problem = answer.json()
    for member in PROBLEM_MEMBERS:
        assert member in problem, f"the problem has no '{member}': {told}"
    assert problem["status"] == answer.status_code, f"status differs from the real one: {told}"
    assert problem["type"].endswith(f"/docs/errors/{problem['code']}"), f"type does not name the code: {told}"
    assert problem["correlation-id"] == correlation, f"correlation-id differs from the header: {told}"
    if answer.status_code in (400, 422):
        assert problem.get("errors"), f"errors is always there on 400 and 422: {told}"
    for fault in problem.get("errors", []):
        places = [place for place in ("pointer", "parameter", "header") if place in fault]
        assert len(places) <= 1 and {"code", "message"} <= fault.keys(), f"an ill-formed fault: {told}"
    assert not re.search(r"(?i)sqlite|select .* from|/src/|std::|0x[0-9a-f]{8}", answer.text), f"the inside shows: {told}"
