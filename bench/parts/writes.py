"""Durable creates of contacts, here and on Fastify: each is answered when it is synced."""

from workload import create


def run(bench):
    served = bench.practice.usual
    samples = bench.alternate({"durable creates": create(served), "durable creates, Fastify": create(served, bench.fastify)})
    bench.report.ratio("durable creates against Fastify", samples["durable creates"], samples["durable creates, Fastify"])
