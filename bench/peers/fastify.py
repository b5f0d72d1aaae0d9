"""The contacts API on Fastify and better-sqlite3, with the practice's contacts."""

import json
import os
import pathlib
import shutil

from measure import Request
from peers.install import output, step
from peers.server import HERE, Server
from support.sandbox import free_port

SOURCE = HERE / "fastify"
NODE = shutil.which("node")


def install():
    """Installs the packages of the lock file, if it or Node changed since the last time, and compiles better-sqlite3.

    No script of a package runs. better-sqlite3's own would fetch a binary that nothing pins: its sources are in the package, the
    headers beside Node.
    """
    modules = SOURCE / "node_modules"
    stamp, lock = modules / ".vip-stamp", SOURCE / "package-lock.json"
    now = output(NODE, "--version") + lock.read_text()
    if stamp.is_file() and stamp.read_text() == now:
        return
    print("bench: installing Fastify and compiling better-sqlite3, a minute or two", flush=True)
    step(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], SOURCE)
    step([NODE, modules / "node-gyp" / "bin" / "node-gyp.js", "rebuild", "--release", f"--nodedir={headers()}"], modules / "better-sqlite3")
    stamp.write_text(now)


def headers():
    """The folder of this Node that has include/node."""
    folder = pathlib.Path(output(NODE, "-p", "process.execPath")).resolve().parent.parent
    if not (folder / "include" / "node" / "node.h").is_file():
        raise RuntimeError(f"better-sqlite3 is compiled with Node's headers, and there are none in {folder}/include/node")
    return folder


class Fastify(Server):
    """`practice`: the file that peers/export.py wrote. `tenant`: the id by which requests name it."""

    def __init__(self, folder, practice, tenant):
        install()
        folder.mkdir()
        port = free_port()
        super().__init__([NODE, SOURCE / "server.mjs", port, folder, practice, tenant], folder, port, "/",
                         environment=os.environ | {"NODE_ENV": "production"})
        self.headers = {"Authorization": f"Bearer {(folder / 'token').read_text()}", "Tenant-Id": tenant, "Accept": "application/json"}

    def request(self, path, script=None, arguments=()):
        return Request(self.process, self.base + path, self.headers, script, arguments)

    @staticmethod
    def version():
        wanted = json.loads((SOURCE / "package.json").read_text())["dependencies"]
        packages = [f"{name} {wanted[name]}" for name in ("fastify", "@fastify/jwt", "better-sqlite3")]
        return f"Node {output(NODE, '--version').removeprefix('v')} with {', '.join(packages)}"
