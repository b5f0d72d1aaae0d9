"""Runs one row of a table: its fixtures, its calls, and the checks of their responses.

The keywords of a row are described in tests/api/README.md.
"""

import functools
import itertools
import json
import pathlib
import random
import string
import time

import yaml
from support.matching import MISSING, mismatches, fill

METHODS = ("get", "post", "patch", "delete", "head", "options", "put", "trace")
STEP_KEYWORDS = {*METHODS, "headers", "body", "raw-body", "client", "scope", "tenant", "expect", "save", "and-nothing-changed", "times"}
ROW_KEYWORDS = STEP_KEYWORDS | {"name", "given", "steps", "set"}
EXPECT_KEYWORDS = {"status", "code", "detail", "errors", "body", "headers", "text"}
HIDING = ("include-deactivated", "include-archived", "include-cancelled")  # parameters that list what is else omitted
FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "api" / "fixtures.yaml"
_numbers = itertools.count(1)


class RowFailed(AssertionError):
    """A row failed; the text has the call and the reason."""


def read_table(path):
    rows = yaml.safe_load(path.read_text()) or []
    for row in rows:
        if unknown := set(row) - ROW_KEYWORDS:
            raise ValueError(f"{path.name}: row '{row.get('name')}' has unknown keywords {sorted(unknown)}")
        for step in steps_of(row):
            if unknown := set(step) - ROW_KEYWORDS:
                raise ValueError(f"{path.name}: row '{row['name']}' has a step with unknown keywords {sorted(unknown)}")
            if unknown := set(step.get("expect", {})) - EXPECT_KEYWORDS:
                raise ValueError(f"{path.name}: row '{row['name']}' expects unknown keywords {sorted(unknown)}")
    return rows


def steps_of(row):
    return row["steps"] if "steps" in row else [row]


@functools.lru_cache(maxsize=1)
def fixtures():
    return yaml.safe_load(FIXTURES.read_text())


def unique_word():
    """A word that no other row uses: letters only, so that it is valid in a name and can be searched for."""
    number, letters = next(_numbers) + 26**3, ""
    while number:
        number, rest = divmod(number, 26)
        letters = string.ascii_lowercase[rest] + letters
    return "Zq" + letters + "".join(random.choices(string.ascii_lowercase, k=4))


def run_row(api, row):
    run = Run(api)
    run.variables.update(fill(row.get("set", {}), run.variables))
    for name in row.get("given", []):
        run.fixture(name)
    for step in steps_of(row):
        run.step(step)


class Run:
    """The variables of one row."""

    once = {}  # fixtures created once per sandbox: (base, name) -> variables

    def __init__(self, api):
        self.api = api
        known = api.sandbox.credentials
        self.variables = {
            "unique": unique_word(), "digits": f"{next(_numbers):06d}", "base": api.sandbox.base,
            "client-id": known["VIP_CLIENT_ID"], "client-secret": known["VIP_CLIENT_SECRET"],
            "limited-client-id": known["VIP_LIMITED_CLIENT_ID"], "limited-client-secret": known["VIP_LIMITED_CLIENT_SECRET"],
            "tenant": known["VIP_TENANT_ID"], "second-tenant": known["VIP_TENANT_ID_2"],
            "today": time.strftime("%Y-%m-%d", time.gmtime()),
        }
        self.made = set()
        self.saved = []

    def fixture(self, name):
        if name in self.made:
            return
        self.made.add(name)
        definition = fixtures()[name]
        if definition.get("once"):
            key = (self.api.sandbox.base, name)
            if key not in Run.once:
                inner = Run(self.api)
                inner.make(definition, name)
                Run.once[key] = {variable: inner.variables[variable] for variable in inner.saved}
            self.variables.update(Run.once[key])
        else:
            self.make(definition, name)

    def make(self, definition, name):
        for other in definition.get("given", []):
            self.fixture(other)
        try:
            for step in definition["steps"]:
                self.step({"expect": {"status": [200, 201]}, **step})
                self.saved += list(step.get("save", {}))
        except RowFailed as failed:
            raise RowFailed(f"the fixture '{name}' could not be created: {failed}") from failed

    def token_header(self, step):
        """`client` is a client's name, `none`, or a token's text."""
        client = fill(step.get("client", "pii"), self.variables)
        if client == "none":
            return None, {}
        if client in self.api.clients:
            return client, {}
        return None, {"Authorization": f"Bearer {client}"}

    def call(self, step):
        method = next((method for method in METHODS if method in step), None)
        if method is None:
            raise ValueError(f"a step without a method: {step}")
        path = fill(step[method], self.variables)
        client, headers = self.token_header(step)
        headers.update(fill(step.get("headers", {}), self.variables))
        tenant = fill(step.get("tenant", "first"), self.variables)
        raw = step.get("raw-body")
        open_path = "/v1/api/" not in path
        if open_path and "client" not in step:
            client = None
        if tenant == "none" or open_path and "tenant" not in step:
            tenant = None
        return self.api.call(method, path, client=client, scope=step.get("scope"), tenant=tenant, headers=headers,
                             body=fill(step["body"], self.variables) if "body" in step else None,
                             content=fill(raw, self.variables) if raw is not None else None)

    def step(self, step):
        for _ in range(step.get("times", 1)):
            before = self.state(step) if step.get("and-nothing-changed") else None
            response = self.call(step)
            summary = self.summary_of(step, response)
            found = list(self.expectation_mismatches(fill(step.get("expect", {}), self.variables), response))
            if found:
                raise RowFailed("\n  ".join([summary, *found]))
            if before is not None and (after := self.state(step)) != before:
                raise RowFailed(f"{summary}\n  something changed although the call was refused: {changes(before, after)}")
            self.save(step, response, summary)

    def save(self, step, response, summary):
        for name, where in step.get("save", {}).items():
            value = header_or_member(response, where)
            if value is MISSING:
                raise RowFailed(f"{summary}\n  nothing to save at {where}")
            self.variables[name] = value

    @staticmethod
    def summary_of(step, response):
        request = response.request
        return (f"{request.method} {request.url.raw_path.decode()}"
                f"{' ' + json.dumps(step['body'], ensure_ascii=False)[:400] if 'body' in step else ''}"
                f"\n  -> {response.status_code} {response.text[:1200]}")

    @staticmethod
    def expectation_mismatches(expect, response):
        status = expect.get("status", 200)
        statuses = status if isinstance(status, list) else [status]
        if response.status_code not in statuses:
            yield f"expected status {status}, got {response.status_code}"
            return
        body = json_of(response)
        for member in ("code", "detail"):
            if member in expect:
                yield from mismatches(expect[member], body.get(member, MISSING), f"/{member}")
        if "errors" in expect:
            yield from error_mismatches(expect["errors"], body.get("errors", []))
        if "body" in expect:
            yield from mismatches(expect["body"], body)
        if "text" in expect:
            yield from mismatches(expect["text"], response.text, "text")
        for name, wanted in expect.get("headers", {}).items():
            yield from mismatches(wanted, response.headers.get(name, MISSING), f"header {name}")

    def state(self, step):
        """The state that a refused call must not change: the count and the newest change of each collection of the domain, and
        the tag of the record that the call names."""
        method = next(method for method in METHODS if method in step)
        path = fill(step[method], self.variables).partition("?")[0]
        state = {}
        if self.api.contracts is None:
            return state
        domain = path.split("/")[1]
        for collection, flags in collections(self.api.contracts, domain):
            response = self.api.get(f"/{domain}/v1/api{collection}?size=1&sort=modified,desc&total=exact{flags}")
            listed = response.json()
            newest = listed["results"][0]["modified"] if listed.get("results") else None
            state[collection] = (listed.get("total-results"), newest)
        if method in ("patch", "delete") and (record := self.api.get(path)).status_code == 200:
            state[path] = record.headers.get("etag") or record.json().get("total-results")
        return state


def collections(contracts, domain):
    """The domain's collections without a parent, each with the parameters that show its hidden rows too."""
    document = contracts.documents.get(domain, {"paths": {}})
    for path, item in document["paths"].items():
        operation = item.get("get")
        if not operation or "{" in path or "post" not in item:
            continue
        names = {parameter_name(document, parameter) for parameter in operation.get("parameters", [])}
        if {"size", "sort"} <= names:
            yield path, "".join(f"&{name}=true" for name in HIDING if name in names)


def parameter_name(document, parameter):
    if "$ref" in parameter:
        return document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]["name"]
    return parameter["name"]


def changes(before, after):
    return ", ".join(f"{place}: {before.get(place)} -> {after.get(place)}" for place in {**before, **after}
                     if before.get(place) != after.get(place))


def error_mismatches(expected, errors):
    """Each expected error is among the response's, and the response has no other."""
    left = list(errors)
    for one in expected:
        match = next((error for error in left if not list(mismatches(one, error))), None)
        if match is None:
            yield f"no error {one} in errors {errors}"
        else:
            left.remove(match)
    if left:
        yield f"unexpected errors: {left}"


def json_of(response):
    if not response.content or "json" not in response.headers.get("content-type", ""):
        return {}
    return response.json()


def header_or_member(response, where):
    """`header:ETag`, a member's name, or a path of them: `results/0/contact-uuid`; `.` is the whole body."""
    if where.startswith("header:"):
        return response.headers.get(where[7:], MISSING)
    node = json_of(response)
    for part in [] if where == "." else where.split("/"):
        if isinstance(node, list) and part.lstrip("-").isdigit() and -len(node) <= int(part) < len(node):
            node = node[int(part)]
        elif isinstance(node, dict) and part in node:
            node = node[part]
        else:
            return MISSING
    return node
