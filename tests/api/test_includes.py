"""What `include` embeds is what its own path gives: a collection's list below the record, a reference's own record.

Random pages of the demo practice, compared byte for byte with a page that is put together from these responses.
"""

import functools
import json
import random

import pytest
from support.resources import filled, parameters_of_path, published
from support.tables import unique_word

SEED = 20261201
PAGES = 3
SIZES = (1, 4, 9)
MOST_EMBEDDED = 100


class Relation:
    """A member that a record of a resource may embed."""

    def __init__(self, resource, name, schema):
        self.resource, self.name = resource, name
        self.many = "items" in schema
        self.target = resources_by_schema()[resource.domain, (schema["items"] if self.many else schema["oneOf"][0])["$ref"]]

    @functools.cached_property
    def collection(self):
        """The path of the list of the target below a record."""
        lists = [self.target.template("list"), *(template for template, _ in self.target.further)]
        return next(template for template in lists if parameters_of_path(template) == [self.resource.id])


def record_reference(resource):
    """Where the contract has the schema of the resource's records."""
    kind = "list" if resource.has("list") else "read"
    node = resource.operation(kind)["responses"]["200"]["content"]["application/json"]["schema"]
    if kind == "list":
        node = resource.resolve(resource.resolve(node)["properties"]["results"])["items"]
    return node


@functools.lru_cache(maxsize=1)
def resources_by_schema():
    return {(resource.domain, record_reference(resource)["$ref"]): resource for resource in published().values()
            if resource.has("list") or resource.has("read")}


@functools.lru_cache(maxsize=None)
def relations(resource):
    properties = resource.resolve(record_reference(resource))["properties"]
    return [Relation(resource, name, schema) for name, schema in properties.items() if schema.get("x-embedded")]


EMBEDDING = [resource for resource in published().values() if resource.has("list") and "include" in resource.query]


def elements(text):
    """The objects of a page's `results`, as they are written."""
    start = '{"results":['
    assert text.startswith(start), text[:100]
    decoder, at, found = json.JSONDecoder(), len(start), []
    while text[at] != "]":
        at += text[at] == ","
        end = decoder.raw_decode(text, at)[1]
        found.append(text[at:end])
        at = end
    return found


class Apart:
    """What records embed, each asked for by itself."""

    def __init__(self, api):
        self.api, self.known = api, {}

    def text(self, path):
        if path not in self.known:
            response = self.api.get(path)
            assert response.status_code in (200, 404), response.text
            self.known[path] = response.text if response.status_code == 200 else None
        return self.known[path]

    def rows(self, path):
        return elements(self.text(path))

    def member(self, relation, record):
        """`,"addresses":[…]` of a record."""
        if relation.many:
            path = relation.target.url(filled(relation.collection, {relation.resource.id: record[relation.resource.id]}))
            return f',"{relation.name}":[{",".join(self.rows(f"{path}?size={MOST_EMBEDDED}"))}]'
        identifier = record[f"{relation.name}-uuid"]
        return f',"{relation.name}":{"null" if identifier is None else self.one(relation.target, identifier)}'

    def one(self, target, identifier):
        if not target.has("read"):
            rows = self.rows(f"{target.url(target.template('list'))}?size=1000")
            return next(row for row in rows if f'"{target.id}":"{identifier}"' in row)
        text = self.text(target.url(filled(target.template("read"), {target.id: identifier})))
        if text is None:
            return "null"
        # Some resources embed in every response to a read of one.
        ends = [text.index(f',"{relation.name}":[') for relation in relations(target) if f',"{relation.name}":[' in text]
        return text[:min(ends)] + "}" if ends else text


def pages(resource, practice, chance):
    """Paths of random pages of a list; below a parent, of those of random parents."""
    template, parameter = resource.template("list"), resource.parent_parameter
    for _ in range(PAGES):
        parents = practice.parents(resource) if parameter else None
        path = resource.url(filled(template, {parameter: chance.choice(parents)}) if parameter else template)
        size = chance.choice(SIZES)
        total = practice.api.get(f"{path}?size=1&total=exact").json().get("total-results", 0)
        yield f"{path}?size={size}&page={chance.randint(1, max(1, -(-total // size)))}"


@pytest.mark.parametrize("resource", EMBEDDING, ids=repr)
def test_a_page_embeds_what_other_paths_give(resource, practice):
    chance = random.Random(f"{SEED} {resource}")
    apart = Apart(practice.api)
    for path in pages(resource, practice, chance):
        chosen = relations(resource)
        chosen = chance.sample(chosen, chance.randint(1, len(chosen)))
        names = ",".join(relation.name for relation in chosen)
        rows = apart.rows(path)
        expected = [row[:-1] + "".join(apart.member(relation, json.loads(row)) for relation in chosen) + "}" for row in rows]
        given = practice.api.get(f"{path}&include={names}").text
        assert elements(given) == expected, f"{path}&include={names}"
        if rows and resource.has("read"):
            at = chance.randrange(len(rows))
            one = resource.url(filled(resource.template("read"), {resource.id: json.loads(rows[at])[resource.id]}))
            assert practice.api.get(f"{one}?include={names}").text == expected[at], f"{one}?include={names}"


def test_the_practice_has_records_for_most_relations(practice):
    """So that the comparison above compares something."""
    embeds = {}
    for resource in EMBEDDING:
        if not resource.parent_parameter:
            names = ",".join(relation.name for relation in relations(resource))
            rows = practice.api.get(f"{resource.url(resource.template('list'))}?size=300&include={names}").json()["results"]
            embeds |= {(resource, relation.name): any(row[relation.name] for row in rows) for relation in relations(resource)}
    assert sum(embeds.values()) > 0.6 * len(embeds), [relation for relation, found in embeds.items() if not found]


def test_a_collection_embeds_its_first_hundred(api):
    """Each record's, whatever the others of its page have."""
    contacts, name = "/contact-management/v1/api/contacts", unique_word()
    location = api.get("/location-management/v1/api/locations?size=1").json()["results"][0]["location-uuid"]
    counts = (2, MOST_EMBEDDED + 3, 0, MOST_EMBEDDED, 1)
    for count in counts:
        body = {"last-name": name, "first-name": "A", "contact-type": "Client", "location-uuid": location}
        contact = api.create(contacts, body)["contact-uuid"]
        for number in range(count):
            api.create(f"{contacts}/{contact}/emails", {"type": "Home", "email-address": f"{name}{number}@example.com", "preferred": False})
    apart, (emails,) = Apart(api), [relation for relation in relations(published()["contact-management/contacts"]) if relation.name == "emails"]
    for order in ("asc", "desc"):
        path = f"{contacts}?last-name={name}&sort=created-date,{order}"
        rows = apart.rows(path)
        expected = [row[:-1] + apart.member(emails, json.loads(row)) + "}" for row in rows]
        given = elements(api.get(f"{path}&include=emails").text)
        assert given == expected
        assert sorted(len(json.loads(row)["emails"]) for row in given) == sorted(min(count, MOST_EMBEDDED) for count in counts)
