"""Durable creates of contacts, here and on Fastify: each is answered when it is synced."""

import pathlib

from practice import CONTACTS

CREATE = pathlib.Path(__file__).resolve().parents[1] / "create.lua"


def run(bench):
    served = bench.practice.usual
    location = served.api.get(f"{CONTACTS}?size=1").json()["results"][0]["default-location-uuid"]
    samples = bench.alternate({
        "durable creates": served.request(CONTACTS, script=CREATE, arguments=(location,)),
        "durable creates, Fastify": bench.fastify.request(CONTACTS, CREATE, (location,)),
    })
    bench.report.ratio("durable creates against Fastify", samples["durable creates"], samples["durable creates, Fastify"])
