"""PocketBase with a collection of the practice's contacts, where Go is on the machine."""

import os
import re
import shutil

from measure import Request
from peers.install import BUILT, output, step
from peers.server import HERE, Server
from support.sandbox import free_port

SOURCE = HERE / "pocketbase"
BINARY = BUILT / "pocketbase"
PAGE = "/api/collections/contacts/records?perPage=20&page=1"


def missing():
    """Why it cannot be built here, or None."""
    wanted = re.search(r"^go (\S+)$", (SOURCE / "go.mod").read_text(), re.M).group(1)
    if shutil.which("go") is None:
        return f"PocketBase is left out: it needs Go {wanted}, and there is none"
    found = output("go", "env", "GOVERSION").removeprefix("go")
    if numbers(found) < numbers(wanted):
        return f"PocketBase is left out: it needs Go {wanted}, and this is {found}"
    return None


def numbers(version):
    return tuple(map(int, re.findall(r"\d+", version)[:2]))


def install():
    """Compiles it, which takes minutes for the first time: Go keeps what it has compiled."""
    if not BINARY.is_file():
        print("bench: compiling PocketBase, some minutes", flush=True)
    BUILT.mkdir(parents=True, exist_ok=True)
    step(["go", "build", "-trimpath", "-mod=readonly", "-o", BINARY, "."], SOURCE)


class PocketBase(Server):
    def __init__(self, folder, practice):
        install()
        folder.mkdir()
        port = free_port()
        super().__init__([BINARY, "serve", "--http", f"127.0.0.1:{port}", "--dir", folder / "data"], folder, port, "/api/health",
                         environment=os.environ | {"BENCH_PRACTICE": str(practice), "BENCH_TOKEN": str(folder / "token")})
        self.page = Request(self.process, self.base + PAGE, {"Authorization": (folder / "token").read_text()})

    @staticmethod
    def version():
        return "PocketBase " + re.search(r"github.com/pocketbase/pocketbase v(\S+)", (SOURCE / "go.mod").read_text()).group(1)
