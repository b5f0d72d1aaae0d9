"""The OpenAPI documents that the server publishes, and the validation of responses against them."""

import functools
import re

import httpx
import jsonschema

from support.documents import described_members, expanded, resolve

DOMAIN_PATH = re.compile(r"^/([a-z-]+)/v1/api(/.*)$")
FORMATS = jsonschema.FormatChecker(formats=("uuid", "date", "email", "regex"))


@FORMATS.checks("date-time")
def is_date_time(value):
    """The platform's form: UTC, with milliseconds."""
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value))


class Contracts:
    def __init__(self, base, domains=None):
        self.documents, self.expanded = {}, {}
        with httpx.Client(base_url=base, trust_env=False, timeout=30) as http:
            for domain in domains or self._domains(http):
                response = http.get(f"/{domain}/v1/openapi.json")
                if response.status_code == 200:
                    self.documents[domain] = response.json()
                    self.expanded[domain] = expanded(self.documents[domain])

    @staticmethod
    def _domains(_http):
        return ("account-management", "billing", "calendar-management", "clinical", "communications",
                "contact-management", "formulary-management", "inventory-management", "location-management",
                "patient-management", "reminders")

    @functools.lru_cache(maxsize=None)
    def templates(self, domain):
        """The domain's path templates as patterns, literal segments before parameters, as in the router."""
        paths = sorted(self.documents[domain]["paths"], key=lambda path: [s.startswith("{") for s in path.split("/")])
        return [(re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"), path) for path in paths]

    def operation(self, method, path):
        """(document, template, operation) of a call, or None when no domain describes it."""
        match = DOMAIN_PATH.match(path)
        if not match or match.group(1) not in self.documents:
            return None
        document = self.documents[match.group(1)]
        for pattern, template in self.templates(match.group(1)):
            if pattern.match(match.group(2)):
                operation = document["paths"][template].get(method.lower())
                return (document, template, operation) if operation else None
        return None

    def parameters(self, method, path):
        """The names of a call's documented parameters, each condition of `filter` among them."""
        domain = DOMAIN_PATH.match(path).group(1)
        _, template, _ = self.operation(method, path)
        return {parameter["name"] for parameter in self.expanded[domain]["paths"][template][method.lower()]["parameters"]}

    def check(self, response):
        """The response's status is documented, and its body matches the schema documented for it."""
        method = response.request.method
        found = self.operation("GET" if method == "HEAD" else method, response.request.url.path)
        if not found or method in ("OPTIONS", "HEAD"):
            return
        document, template, operation = found
        summary = f"{method} {response.request.url.raw_path.decode()} -> {response.status_code} {response.text[:600]}"
        responses = operation["responses"]
        described = responses.get(str(response.status_code)) or responses.get("default")
        assert described is not None, f"status {response.status_code} is not documented for {method} {template}: {summary}"
        described = resolve(document, described)
        if not response.content or "content" not in described:
            return
        media = response.headers["content-type"].split(";")[0]
        content = described["content"].get(media) or described["content"].get("*/*")
        assert content, f"{media} is not documented for {method} {template}: {summary}"
        schema = content.get("schema")
        if schema is not None and media.endswith("json"):
            value = response.json()
            validate(document, schema, value, summary)
            if response.status_code == 200 and not asks_for_fields(response.request):
                check_complete(document, schema, value, summary)


def asks_for_fields(request):
    """Whether the call selected some fields: the others are then absent."""
    return "fields" in request.url.params or request.url.path.endswith("/search") and b'"fields"' in request.content


def check_complete(document, schema, value, summary):
    """A field without value is null, never absent. No schema says so: clients of `fields` could not read such an answer."""
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    if name.endswith("Page"):
        name = document["components"]["schemas"][name]["properties"]["results"]["items"]["$ref"].rsplit("/", 1)[-1]
        values = value["results"]
    else:
        values = [value]
    members = described_members(document, name)
    for one in values:
        assert members <= set(one), f"absent: {sorted(members - set(one))}\n{summary}"


RESOLVERS = {}  # by document: each reads its whole document before it resolves the first reference


def resolver_of(document):
    if id(document) not in RESOLVERS:
        RESOLVERS[id(document)] = jsonschema.RefResolver("", document)
    return RESOLVERS[id(document)]


def validate(document, schema, value, summary=""):
    validator = jsonschema.Draft202012Validator(schema, resolver=resolver_of(document), format_checker=FORMATS)
    mismatches = [f"{'/'.join(map(str, mismatch.absolute_path)) or '(whole)'}: {mismatch.message[:200]}"
                  for mismatch in validator.iter_errors(value)]
    assert not mismatches, f"the response does not match its schema: {'; '.join(mismatches[:5])}\n{summary}"
