"""No change is invisible: after a write, a record has a new version and `modified` if its full view has changed, and only then.

The full view of a record is what its contract shows of it, with the records that are part of it (docs/contract.md 7). It is read
from the tenant's file, since one write may change any record of any resource.
"""

import collections
import sqlite3

import pytest
from support.resources import CreationFailed, filled, published

MOMENTS = ("modified", "modified-date")


class Views:
    """The views of all records of a tenant at one moment: by resource and id (view, version, modified)."""

    def __init__(self, factory):
        file = factory.api.sandbox.data / "tenants" / f"{factory.api.tenants[factory.tenant]}.db"
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            database.execute("BEGIN")
            self.records = {}
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
        rows = database.execute(f'SELECT id,version,modified,seq{columns} FROM "{table}"')
        external = collections.defaultdict(dict)  # ids of the businesses for a record
        for record, business, value in database.execute("SELECT record,business,value FROM external_ids WHERE resource=?", (name,)):
            external[record][business] = value
        self.records[name] = {row[0]: [{**dict(zip(shown, row[4:])), "external-id": external.get(row[3])}, row[1], row[2]] for row in rows}

    def add_parts(self, name, resource):
        """What an embedded collection shows of its records, versions included."""
        for part, schema in resource.properties.items():
            child = f"{resource.domain}/{part}"
            nested = child in published() and published()[child].parent_parameter == resource.id
            if not (nested or (schema.get("x-embedded") and part in DECLARED.get(name, ()))):
                continue
            for identifier, (view, version, _) in self.records[child].items():
                owner = self.records[name].get(view.get(resource.id) if nested or resource.id in view else None)
                if owner is not None:
                    owner[0].setdefault(part, {})[identifier] = version


# Relations that a declaration names without nesting them.
DECLARED = {"patient-management/patients": ("ownerships",), "communications/document-folders": ("documents",)}


def check(before, after, steps=None):
    """Each record that is in both: a new view and a new version go together. After several writes (`steps` is None) a view may
    be as it was, such as a balance."""
    for name, records in after.records.items():
        for identifier, (view, version, modified) in records.items():
            known = before.records[name].get(identifier)
            if known is None:
                continue
            changed = {field: (known[0].get(field), value) for field, value in view.items() if known[0].get(field) != value}
            changed |= {field: (value, None) for field, value in known[0].items() if field not in view}
            summary = f"{name} {identifier.hex()}: {changed}, version {known[1]} -> {version}"
            if changed:
                assert version > known[1] and modified > known[2], f"an invisible change of {summary}"
            elif steps is not None:
                assert (version, modified) == (known[1], known[2]), f"a new version without a change of {summary}"
            if changed and steps is not None:
                assert version == known[1] + steps, f"more than one version of {summary}"


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
    for name, records in before.records.items():
        check_traces(factory, published()[name], set(records) - set(after.records[name]))


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
