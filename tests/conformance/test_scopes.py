"""Every operation asks for exactly the scopes that its document names: one alternative is enough, and without any of its scopes the
call is refused.
"""

import itertools
import json
import re
import subprocess

import pytest
from support.resources import CONTRACTS, NEVER

SETS = 14  # of scopes for one client, of which at most 16 may be live
UNRELATED = {"location:read", "contact:read"}


class ScopedTokens:
    """Tokens with chosen scopes, by as many clients as these need."""

    def __init__(self, sandbox, api):
        self.sandbox, self.api = sandbox, api
        self.tokens, self.names = {}, itertools.count()
        self.secret, self.left = None, 0

    def vip(self, *arguments):
        done = subprocess.run([str(self.sandbox.binary), *arguments, "--data", str(self.sandbox.data), "--json"],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def new_client(self):
        made = self.vip("client", "create", "--business", "Sandbox Integrations", "--name", f"scopes-{next(self.names)}")
        self.vip("grant", "add", "--client", made["client-id"], "--tenant", self.api.tenants["first"], "--authorised-by", "A test")
        self.secret, self.left = (made["client-id"], made["client-secret"]), SETS

    def of(self, scopes):
        """A token with these scopes alone; none if they cannot be granted."""
        key = frozenset(scopes)
        if key not in self.tokens:
            if self.left == 0:
                self.new_client()
            self.left -= 1
            answer = self.api.http.post("/oauth/token", data={
                "grant_type": "client_credentials", "client_id": self.secret[0], "client_secret": self.secret[1], "scope": " ".join(sorted(key))})
            self.tokens[key] = answer.json().get("access_token")
        return self.tokens[key]


@pytest.fixture(scope="module")
def tokens(sandbox, api):
    return ScopedTokens(sandbox, api)


def operations(document):
    for template, item in document["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "security" in operation:
                yield method.upper(), template, operation


@pytest.mark.parametrize("file", CONTRACTS, ids=[file.parents[1].name for file in CONTRACTS])
def test_the_documented_scopes_are_those_that_are_asked_for(api, tokens, file):
    document, domain = json.loads(file.read_text()), file.parents[1].name
    wrong = []

    def is_refused(method, template, scopes):
        """Whether the call lacks a scope; None if no token can have these scopes."""
        token = tokens.of(scopes)
        if token is None:
            return None
        path = f"/{domain}/v1/api" + re.sub(r"{[^}]+}", NEVER, template)
        response = api.call(method, path, client=None, headers={"Authorization": f"Bearer {token}"},
                            body={} if method in ("POST", "PATCH") else None)
        return response.status_code == 403 and response.json()["code"] == "insufficient-scope"

    for method, template, operation in operations(document):
        alternatives = [tuple(one["oauth2"]) for one in operation["security"]]
        assert alternatives, f"{method} {template}"
        for scopes in alternatives:
            if is_refused(method, template, scopes):
                wrong.append(f"{method} {template} asks for more than {scopes}")
            for left_out in scopes:
                rest = set(scopes) - {left_out} or {next(one for one in sorted(UNRELATED) if one.split(":")[0] != re.split("[.:]", left_out)[0])}
                if is_refused(method, template, rest) is False:
                    wrong.append(f"{method} {template} does not ask for {left_out} beside {rest}")
    assert not wrong, "\n".join(wrong)
