"""The resources of the platform from their OpenAPI documents, and records of each.

No code here names a domain or a resource. The values of a record come from the document's schemas and examples, from
existing records of the sandbox and, for references, from records made the same way. If a rule of a domain refuses a body,
other values are tried; a rule needs no special case here.
"""

import copy
import functools
import itertools
import json
import os
import pathlib
import re

import jsonschema

from support.documents import conditions_of_body, expanded, resolve
from support.tables import unique_word

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONTRACTS = sorted(pathlib.Path(os.environ.get("VIP_CONTRACTS", ROOT / "domains")).glob("*/openapi/v1.json"))
MOST_TRIES = 60
MOST_FRESH = 3  # references of one body that get new records, one after another
NEVER = "018f3f2e-0000-7000-8000-000000000000"
DAYS = (0, 1, 2, 3, 5, 8, 13)  # days by which a calendar entry is moved for another try


class Resource:
    """One resource: its operations by kind, from x-resource and x-kind of the document."""

    def __init__(self, domain, name, document):
        self.domain, self.name, self.document = domain, name, document
        self.routes = {}  # kind -> (template, method, operation); the first of several
        self.further = []  # (template, operation) of lists below other records

    def __repr__(self):
        return f"{self.domain}/{self.name}"

    def has(self, *kinds):
        return all(kind in self.routes for kind in kinds)

    def template(self, kind):
        return self.routes[kind][0]

    def operation(self, kind):
        return self.routes[kind][2]

    def url(self, path):
        return f"/{self.domain}/v1/api{path}"

    def resolve(self, node):
        return resolve(self.document, node)

    @functools.cached_property
    def id(self):
        """The name of the id: the path's parameter if one is read, else the member that a create returns."""
        if self.has("read"):
            return parameters_of_path(self.template("read"))[-1]
        if not self.has("singleton-create"):
            return next(iter(self.properties))
        created = self.resolve(self.operation("singleton-create")["responses"]["201"]["content"]["application/json"]["schema"])
        return created["required"][0]

    @functools.cached_property
    def properties(self):
        """The fields of the record in a response."""
        kind = next(kind for kind in ("read", "singleton-read", "list") if self.has(kind))
        schema = self.resolve(self.operation(kind)["responses"]["200"]["content"]["application/json"]["schema"])
        if kind == "list":
            schema = self.resolve(self.resolve(schema["properties"]["results"])["items"])
        return {name: self.resolve(value) for name, value in schema["properties"].items() if not value.get("x-written")}

    def body(self, kind):
        content = self.resolve(self.operation(kind)["requestBody"])["content"]
        return content["application/json"]

    def schema(self, kind):
        return self.resolve(self.body(kind)["schema"])

    def fields(self, kind):
        return {name: self.resolve(value) for name, value in self.schema(kind)["properties"].items()}

    @functools.cached_property
    def required(self):
        return self.schema(self.create_kind).get("required", [])

    def completed(self, body):
        """The body, with examples of the fields that its values make required."""
        schema, fields = self.schema(self.create_kind), self.fields(self.create_kind)
        for condition in conditions_of_body(schema):
            if jsonschema.Draft202012Validator(condition["if"]).is_valid(body):
                missing = [name for name in condition["then"]["required"] if body.get(name) is None]
                body = {**body, **{name: fields[name]["examples"][0] for name in missing}}
        return body

    @property
    def create_kind(self):
        return "create" if self.has("create") else "singleton-create"

    @property
    def creatable(self):
        return self.has("create") or self.has("singleton-create")

    @functools.cached_property
    def query(self):
        """The list's query parameters by name."""
        parameters = (self.resolve(parameter) for parameter in self.operation("list").get("parameters", []))
        return {parameter["name"]: parameter for parameter in parameters if parameter["in"] == "query" and parameter["name"] != "filter"}

    @functools.cached_property
    def library(self):
        return "system-defined" in self.properties

    @functools.cached_property
    def parent_parameter(self):
        kind = next((kind for kind in ("list", "create", "singleton-create") if kind in self.routes), None)
        found = parameters_of_path(self.template(kind)) if kind else []
        return found[0] if found else None

    @functools.cached_property
    def personal(self):
        return {name for name, schema in self.properties.items() if schema.get("x-pii")}

    def scopes(self, kind):
        """The scopes of the operation's first alternative."""
        return self.operation(kind)["security"][0]["oauth2"]


def parameters_of_path(template):
    return [segment[1:-1] for segment in template.split("/") if segment.startswith("{")]


def filled(template, values):
    for name in parameters_of_path(template):
        template = template.replace("{" + name + "}", values[name])
    return template


@functools.lru_cache(maxsize=1)
def published():
    """All resources of the committed contracts, by "domain/resource". A test checks that the server publishes the same."""
    found = {}
    for file in CONTRACTS:
        document = expanded(json.loads(file.read_text()))
        domain = file.parents[1].name
        for template, item in document["paths"].items():
            for method, operation in item.items():
                if not isinstance(operation, dict) or "x-resource" not in operation or operation["x-kind"] == "action":
                    continue
                key = f"{domain}/{operation['x-resource']}"
                resource = found.setdefault(key, Resource(domain, operation["x-resource"], document))
                if operation["x-kind"] == "listed-at":
                    resource.further.append((template, operation))
                resource.routes.setdefault(operation["x-kind"], (template, method, operation))
    return found


@functools.lru_cache(maxsize=1)
def published_actions():
    """All actions of the committed contracts: (domain, document, template, method, operation)."""
    found = []
    for file in CONTRACTS:
        document = expanded(json.loads(file.read_text()))
        for template, item in document["paths"].items():
            found += [Action(file.parents[1].name, document, template, method, operation) for method, operation in item.items()
                      if isinstance(operation, dict) and operation.get("x-kind") == "action"]
    return found


class Action:
    """An operation that computes or acts, and belongs to no resource."""

    def __init__(self, domain, document, template, method, operation):
        self.domain, self.document, self.template, self.method, self.operation = domain, document, template, method.upper(), operation

    def __repr__(self):
        return f"{self.domain}: {self.method} {self.template}"

    def path(self, values=None):
        template = self.template
        for name in re.findall(r"{([^}]*)}", template):
            template = template.replace("{" + name + "}", (values or {}).get(name, NEVER))
        return f"/{self.domain}/v1/api{template}"

    @functools.cached_property
    def schema(self):
        """The schema of a JSON body; none if there is no such body."""
        if self.operation.get("x-upload"):
            return None
        content = resolve(self.document, self.operation.get("requestBody") or {}).get("content") or {}
        found = resolve(self.document, (content.get("application/json") or {}).get("schema") or {})
        return found if found.get("properties") else None

    @functools.cached_property
    def query(self):
        parameters = (resolve(self.document, parameter) for parameter in self.operation.get("parameters", []))
        return {parameter["name"]: parameter for parameter in parameters if parameter["in"] == "query"}

    @property
    def scopes(self):
        return self.operation["security"][0]["oauth2"]


class Made:
    """A record: its resource, id, parents' ids by parameter, the body that created it, and the response."""

    def __init__(self, resource, identifier, parents, body, response):
        self.resource, self.id, self.parents, self.body, self.response = resource, identifier, parents, body, response

    @property
    def path(self):
        if not self.resource.has("read"):
            return self.resource.url(filled(self.resource.template("singleton-read"), self.parents))
        return self.resource.url(filled(self.resource.template("read"), {self.resource.id: self.id}))

    @property
    def collection(self):
        kind = "list" if self.resource.has("list") else self.resource.create_kind
        return self.resource.url(filled(self.resource.template(kind), self.parents))


class CreationFailed(AssertionError):
    """No body was accepted. `refusals` are the responses."""

    def __init__(self, resource, refusals):
        self.refusals = refusals
        self.resource = resource

    def __str__(self):
        return f"no {self.resource} could be created; refusals: " + "; ".join(
            f"{response.status_code} {response.text[:300]}" for response in self.refusals[-3:])


class RecordFactory:
    def __init__(self, api, tenant="first"):
        self.api, self.tenant = api, tenant
        self.other = "second" if tenant == "first" else "first"
        self.listed = {}
        self.last = {}  # by resource: the record that was created last

    def call(self, method, path, **how):
        return self.api.call(method, path, tenant=how.pop("tenant", self.tenant), **how)

    # Existing records

    def existing(self, resource, parents=None):
        """Records of the sandbox, those of different kinds first."""
        key = (repr(resource), json.dumps(parents, sort_keys=True))
        if key not in self.listed:
            if not resource.has("list"):
                return self.referred_to(resource)
            response = self.call("GET", resource.url(filled(resource.template("list"), parents or {})) + "?size=100")
            self.listed[key] = varied(resource, response.json()["results"]) if response.status_code == 200 else []
        return self.listed[key]

    def referred_to(self, resource):
        """Records that are in no list, from references of other records."""
        for other in published().values():
            for name, schema in other.properties.items():
                if not other.has("list") or other.parent_parameter or resource not in self.targets(other, schema):
                    continue
                ids = [record[name] for record in self.existing(other) if isinstance(record.get(name), str)]
                if ids and resource.has("read"):
                    return [self.call("GET", resource.url(filled(resource.template("read"), {resource.id: one}))).json() for one in ids[:3]]
        return []

    def parents(self, resource):
        """Path values for the collection of a resource: existing records of different kinds, then new ones."""
        if resource.parent_parameter is None:
            yield {}
            return
        parent = self.parent(resource)
        for record in self.existing(parent)[:4] if parent.parent_parameter is None else []:
            yield {resource.parent_parameter: record[parent.id]}
        yield from self.new_parents(resource)

    def new_parents(self, resource):
        """The same for new records of different kinds, which have no children that could conflict."""
        if resource.parent_parameter is None:
            yield {}
            return
        for made in self.variants(self.parent(resource)):
            yield {resource.parent_parameter: made.id}

    def parent(self, resource):
        return next(other for other in published().values()
                    if other.domain == resource.domain and other.has("read") and other.id == resource.parent_parameter)

    def sample(self, resource, fresh=True):
        """(parents, records) of a collection that has some."""
        for parents in itertools.islice(self.parents(resource), 8):
            records = self.existing(resource, parents)
            if records:
                return parents, records
        if fresh and resource.creatable:
            made = self.make(resource)
            return made.parents, [self.call("GET", made.path).json()]
        if resource.parent_parameter is None:
            raise CreationFailed(resource, [])  # only rules create such records, and there are none
        parent = self.parent(resource)
        made = self.make(parent)
        parents = {resource.parent_parameter: made.id}
        if not (records := self.existing(resource, parents)):
            raise CreationFailed(resource, [])
        return parents, records

    # New records

    def make(self, resource):
        refusals = []
        made = self.made_alike(resource) or next(self.tries(resource, refusals), None) or self.remade(resource, refusals)
        if made is None:
            raise CreationFailed(resource, refusals)
        self.last[repr(resource)] = made
        return made

    def made_alike(self, resource):
        """A record like the last one, if a second one is possible: one call in place of dozens."""
        last = self.last.pop(repr(resource), None)
        return None if last is None else self.made_again(last)

    def made_again(self, last):
        """A record with the values of another one, but for those that are unique; None if it is refused."""
        resource = last.resource
        body = self.own(resource.fields(resource.create_kind), copy.deepcopy(last.body))
        response = self.call("POST", resource.url(filled(resource.template(resource.create_kind), last.parents)), body=body)
        return Made(resource, response.json()[resource.id], last.parents, body, response) if response.status_code == 201 else None

    def remade(self, resource, refusals):
        """A record of the sandbox, deleted and created again: for resources without room for more, such as a diary."""
        if not resource.has("delete", "list") or resource.parent_parameter is not None:
            return None
        path = resource.url(resource.template(resource.create_kind))
        for record in [self.existing(resource).pop() for _ in range(min(3, len(self.existing(resource))))]:
            if self.call("DELETE", resource.url(filled(resource.template("read"), {resource.id: record[resource.id]}))).status_code != 204:
                continue
            body = self.own(resource.fields(resource.create_kind), self.like(resource, record))
            response = self.call("POST", path, body=body)
            if response.status_code == 201:
                return Made(resource, response.json()[resource.id], {}, body, response)
            refusals.append(response)
        return None

    def variants(self, resource):
        """New records of a resource, of different kinds by its enumerations."""
        if resource.creatable:
            yield from itertools.islice(self.tries(resource, []), 4)

    def tries(self, resource, refusals):
        """The record of each pattern below each parent; refusals are added to the list."""
        attempts = 0
        for parents in itertools.islice(self.new_parents(resource), 4):
            path = resource.url(filled(resource.template(resource.create_kind), parents))
            for pattern in self.patterns(resource):
                for body in self.bodies(resource, pattern):
                    if not set(resource.required) <= set(body):
                        continue  # a required reference has no record
                    attempts += 1
                    if attempts > MOST_TRIES:
                        return
                    response = self.call("POST", path, body=body)
                    if missing := conditionally_required(resource, response):
                        body = {**body, **missing}
                        response = self.call("POST", path, body=body)
                    if response.status_code == 201:
                        yield Made(resource, response.json()[resource.id], parents, body, response)
                        break
                    assert response.status_code in (409, 422), f"a body that matches the schema was refused: {body} {response.text}"
                    refusals.append(response)

    def patterns(self, resource):
        """Patterns of bodies: existing records of different kinds, then the example, then the required fields alone."""
        _, records = self.anywhere(resource)
        example = resource.body(resource.create_kind).get("example") or {}
        return [*(self.like(resource, record) for record in records[:3]), example,
                {name: value for name, value in example.items() if name in resource.required}]

    def bodies(self, resource, pattern):
        """A pattern with its own references, and with new ones."""
        fields = resource.fields(resource.create_kind)
        for references in self.references(resource, fields, pattern):
            body = {**copy.deepcopy(pattern), **references}
            yield self.own(fields, {name: value for name, value in body.items() if value is not None})

    def anywhere(self, resource):
        for parents in itertools.islice(self.parents(resource), 4):
            if records := self.existing(resource, parents):
                return parents, records
        return {}, []

    @staticmethod
    def like(resource, record):
        """The body of a create that would make the record again."""
        fields = resource.fields(resource.create_kind)
        body = {name: record[name] for name in fields if record.get(name) is not None}
        # A field with another name on create: the record's field with the same references that no create has.
        for name in set(fields) - set(record):
            same = fields[name].get("x-references")
            for other, schema in resource.properties.items():
                if same and schema.get("x-references") == same and other not in fields and record.get(other):
                    body[name] = record[other]
        return body

    def references(self, resource, fields, pattern):
        """Values for the references of a pattern: its own, then new records, then any existing ones."""
        names = [name for name, schema in fields.items() if schema.get("x-references") and (name in resource.required or name in pattern)]
        known = {name: pattern[name] for name in names if pattern.get(name) and self.is_there(resource, fields[name], pattern[name])}
        if len(known) == len(names):
            yield {}
        fresh = [name for name in names if self.target(resource, fields[name]) and not self.target(resource, fields[name]).library]
        any_there = {name: self.any_value(resource, fields[name]) for name in names if name not in known}
        if any(value is None for value in any_there.values()):
            any_there = {name: value for name, value in any_there.items() if value is not None or name in resource.required}
        if not fresh:
            if any_there:
                yield any_there
            return
        # Unknown references first, then required ones; references of a new record are created with it.
        for chosen in sorted(fresh, key=lambda name: (name in known, name not in resource.required))[:MOST_FRESH]:
            target = self.target(resource, fields[chosen])
            if target is resource:
                continue
            for made in self.variants(target):
                record = self.call("GET", made.path).json()
                along = {name: record[name] for name in names if record.get(name) is not None}
                yield {**any_there, **along, chosen: [made.id] if is_array(fields[chosen]) else made.id}
        if any_there:
            yield any_there

    def target(self, resource, schema):
        """The resource of a reference; of several, the first in the documents."""
        names = schema["x-references"]
        for name in names if isinstance(names, list) else [names]:
            found = published().get(name if "/" in name else f"{resource.domain}/{name}")
            if found is not None and found.has("read"):
                return found
        return None

    def targets(self, resource, schema):
        names = schema.get("x-references") or []
        found = (published().get(name if "/" in name else f"{resource.domain}/{name}") for name in (names if isinstance(names, list) else [names]))
        return [target for target in found if target is not None and target.has("read")]

    def is_there(self, resource, schema, value):
        targets = self.targets(resource, schema)
        values = value if isinstance(value, list) else [value]
        return bool(targets) and all(
            any(self.call("GET", target.url(filled(target.template("read"), {target.id: one}))).status_code == 200 for target in targets)
            for one in values)

    def any_value(self, resource, schema):
        target = self.target(resource, schema)
        if target is None:
            return None
        _, records = self.sample(target)
        record = next((one for one in records if not one.get("hidden")), None)
        if record is None:
            return None
        return [record[target.id]] if is_array(schema) else record[target.id]

    @staticmethod
    def own(fields, body):
        """The body with unique values: names differ from record to record, and exclusive flags are omitted."""
        for name, schema in fields.items():
            if name not in body:
                continue
            if schema.get("x-exclusive"):
                del body[name]
            elif name in ("external-id", "legacy-id") or schema.get("x-unique"):
                body[name] = unique_word()
            elif name.endswith("name") and is_text(schema) and "enum" not in schema:
                body[name] = unique_word()
        body.pop("hidden", None)
        return body


def conditionally_required(resource, response):
    """Examples of the fields that a rule found missing."""
    if response.status_code != 422:
        return {}
    names = [error["pointer"][1:] for error in response.json()["errors"] if error["code"] == "required-here"]
    fields = resource.fields(resource.create_kind)
    return {name: fields[name]["examples"][0] for name in names if fields.get(name, {}).get("examples")}


def types_of(schema):
    kind = schema.get("type")
    return kind if isinstance(kind, list) else [kind]


def is_text(schema):
    return "string" in types_of(schema) and not schema.get("format") and not schema.get("pattern")


def is_array(schema):
    return "array" in types_of(schema)


def varied(resource, records):
    """Records of different values of the enumerations first, so that the first few show every kind."""
    enumerations = [name for name, schema in resource.properties.items() if "enum" in schema]
    seen, first, rest = set(), [], []
    for record in records:
        kind = tuple(record.get(name) for name in enumerations)
        (rest if kind in seen else first).append(record)
        seen.add(kind)
    return first + rest
