"""List, page, sort, filter, fields, include: every parameter of every resource's document."""

import re
from urllib.parse import quote

import pytest
from support.documents import names_of
from support.ordering import is_ordered, key, text_key
from support.resources import parameters_of_path, filled, is_array, published, types_of

NEVER = "018f3f2e-0000-7000-8000-000000000000"
OWN = {"page", "size", "sort", "cursor", "total", "fields", "include", "q"}
FILTER = re.compile(r"^([a-z0-9-]+)(?:\[([a-z-]+)\])?$")


@pytest.fixture
def collection(factory, resource):
    """(path of a list that has records, records)."""
    parents, records = factory.sample(resource)
    assert records, f"the sandbox has no {resource}"
    return resource.url(filled(resource.template("list"), parents)), records


@pytest.mark.resources_with("list")
def test_list(factory, resource, collection):
    path, _ = collection
    response = factory.call("GET", path)
    assert response.status_code == 200
    body = response.json()
    if resource.library:
        assert "page" not in body and "total-results" not in body
    else:
        assert body["page"] == 1 and body["size"] == 20 and len(body["results"]) <= 20
        assert body["total-results"] >= len(body["results"])
    ids = [record[resource.id] for record in body["results"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.resources_with("list")
def test_pages_and_cursors_give_the_same_rows(factory, resource, collection):
    path, _ = collection
    whole = factory.call("GET", f"{path}?size=6").json()
    by_page, by_cursor, cursor = [], [], None
    for number in (1, 2, 3):
        page = factory.call("GET", f"{path}?size=2&page={number}").json()
        assert page["total-results"] == whole["total-results"]
        by_page += [record[resource.id] for record in page["results"]]
        if number == 1 or cursor:
            part = factory.call("GET", f"{path}?cursor={cursor}&size=2" if cursor else f"{path}?size=2").json()
            by_cursor += [record[resource.id] for record in part["results"]]
            cursor = part.get("next-cursor")
    expected = [record[resource.id] for record in whole["results"]]
    assert by_page == expected
    assert by_cursor == expected
    end = factory.call("GET", f"{path}?size=2&page={whole['total-results'] // 2 + 2}").json()
    assert end["results"] == [] and "next-cursor" not in end


BAD_QUERIES = ["size=0", "size=1001", "size=x", "page=0", "page=-1", "page=1.5", "size=5&size=5", "nonsense=1",
               "sort=nonsense,asc", "fields=nonsense", "include=nonsense", "total=maybe", "cursor=nonsense", "size=",
               "modified=", "modified[like]=1"]


@pytest.mark.resources_with("list")
def test_bad_parameters(factory, resource, collection):
    path, _ = collection
    for query in BAD_QUERIES:
        response = factory.call("GET", f"{path}?{query}")
        assert response.status_code == 400, f"?{query}: {response.text}"
        assert response.json()["errors"][0]["parameter"], f"?{query}: {response.text}"


@pytest.mark.resources_with("list")
def test_every_sort(factory, resource, collection):
    path, _ = collection
    orders = [f"{name},{direction}" for name in names_of(resource.query["sort"]["schema"]["items"]) for direction in ("asc", "desc")]
    assert {"created-date,asc", "modified,desc"} <= set(orders)
    for order in orders:
        field, direction = order.split(",")
        response = factory.call("GET", f"{path}?sort={order}&size=200")
        assert response.status_code == 200, response.text
        values = [record[field] for record in response.json()["results"]]
        assert is_ordered(values, direction == "desc"), f"sort={order}: {values}"


@pytest.mark.resources_with("list")
def test_every_filter(factory, resource, collection):
    path, _ = collection
    # Read again: records that were created since may have changed them, such as a balance.
    records = factory.call("GET", f"{path}?size=100").json()["results"]
    for name, parameter in resource.query.items():
        if name in OWN or name.startswith("include-") or name == "deleted":
            continue
        field, operator = filter_of(name, resource)
        if field is None:
            check_responses(factory, resource, path, name, parameter)
            continue
        values = [record[field] for record in records if record.get(field) is not None]
        check_filter(factory, resource, path, name, field, operator, values)


def filter_of(name, resource):
    """(field, operator) of a filter, or (None, None) where the record does not show the field under this name."""
    field, operator = FILTER.match(name).groups()
    if operator is None and field not in resource.properties:
        for ending, bound in (("-start", "gte"), ("-end", "end")):
            stem = field.removesuffix(ending)
            if stem != field and stem in resource.properties:
                return stem, bound
        return None, None
    return (field, operator or "eq") if field in resource.properties else (None, None)


def check_responses(factory, resource, path, name, parameter):
    """A filter whose field is not shown under this name (an alias, a hidden field): the response is successful."""
    schema = resource.resolve(parameter["schema"])
    value = {"uuid": NEVER, "date": "2024-01-01", "date-time": "2024-01-01T00:00:00Z"}.get(schema.get("format"), "x")
    if "enum" in schema:
        value = schema["enum"][0]
    elif "boolean" in types_of(schema):
        value = "true"
    elif "integer" in types_of(schema) or "number" in types_of(schema):
        value = "1"
    elif is_array(schema):
        value = NEVER if resource.resolve(schema["items"]).get("format") == "uuid" else "x"
    assert ask(factory, path, name, value).status_code == 200


def ask(factory, path, name, value):
    query = {name: value, "size": "1000", "include-deactivated": "true", "include-archived": "true",
             "include-cancelled": "true"}
    documented = documented_parameters(factory, path)
    known = {one: text for one, text in query.items() if not one.startswith("include-") or one in documented}
    return factory.call("GET", f"{path}?" + "&".join(f"{encode(one)}={encode(text)}" for one, text in known.items()))


def documented_parameters(factory, path):
    return factory.api.contracts.parameters("GET", path)


def encode(text):
    return quote(text, safe="")


def shown(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def check_filter(factory, resource, path, name, field, operator, values):
    if operator == "is-null":
        for wanted in (True, False):
            response = ask(factory, path, name, shown(wanted))
            assert response.status_code == 200, response.text
            assert all((record[field] is None) == wanted for record in response.json()["results"]), f"{name}={wanted}"
        return
    values = [one for one in values if one != []]
    if not values:
        return
    for value in dict.fromkeys(str(one) if isinstance(one, list) else one for one in values[:40:13]):
        if operator in ("starts-with", "contains"):
            value = value[:3].strip() or value
        if is_array(resource.properties[field]):
            value = next(one for one in values if str(one) == value)[0]
        response = ask(factory, path, name, shown(value))
        assert response.status_code == 200, f"{name}={value}: {response.text}"
        found = [record[field] for record in response.json()["results"]]
        assert all(holds(operator, one, value, resource.properties[field]) for one in found), f"{name}={value}: {found[:20]}"
        exclusive = operator in ("ne", "lt", "gt") or operator == "end" and resource.properties[field].get("format") == "date-time"
        if not exclusive:
            assert found, f"{name}={value} does not find the record that has the value"


def holds(operator, one, value, schema):
    if operator == "ne":
        return one is None or key(one) != key(value)
    if one is None:
        return False
    if isinstance(one, list):
        return value in one
    a, b = key(one), key(value)
    if operator == "end":
        return a < b if schema.get("format") == "date-time" else a <= b
    return {"eq": lambda: a == b, "in": lambda: a == b, "lt": lambda: a < b, "lte": lambda: a <= b, "gt": lambda: a > b, "gte": lambda: a >= b,
            "starts-with": lambda: text_key(one).startswith(text_key(value)), "contains": lambda: text_key(value) in text_key(one)}[operator]()


@pytest.mark.resources_with("list")
def test_filters_refuse_other_types(factory, resource, collection):
    path, _ = collection
    for name, parameter in resource.query.items():
        if name in OWN or name == "deleted":
            continue
        schema = resource.resolve(parameter["schema"])
        strict = schema.get("format") in ("uuid", "date", "date-time") or "enum" in schema or {"boolean", "integer"} & set(types_of(schema))
        if strict:
            response = factory.call("GET", f"{path}?{encode(name)}=not-one-of-these")
            assert response.status_code == 400, f"{name}: {response.status_code}"
            assert response.json()["errors"][0]["parameter"] == name


@pytest.mark.resources_with("list")
def test_each_field_alone(factory, resource, collection):
    path, _ = collection
    for field in names_of(resource.query["fields"]["schema"]["items"]):
        response = factory.call("GET", f"{path}?fields={field}&size=3")
        assert response.status_code == 200, response.text
        for record in response.json()["results"]:
            assert set(record) == {resource.id, field}


@pytest.mark.resources_with("list")
def test_each_include(factory, resource, collection):
    path, _ = collection
    for name in names_of(resource.query["include"]["schema"]["items"]) if "include" in resource.query else []:
        response = factory.call("GET", f"{path}?include={name}&size=5")
        assert response.status_code == 200, response.text
        for record in response.json()["results"]:
            assert name in record, f"include={name} embeds nothing"


@pytest.mark.resources_with("list")
def test_q(factory, resource, collection):
    path, _ = collection
    if "q" not in resource.query:
        return
    assert factory.call("GET", f"{path}?q=zzzzqqqq").json()["results"] == []
    assert factory.call("GET", f"{path}?q=a&size=1").status_code == 200
    assert factory.call("GET", f"{path}?q={'a' * 201}").status_code == 400


@pytest.mark.resources_with("list", "search")
def test_search_equals_the_list(factory, resource, collection):
    path, _ = collection
    listed = factory.call("GET", f"{path}?size=5&page=1&sort=modified,desc").json()
    found = factory.call("POST", f"{path}/search", body={"size": 5, "page": 1, "sort": ["modified,desc"]})
    assert found.status_code == 200, found.text
    assert found.json()["results"] == listed["results"]


@pytest.mark.resources_with("read", "list")
def test_read_one(factory, resource, collection):
    listed, _ = collection
    records = factory.call("GET", f"{listed}?size=1").json()["results"]  # its current state
    path = resource.url(filled(resource.template("read"), {resource.id: records[0][resource.id]}))
    response = factory.call("GET", path)
    assert response.status_code == 200
    assert response.json() == records[0]
    etag = response.headers["etag"]
    assert re.fullmatch(r'"[^"]+"', etag)
    assert factory.call("GET", path, headers={"If-None-Match": etag}).status_code == 304
    assert factory.call("HEAD", path).headers["etag"] == etag
    assert factory.call("GET", path.replace(records[0][resource.id], records[0][resource.id].upper())).json() == records[0]


@pytest.mark.resources_with("list")
def test_further_lists(factory, resource):
    for template, _ in resource.further:
        values = {}
        for name in parameters_of_path(template):
            parent = next(other for other in published().values() if other.domain == resource.domain and other.has("read") and other.id == name)
            values[name] = factory.sample(parent)[1][0][name]
        response = factory.call("GET", resource.url(filled(template, values)))
        assert response.status_code == 200, response.text
        assert all(resource.id in record for record in response.json()["results"])
        if values:
            assert factory.call("GET", resource.url(filled(template, dict.fromkeys(values, NEVER)))).status_code == 404


@pytest.mark.resources_with("read")
def test_bad_ids(factory, resource):
    for kind, method in (("read", "GET"), ("patch", "PATCH"), ("delete", "DELETE")):
        if not resource.has(kind):
            continue
        body = {} if method == "PATCH" else None
        bad = factory.call(method, resource.url(filled(resource.template(kind), {resource.id: "not-a-uuid"})), body=body)
        assert (bad.status_code, bad.json()["code"]) == (400, "invalid-uuid"), bad.text
        unknown = factory.call(method, resource.url(filled(resource.template(kind), {resource.id: NEVER})), body=body)
        assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found"), unknown.text


@pytest.mark.resources_with("list")
def test_bad_parents(factory, resource):
    if resource.parent_parameter is None:
        return
    template = resource.template("list")
    assert factory.call("GET", resource.url(filled(template, {resource.parent_parameter: "not-a-uuid"}))).status_code == 400
    assert factory.call("GET", resource.url(filled(template, {resource.parent_parameter: NEVER}))).status_code == 404
