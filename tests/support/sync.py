"""A copy of a practice that is kept by the public API alone, as docs/portal/sync.md describes it.

For each collection, the copy knows the newest `modified` (of what is gone: `deleted-date`) that it has read, and asks for what is as
new or newer. The lists are sorted by `modified`: a record that changes during the read comes again at the end, so that nothing
is missed however many write at the same time.
"""

from support.demo import EVERYTHING
from support.resources import filled, published

PAGE = 200


class Copy:
    """records[resource][id] is the whole record."""

    def __init__(self, api, tenant="first"):
        self.api, self.tenant = api, tenant
        self.resources = [resource for resource in published().values() if resource.has("list")]
        self.records = {repr(resource): {} for resource in self.resources}
        self.since = {}  # by path: the newest time that was read

    def sync(self):
        """Reads what is new. Deletions come last: what was listed before may be gone by now."""
        changed = {}
        for resource in self.ordered():
            paths = [resource.url(path) for path in self.paths(resource, changed)]
            changed[repr(resource)] = [record for path in paths for record in self.read_new(resource, path)]
            for record in changed[repr(resource)]:
                self.records[repr(resource)][record[resource.id]] = record
        for resource in self.resources:
            if resource.has("deleted"):
                for gone in self.read(resource.url(resource.template("deleted")), "", "deleted-date"):
                    self.records[repr(resource)].pop(gone[resource.id], None)

    def ordered(self):
        """Parents before what is below them."""
        done, rest = [], list(self.resources)
        while rest:
            ready = [one for one in rest if self.parent(one) is None or self.parent(one) in done]
            assert ready, rest
            done += ready
            rest = [one for one in rest if one not in ready]
        return done

    def parent(self, resource):
        if resource.parent_parameter is None:
            return None
        return next(other for other in self.resources
                    if other.domain == resource.domain and other is not resource and other.has("read") and other.id == resource.parent_parameter)

    def paths(self, resource, changed):
        """The collection's path; of one below a parent, that of each parent that has changed, since a change below it is its own."""
        if resource.parent_parameter is None:
            return [resource.template("list")]
        parent = self.parent(resource)
        ids = {record[parent.id] for record in changed[repr(parent)]}
        return [filled(resource.template("list"), {resource.parent_parameter: one}) for one in sorted(ids)]

    def read_new(self, resource, path):
        wanted = "".join(f"&{name}={value}" for name, value in EVERYTHING.items() if name in resource.query)
        return self.read(path, f"&sort=modified,asc{wanted}", "modified")

    def read(self, path, query, time):
        query = f"size={PAGE}&total=none{query}"
        if path in self.since:
            query += f"&modified-start={self.since[path]}"
        found = []
        while query:
            response = self.api.call("GET", f"{path}?{query}", tenant=self.tenant, check=False)
            if response.status_code == 404:
                break  # the parent is gone
            assert response.status_code == 200, f"{path}?{query}: {response.text}"
            page = response.json()
            found += page["results"]
            query = f"cursor={page['next-cursor']}" if "next-cursor" in page else None
        if found:
            self.since[path] = found[-1][time]
        return found
