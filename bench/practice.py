"""The demo practice as it is measured: a server of each variant, all with the same data, pinned to the servers' core."""

import functools
import json
import pathlib
import shutil
import time

from measure import SERVER_CORE, Request
from support.api import Api
from support.commands import vip
from support.sandbox import BINARY, Sandbox

ROTATE = pathlib.Path(__file__).resolve().parent / "rotate.lua"

# The servers that pages are measured on: name of the variant and its flags. The first one answers nothing from memory.
VARIANTS = {"cold": ("--response-cache", "0"), "hot": ()}

UNREACHED = "100000000"  # a rate that is counted as any other, and that no load generator exceeds
CONTACTS = "/contact-management/v1/api/contacts"
PATIENTS = "/patient-management/v1/api/patients"


def load(folder, scale, binary=BINARY):
    """Makes the data of a sandbox, with all cores; the seconds that it takes."""
    folder.mkdir()
    started = time.monotonic()
    sandbox = Sandbox(folder, scale=scale, binary=binary)
    seconds = time.monotonic() - started
    assert sandbox.end() is None
    return seconds


class Served:
    """A sandbox's data served as by a deployment, with its settings and its log; an API client, and the requests that are sent."""

    def __init__(self, folder, scale, flags=(), binary=BINARY):
        if not folder.exists():
            load(folder, scale, binary)
        settings = ("--log-file", str(folder / "requests.log"), "--rate-limit", UNREACHED, *flags)
        self.sandbox = Sandbox(folder, scale=scale, cpus=SERVER_CORE, binary=binary, settings=settings, serves=True, pause=0.002)
        self.api = Api(self.sandbox)

    @property
    def process(self):
        return self.sandbox.process

    def headers(self, tenant="first"):
        return {"Authorization": f"Bearer {self.api.token()}", "Tenant-Id": self.api.tenants.get(tenant, tenant), "Accept": "application/json"}

    def request(self, path, tenant="first", script=None, arguments=()):
        return Request(self.process, self.sandbox.base + path, self.headers(tenant), script, arguments)

    def rotating(self, name, pairs):
        """A request of each pair of a path and a tenant's id in turn."""
        file = self.sandbox.folder / f"{name}.requests"
        file.write_text("".join(f"{path} {tenant}\n" for path, tenant in pairs))
        return self.request("/", script=ROTATE, arguments=(file,))

    def content(self, path):
        response = self.api.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code} {response.text}"
        return response.content

    def operate(self, *words):
        """The result of a command of an operator."""
        done = vip(*words, "--data", self.sandbox.data, "--json", binary=self.sandbox.binary)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @functools.cached_property
    def customer(self):
        return self.operate("customer", "create", "Benchmark")["customer-uuid"]

    def new_tenant(self, name):
        """The id of a new tenant that the client may use."""
        tenant = self.operate("tenant", "create", "--customer", self.customer, "--name", name)["tenant-uuid"]
        client = self.sandbox.credentials["VIP_CLIENT_ID"]
        self.operate("grant", "add", "--client", client, "--tenant", tenant, "--authorised-by", "Benchmark")
        return tenant

    def restart(self, under=()):
        """Seconds to the first answer, the data there already. `under`: a command that starts it."""
        assert self.sandbox.end() is None
        self.sandbox.wrap = list(under)
        started = time.monotonic()
        self.sandbox.start()
        return time.monotonic() - started

    def stop(self):
        self.api.http.close()
        if self.process.poll() is None:
            self.sandbox.end()


class Practice:
    """The practice, loaded once, and served by each variant on a copy."""

    def __init__(self, folder, scale):
        first, *others = VARIANTS
        self.loaded_in = load(folder / first, scale)
        for other in others:
            shutil.copytree(folder / first, folder / other)
        self.variants = {}
        try:
            for name, flags in VARIANTS.items():
                self.variants[name] = Served(folder / name, scale, flags)
        except BaseException:
            self.stop()
            raise

    @property
    def cold(self):
        return next(iter(self.variants.values()))

    @property
    def usual(self):
        """The one with the settings of a deployment."""
        return list(self.variants.values())[-1]

    def stop(self):
        for served in self.variants.values():
            served.stop()
