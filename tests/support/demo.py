"""The demo practice as it is loaded: every record of every resource, read once through the API.

`practice["clinical/vaccinations"]` is the list of all its records, deleted and deactivated ones too. Tables of the sandbox's content
are read from its sources, so that a test and the practice have one source.
"""

import collections
import datetime
import functools
import pathlib
import re
import zoneinfo

import yaml

from support.resources import published

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONTENT = ROOT / "src" / "sandbox" / "content"
LONDON = zoneinfo.ZoneInfo("Europe/London")
EVERYTHING = {"deleted": "IncludeDeleted", "include-deactivated": "true", "include-archived": "true", "include-cancelled": "true",
              "include-entered-in-error": "true", "include-balance": "true"}
PAGE = 1000


class Practice:
    def __init__(self, api, today=None):
        self.api = api
        self.today = today or datetime.datetime.now(LONDON).date()  # the day of loading, by the practice's clocks
        self.resources = {f"{resource.domain}/{resource.name}": resource for resource in published().values()}
        self.read = {}

    def __getitem__(self, name):
        if name not in self.read:
            self.read[name] = list(self.records(self.resources[name]))
        return self.read[name]

    def records(self, resource):
        """All records of a resource; of one below a parent, those of each parent."""
        template = resource.template("list")
        parameter = resource.parent_parameter
        if not parameter:
            yield from self.pages(resource, template)
            return
        for parent in self.parents(resource):
            yield from self.pages(resource, template.replace("{" + parameter + "}", parent))

    def parents(self, resource):
        """Ids of the records that the path's parameter means."""
        parameter = resource.parent_parameter
        for name, other in self.resources.items():
            if other.domain == resource.domain and other.has("list") and other is not resource and other.id == parameter:
                return [record[parameter] for record in self[name]]
        raise AssertionError(f"no resource has {parameter}")

    def pages(self, resource, path):
        query = [f"{name}={value}" for name, value in EVERYTHING.items() if name in resource.query]
        page, pages = 1, 1
        while page <= pages:
            response = self.api.get(f"{resource.url(path)}?{'&'.join([*query, f'size={PAGE}', f'page={page}'])}", check=False)
            assert response.status_code == 200, f"{path}: {response.text}"
            body = response.json()
            yield from body["results"]
            page, pages = page + 1, body.get("total-pages", 1)

    @functools.lru_cache(maxsize=None)
    def by_id(self, name):
        identifier = self.resources[name].id
        return {record[identifier]: record for record in self[name]}

    @functools.lru_cache(maxsize=None)
    def codes(self, name):
        """The code in the content of each system-defined record, by its id; names and references tell them apart."""
        domain, resource = name.split("/")
        entries = yaml.safe_load((ROOT / "domains" / domain / "content" / f"{resource}.yaml").read_text())["entries"]
        names = collections.defaultdict(list)
        for entry in entries:
            names[entry["name"]].append(entry)
        found = {}
        for identifier, record in self.by_id(name).items():
            for entry in names[record["name"]]:
                species = entry.get("species-uuid")
                if species is None or self.codes("patient-management/species").get(record["species-uuid"]) == species:
                    found[identifier] = entry["code"]
        return found

    def client_of(self, patient):
        account = self.by_id("account-management/accounts")[patient["account-uuid"]]
        return self.by_id("contact-management/contacts")[account["contact-uuid"]]


def day(value):
    """The day of a date, or of a date-time by the practice's clocks."""
    return datetime.date.fromisoformat(value) if len(value) == 10 else moment(value).astimezone(LONDON).date()


def moment(value):
    return datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))


def table(file, macro):
    """The rows of a table of the sandbox's content, as Python values."""
    source = re.sub(r"^\s*//.*$", "", (CONTENT / file).read_text(), flags=re.M)
    rows = []
    for match in re.finditer(rf"^{macro}\(", source, re.M):
        values, text, depth, at = [], "", 1, match.end()
        quoted = False
        while depth:
            character = source[at]
            if character == '"' and source[at - 1] != "\\":
                quoted = not quoted
            if not quoted and character in "()":
                depth += 1 if character == "(" else -1
            if depth and (character != "," or quoted):
                text += character
            elif text.strip():
                values.append(literal(text.strip()))
                text = ""
            at += 1
        rows.append(values)
    return rows


def literal(text):
    if text.startswith('"'):
        return text[1:-1]
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text
