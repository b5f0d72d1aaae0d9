"""The contacts API on Fastify and better-sqlite3, with the practice's contacts."""

import json
import os
import pathlib
import shutil
import subprocess

from measure import Request
from peers.server import HERE, Server
from support.sandbox import ROOT, free_port

SOURCE = HERE / "fastify"
NODE = shutil.which("node")


def run(command, folder, log):
    """A step of the installation; its output is shown if it fails."""
    done = subprocess.run(list(map(str, command)), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    log.write_text(done.stdout)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} failed in {folder}:\n{done.stdout[-3000:]}")


def install():
    """Installs the packages of the lock file, if it or Node changed since the last time, and compiles better-sqlite3.

    No script of a package runs. better-sqlite3's own would fetch a binary that nothing pins: its sources are in the package, the
    headers beside Node.
    """
    modules = SOURCE / "node_modules"
    stamp, lock = modules / ".vip-stamp", SOURCE / "package-lock.json"
    version = subprocess.run([NODE, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
    now = f"{version}{lock.read_text()}"
    if stamp.is_file() and stamp.read_text() == now:
        return
    print("bench: installing Fastify and compiling better-sqlite3, a minute or two", flush=True)
    log = ROOT / "build" / "bench-fastify.log"
    log.parent.mkdir(exist_ok=True)
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], SOURCE, log)
    run([NODE, modules / "node-gyp" / "bin" / "node-gyp.js", "rebuild", "--release", f"--nodedir={headers()}"], modules / "better-sqlite3", log)
    stamp.write_text(now)


def headers():
    """The folder above include/node, of this Node."""
    binary = pathlib.Path(subprocess.run([NODE, "-p", "process.execPath"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip())
    folder = binary.resolve().parent.parent
    if not (folder / "include" / "node" / "node.h").is_file():
        raise RuntimeError(f"better-sqlite3 is compiled with Node's headers, and {folder}/include/node has none")
    return folder


class Fastify(Server):
    """`practice`: the file that peers/export.py wrote. `tenant`: the id by which requests name it."""

    def __init__(self, folder, practice, tenant):
        install()
        folder.mkdir()
        port = free_port()
        self.tenant = tenant
        super().__init__([NODE, SOURCE / "server.mjs", port, folder, practice, tenant], folder, port, "/",
                         environment=os.environ | {"NODE_ENV": "production"})
        self.token = (folder / "token").read_text()

    def request(self, path, script=None, arguments=()):
        headers = {"Authorization": f"Bearer {self.token}", "Tenant-Id": self.tenant, "Accept": "application/json"}
        return Request(self.process, self.base + path, headers, script, arguments)

    @staticmethod
    def version():
        wanted = json.loads((SOURCE / "package.json").read_text())["dependencies"]
        node = subprocess.run([NODE, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        return ", ".join([f"Node {node}", *(f"{name} {wanted[name]}" for name in ("fastify", "better-sqlite3", "@fastify/jwt"))])
