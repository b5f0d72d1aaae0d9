"""What both libraries need to know of a domain, read from its OpenAPI document: operations, and where decimals are.

The pinned generators of types read the document that `prepared` returns: the same, but every schema that an operation uses has a
name, and every decimal has the format `decimal`.
"""

import copy
import re
from dataclasses import dataclass, field

METHODS = ("get", "post", "patch", "delete")
# Headers that calls send by themselves or by an option, or that this surface does not offer.
OWN_HEADERS = {"Tenant-Id", "X-Correlation-Id", "traceparent", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Prefer", "Range", "If-Range"}
# Marks of members that an answer may lack even if nobody chose its members.
MAY_LACK = ("x-pii", "x-embedded", "x-opt-in", "x-written")
JSON_TYPES = ("application/merge-patch+json", "application/json")


def pascal(name):
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()


def camel(name):
    whole = pascal(name)
    return whole[:1].lower() + whole[1:]


@dataclass
class Operation:
    name: str  # listContacts
    method: str
    path: str
    summary: str
    parameters: list  # names of the path
    query: str | None = None  # name of a schema
    body: str | None = None  # name of a schema
    body_required: bool = False
    media_type: str | None = None
    form: bool = False
    answer: str | None = None  # name of a schema
    item: str | None = None  # name of the schema of a list's entries
    paging: str | None = None  # cursor, number, none; None: not a list
    file: bool = False
    query_required: bool = False
    reads: bool = False  # a POST that only reads
    conditional: bool = False  # takes If-Match
    creates: bool = False
    chooses: bool = False  # takes `fields`


@dataclass
class Model:
    domain: str
    version: str
    operations: list
    document: dict
    shapes: dict = field(default_factory=dict)


class Reader:
    def __init__(self, domain, document):
        self.domain = domain
        self.document = copy.deepcopy(document)
        self.schemas = self.document["components"]["schemas"]
        self.published = copy.deepcopy(self.schemas)

    def model(self):
        operations = []
        for path, item in self.document["paths"].items():
            shared = item.get("parameters", [])
            operations += [self.operation(method, path, item[method], shared) for method in METHODS if method in item]
        mark_decimals(self.document)
        # Types come from components alone.
        self.document["paths"] = {}
        return Model(self.domain, self.document["info"]["version"], operations, self.document, shapes_of(self.schemas))

    def deref(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def named(self, schema, name):
        """The name of the schema, which gets this one if it has none."""
        if "$ref" in schema:
            return schema["$ref"].rsplit("/", 1)[1]
        if name in self.schemas:
            raise ValueError(f"{self.domain}: the schema {name} is there already")
        self.schemas[name] = schema
        return name

    def operation(self, method, path, described, shared):
        name = described["operationId"]
        made = Operation(name, method.upper(), path, described.get("summary", name), re.findall(r"\{([^}]+)\}", path))
        parameters = [self.deref(parameter) for parameter in [*shared, *described.get("parameters", [])]]
        made.conditional = any(parameter["name"] == "If-Match" for parameter in parameters)
        scopes = [scope for way in described.get("security", []) for scopes in way.values() for scope in scopes]
        made.reads = bool(scopes) and all(scope.endswith((":read", ":pii")) for scope in scopes)
        kind = described.get("x-kind", "")
        made.creates = "create" in kind
        self.read_query(made, parameters, described)
        if "requestBody" in described:
            self.read_body(made, self.deref(described["requestBody"]))
            if made.form:  # its texts take the place of the parameters
                made.query = None
        self.read_answer(made, described["responses"])
        if not made.creates and "action" not in kind:
            self.complete(made.item or made.answer)
        self.read_choice(made)
        return made

    def complete(self, name):
        """A complete answer has every member but those with a mark; the document leaves them optional, because `fields` omits any."""
        schema = self.schemas.get(name)
        if schema and "properties" in schema:
            schema["required"] = [member for member, described in schema["properties"].items()
                                  if not any(described.get(mark) for mark in MAY_LACK)]

    def read_choice(self, made):
        """Whether the caller can choose the members of the answer."""
        made.chooses = any("fields" in self.schemas[name].get("properties", {}) for name in (made.query, made.body if made.paging else None) if name)

    def read_query(self, made, parameters, described):
        members, required = {}, []
        for parameter in parameters:
            if parameter["name"] == "filter" and parameter["in"] == "query":
                parameter = {**parameter, "schema": self.filter_of(made, described)}
            if parameter["in"] == "header" and parameter["name"] not in OWN_HEADERS:
                raise ValueError(f"{made.name}: no code for the header {parameter['name']}")
            if parameter["in"] != "query":
                continue
            schema = copy.deepcopy(parameter["schema"]) if "schema" in parameter else {}
            members[parameter["name"]] = schema
            if "description" in parameter and "$ref" not in schema:
                schema["description"] = parameter["description"]
            if parameter.get("required"):
                required.append(parameter["name"])
        if members:
            made.query = self.named({"type": "object", "properties": members, "required": required}, f"{pascal(made.name)}Query")
            made.query_required = bool(required)

    def filter_of(self, made, described):
        """The typed conditions, as a search body takes them, in place of the texts that a query has. The library makes these texts."""
        name = described.get("x-filter", "").rsplit("/", 1)[-1]
        if name not in self.schemas:
            raise ValueError(f"{self.domain}: x-filter of {made.name} names no schema of its conditions")
        return {"$ref": f"#/components/schemas/{name}"}

    def read_body(self, made, body):
        content = body["content"]
        made.body_required = body.get("required", False)
        if "multipart/form-data" in content:
            made.form, made.media_type = True, "multipart/form-data"
            members = self.deref(content[made.media_type]["schema"])["properties"]
            for name, schema in members.items():
                if schema.get("format") == "binary" or "contentMediaType" in schema:
                    # Each generator of types gives this its library's type of a file.
                    members[name] = {"type": "string", "format": "binary", "customTypePath": "vip_sdk._connection.File"}
        else:
            made.media_type = next(media for media in JSON_TYPES if media in content)
        made.body = self.named(content[made.media_type]["schema"], f"{pascal(made.name)}Body")

    def created(self, name):
        """The record as the document has it, of which only the id must be there."""
        self.schemas.setdefault(f"{name}Created", copy.deepcopy(self.published[name]))
        return f"{name}Created"

    def read_answer(self, made, responses):
        status = next((status for status in sorted(responses) if status.startswith("2")), None)
        content = self.deref(responses[status]).get("content", {}) if status else {}
        if not content:
            return
        if "application/json" not in content:
            made.file = True
            return
        schema = content["application/json"]["schema"]
        if made.creates and "$ref" in schema:  # the id alone, or the whole record if it was asked for
            schema = {"$ref": f"#/components/schemas/{self.created(schema['$ref'].rsplit('/', 1)[1])}"}
        made.answer = self.named(schema, f"{pascal(made.name)}Answer")
        results = self.deref(schema).get("properties", {}).get("results")
        if results and results.get("type") == "array":
            made.item = self.named(results["items"], f"{made.answer}Item")
            results["items"] = {"$ref": f"#/components/schemas/{made.item}"}
            where = made.body if made.method == "POST" else made.query
            taken = self.schemas[where].get("properties", {}) if where else {}
            made.paging = "cursor" if "cursor" in taken else "number" if "page" in taken else "none"


def types_of(schema):
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else kind


def mark_decimals(node):
    """Decimals are what the documents call a number, whatever the format; a text in their place is left to those who send one."""
    if isinstance(node, dict):
        if "number" in types_of(node) and "integer" not in types_of(node):
            null = "null" in types_of(node)
            node["type"] = ["number", "null"] if null else "number"
            node["format"] = "decimal"
            node.pop("pattern", None)
        for value in node.values():
            mark_decimals(value)
    elif isinstance(node, list):
        for value in node:
            mark_decimals(value)


def shapes_of(schemas):
    """For each schema with decimals: member to "d", to the name of a schema, or to a list of one of these."""

    def shape(schema):
        """What stands at a value of this schema: "d", a name, [shape], a dict of members that has no name yet, or None."""
        if "$ref" in schema:
            return schema["$ref"].rsplit("/", 1)[1]
        if schema.get("format") == "decimal":
            return "d"
        for word in ("anyOf", "oneOf", "allOf"):
            inner = [found for found in map(shape, schema.get(word, [])) if found is not None]
            if len(inner) == 1:
                return inner[0]
            if inner:
                return {name: value for part in inner for name, value in members(part).items()}
        if "items" in schema:
            inner = shape(schema["items"])
            return None if inner is None else [inner]
        if "properties" in schema:
            return {name: inner for name, inner in ((n, shape(s)) for n, s in schema["properties"].items()) if inner is not None}
        return None

    def members(found):
        return found if isinstance(found, dict) else shape(schemas[found]) if isinstance(found, str) and found != "d" else {}

    shapes, pending = {}, {name: shape(schema) for name, schema in schemas.items()}
    # A schema without a name inside another gets one.
    while pending:
        name, found = pending.popitem()
        if isinstance(found, str) and found != "d":
            found = members(found)
        if isinstance(found, dict):
            shapes[name] = {member: name_inner(inner, f"{name}/{member}", pending) for member, inner in found.items()}
    return without_decimals_removed(shapes)


def name_inner(inner, path, pending):
    if isinstance(inner, list):
        return [name_inner(inner[0], path, pending)]
    if isinstance(inner, dict):
        pending[path] = inner
        return path
    return inner


def without_decimals_removed(shapes):
    """Only the shapes from which a decimal can be reached."""
    useful = set()

    def leads(inner):
        return leads(inner[0]) if isinstance(inner, list) else inner == "d" or inner in useful

    grown = True
    while grown:
        found = {name for name, members in shapes.items() if any(map(leads, members.values()))}
        grown = found != useful
        useful = found
    return {name: {member: inner for member, inner in sorted(shapes[name].items()) if leads(inner)} for name in sorted(useful)}
