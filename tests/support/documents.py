"""An OpenAPI document as tests read it: every operation and every field with all that the document says of it.

The published documents say each thing once: what fields mean in the schema of the record, enumerations and parameters as
components, conditions as one component. Here these are put together again, in the place where a test looks.
"""

import copy

BODIES = ("Create", "Patch", "Input")
METHODS = ("get", "post", "patch", "delete")


def expanded(document):
    """A copy in which operations have the parameters of their path and one for each condition, and fields their meaning."""
    document = copy.deepcopy(document)
    schemas = document["components"]["schemas"]
    for name in schemas:
        if "properties" in schemas[name]:
            schemas[name]["properties"] = {member: inlined(schemas, schema) for member, schema in schemas[name]["properties"].items()}
    for name, schema in schemas.items():
        record = next((schemas.get(name.removesuffix(ending)) for ending in BODIES if name.endswith(ending)), None)
        if record is not None and "properties" in schema:
            schema["properties"] = {member: {**record["properties"].get(member, {}), **own} for member, own in schema["properties"].items()}
    for item in document["paths"].values():
        shared = item.pop("parameters", [])
        for method in METHODS:
            if method in item:
                own = [with_schema(schemas, resolve(document, parameter)) for parameter in shared + item[method].get("parameters", [])]
                item[method]["parameters"] = [*own, *conditions(schemas, item[method].get("x-filter"))]
    return document


def conditions_of_body(schema):
    """The conditions of a body: each is in both branches of the one before."""
    while "if" in schema:
        yield {"if": schema["if"], "then": {key: value for key, value in schema["then"].items() if key not in ("if", "then", "else")}}
        schema = schema.get("else", {})


def names_of(schema):
    """The names that a text may be, from its pattern: ^(a|b)$."""
    return schema["pattern"][2:].split(")")[0].split("|")


def resolve(document, node):
    """Follows a $ref inside the document."""
    while isinstance(node, dict) and "$ref" in node and node["$ref"].startswith("#/"):
        found = document
        for step in node["$ref"][2:].split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        node = found
    return node


def with_schema(schemas, parameter):
    return {**parameter, "schema": inlined(schemas, parameter["schema"])}


def target_of(schemas, reference):
    return schemas[reference["$ref"].rsplit("/", 1)[1]]


def is_record(schema):
    """A whole record: it is embedded, and may refer back."""
    return "created-date" in schema.get("properties", {})


def inlined(schemas, schema):
    """The schema with the enumeration or object that it refers to in its place."""
    if "items" in schema:
        schema = {**schema, "items": inlined(schemas, schema["items"])}
    options = schema.get("oneOf", [])
    nullable = len(options) == 2 and options[1] == {"type": "null"}
    reference = options[0] if nullable else schema
    if "$ref" not in reference or is_record(target_of(schemas, reference)):
        return schema
    target = copy.deepcopy(target_of(schemas, reference))
    if nullable:
        target["type"] = [target["type"], "null"]
        if "enum" in target:
            target["enum"].append(None)
    return {**target, **{key: value for key, value in schema.items() if key not in ("$ref", "oneOf")}}


def conditions(schemas, name_of_filter):
    """The parameters that `filter` stands for: name[operator]."""
    if name_of_filter is None:
        return
    for name, operators in schemas[name_of_filter]["properties"].items():
        of_field = schemas[operators["$ref"].rsplit("/", 1)[1]] if "$ref" in operators else operators
        for operator, schema in of_field["properties"].items():
            full = name if operator == "eq" else f"{name}-{operator}" if operator in ("start", "end") else f"{name}[{operator}]"
            found = {"name": full, "in": "query", "schema": inlined(schemas, schema), "x-condition": [name, operator]}
            if operators.get("x-pii"):
                found["x-pii"] = True
            yield found


def described_members(document, schema_name):
    """Members that every complete answer has: all but those that are marked."""
    record = document["components"]["schemas"].get(schema_name, {})
    if not is_record(record):
        return set()
    return {name for name, schema in record["properties"].items() if not {"x-pii", "x-embedded", "x-opt-in", "x-written"} & set(schema)}
