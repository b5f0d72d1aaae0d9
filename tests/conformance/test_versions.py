"""No change is invisible: after a write, a record has a new version and `modified` if its full view has changed, and only then.

The full view of a record is what its contract shows of it, with the records that are part of it (docs/contract.md 7). It is read
from the tenant's file, since one write may change any record of any resource.
"""

import collections
import sqlite3

import pytest
from support.resources import CreationFailed, filled, published


class Views:
    """The views of all records of a tenant at one moment. Few differ between two moments: rows are compared as they are stored."""

    def __init__(self, factory):
        file = factory.api.sandbox.data / "tenants" / f"{factory.api.tenants[factory.tenant]}.db"
        self.rows = {}  # of each resource: id -> (id, version, modified, seq, fields ...)
        self.shown = {}  # of each resource: the names of the fields
        self.external = {}  # of each resource: seq -> ids of the businesses
        self.parts = collections.defaultdict(dict)  # of each resource: id -> {part: {id of a part's record: version}}
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            database.execute("BEGIN")
            for name, resource in published().items():
                self.read(database, name, resource)
            database.execute("ROLLBACK")
        for name, resource in published().items():
            self.add_parts(name, resource)

    def read(self, database, name, resource):
        table = name.replace("-", "_").replace("/", "_")
        kept = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}
        aliases = {field for field, schema in resource.properties.items() if "modified" in schema.get("description", "") and field != "modified"}
        shown = [field for field in resource.properties if field.replace("-", "_") in kept and field not in {"modified", resource.id} | aliases]
        columns = "".join(f',"{field.replace("-", "_")}"' for field in shown)
        external = collections.defaultdict(dict)
        for record, business, value in database.execute("SELECT record,business,value FROM external_ids WHERE resource=?", (name,)):
            external[record][business] = value
        self.shown[name], self.external[name] = shown, dict(external)
        self.rows[name] = {row[0]: row for row in database.execute(f'SELECT id,version,modified,seq{columns} FROM "{table}"')}

    def add_parts(self, name, resource):
        """What an embedded collection shows of its records, versions included."""
        for part, schema in resource.properties.items():
            child = f"{resource.domain}/{part}"
            nested = child in published() and published()[child].parent_parameter == resource.id
            if not (nested or (schema.get("x-embedded") and part in DECLARED.get(name, ()))) or resource.id not in self.shown[child]:
                continue
            owner = FIRST_FIELD + self.shown[child].index(resource.id)
            for identifier, row in self.rows[child].items():
                if row[owner] in self.rows[name]:
                    self.parts[name].setdefault(row[owner], {}).setdefault(part, {})[identifier] = row[1]

    def beside(self, name, identifier):
        """What belongs to the view and is not in the row."""
        return self.external[name].get(self.rows[name][identifier][3]), self.parts[name].get(identifier)

    def view(self, name, identifier):
        external, parts = self.beside(name, identifier)
        return {**dict(zip(self.shown[name], self.rows[name][identifier][FIRST_FIELD:])), "external-id": external, **(parts or {})}


FIRST_FIELD = 4
# Relations that a declaration names without nesting them.
DECLARED = {"patient-management/patients": ("ownerships",), "communications/document-folders": ("documents",)}


def check(before, after, steps=None):
    """Each record that is in both: a new view and a new version go together. After several writes (`steps` is None) a view may
    be as it was, such as a balance."""
    for name, rows in after.rows.items():
        for identifier, row in rows.items():
            former = before.rows[name].get(identifier)
            if former is None or (former == row and before.beside(name, identifier) == after.beside(name, identifier)):
                continue
            view, known = after.view(name, identifier), before.view(name, identifier)
            changed = {field: (known.get(field), value) for field, value in view.items() if known.get(field) != value}
            changed |= {field: (value, None) for field, value in known.items() if field not in view}
            summary = f"{name} {identifier.hex()}: {changed}, version {former[1]} -> {row[1]}"
            if changed:
                assert row[1] > former[1] and row[2] > former[2], f"an invisible change of {summary}"
            elif steps is not None:
                assert row[1:3] == former[1:3], f"a new version without a change of {summary}"
            if changed and steps is not None:
                assert row[1] == former[1] + steps, f"more than one version of {summary}"


@pytest.mark.resources_with()
def test_a_create_is_visible(factory, resource):
    if not resource.creatable:
        pytest.skip("only rules create it")
    try:
        factory.make(resource)
    except CreationFailed:
        pytest.skip("no body is accepted")
    before = Views(factory)
    try:
        factory.make(resource)
    except CreationFailed:
        pytest.skip("there is room for one only")
    check(before, Views(factory))


@pytest.mark.resources_with("patch")
def test_a_patch_is_visible(factory, resource):
    if resource.creatable:
        path = factory.make(resource).path
    else:
        _, records = factory.sample(resource)
        path = resource.url(filled(resource.template("patch"), {resource.id: records[0][resource.id]}))
    record = factory.call("GET", path).json()
    before = Views(factory)
    for name, schema in resource.fields("patch").items():
        for value in values_of(schema, record.get(name)):
            factory.call("PATCH", path, body={name: value})
            after = Views(factory)
            check(before, after, steps=1)
            before = after


def values_of(schema, now):
    """A few values that a field may take: its examples, the other value of a flag or an enumeration, and none."""
    if schema.get("type") == "boolean":
        return [not now, now]
    found = [value for value in schema.get("enum", schema.get("examples", [])) if value != now][:1]
    return [*found, None] if now is not None else found


@pytest.mark.resources_with("delete", "create")
def test_a_deletion_is_visible(factory, resource):
    made = factory.make(resource)
    before = Views(factory)
    assert factory.call("DELETE", made.path).status_code == 204
    after = Views(factory)
    check(before, after, steps=1)
    for name, rows in before.rows.items():
        check_traces(factory, published()[name], set(rows) - set(after.rows[name]))


def check_traces(factory, resource, gone):
    """What was deleted for good is in the list of deleted records, as everybody's copy needs it."""
    if not gone:
        return
    assert resource.has("deleted"), f"{resource} can be deleted for good, and no list has what was"
    path = resource.url(resource.template("deleted"))
    listed = [record[resource.id] for record in factory.call("GET", f"{path}?size=1000").json()["results"]]
    for identifier in gone:
        assert listed.count(str_of(identifier)) == 1


def str_of(identifier):
    text = identifier.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
