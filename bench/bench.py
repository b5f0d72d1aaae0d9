"""One run of the benchmark: what was chosen, the servers that its parts share, and the report.

A server is started when the first part asks for it, so that a part alone needs no more than its own servers.
"""

import contextlib
import functools

from measure import alternate
from peers.export import export_practice
from peers.fastify import Fastify
from peers.nginx import Nginx
from peers.pocketbase import PocketBase, missing
from practice import Practice
from report import Report


class Bench:
    def __init__(self, chosen, folder):
        self.chosen = chosen
        self.folder = folder
        self.report = Report(chosen)
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stack.close()

    def started(self, server):
        """The server, which is stopped when the run ends."""
        self.stack.callback(server.stop)
        return server

    def say(self, text):
        print(f"bench: {text}", flush=True)

    @functools.cached_property
    def practice(self):
        self.say(f"loading a practice of scale {self.chosen.scale}")
        return self.started(Practice(self.folder, self.chosen.scale))

    def nginx(self, files):
        self.report.versions.append(Nginx.version())
        return self.started(Nginx(self.folder / "nginx", files))

    @functools.cached_property
    def exported(self):
        """The file of the practice's contacts, for peers."""
        file = self.folder / "practice.json"
        export_practice(self.practice.cold.api, file)
        return file

    @functools.cached_property
    def fastify(self):
        self.report.versions.append(Fastify.version())
        return self.started(Fastify(self.folder / "fastify", self.exported, self.practice.cold.api.tenants["first"]))

    @functools.cached_property
    def pocketbase(self):
        """None where it cannot be built."""
        if reason := missing():
            self.report.note(reason)
            return None
        self.report.versions.append(PocketBase.version())
        return self.started(PocketBase(self.folder / "pocketbase", self.exported))

    def alternate(self, requests):
        """Measures the requests, by name, in turns; their medians go to the report. Returns all samples."""
        chosen = self.chosen
        self.say(f"{len(requests)} requests, {chosen.rounds} rounds of {chosen.seconds} s")
        samples = alternate(requests, chosen.rounds, chosen.seconds, chosen.connections)
        self.report.samples(samples)
        return samples
