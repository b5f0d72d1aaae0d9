# The commands of this project. `make help` lists them.
# Each target first runs scripts/setup, which installs missing packages and takes a fraction of a second if none is missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup run test sdk test-sdk bench profile fuzz torture check format clean

# Address and data folder of the sandbox: `make run LISTEN=127.0.0.1:9090 DATA=/tmp/practice`.
LISTEN ?= 127.0.0.1:8080
DATA ?= var
CREDENTIALS ?= .vip/sandbox.env
JOBS ?= $(shell nproc)

# Debian's own Python has the modules that the tests use; another one that is first on the PATH has not. If the machine's
# Node is too old, the pinned one is linked in build/tools/bin.
export PATH := $(CURDIR)/build/tools/bin:$(PATH)
PYTHON := /usr/bin/python3
PYTEST := $(PYTHON) -m pytest -p no:cacheprovider

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install missing packages for building and testing
	@scripts/setup test

run: ## build and start the sandbox on LISTEN (127.0.0.1:8080), its data in DATA (./var)
	@scripts/setup build
	@scripts/build release vip
	@exec build/release/vip sandbox --listen $(LISTEN) --data $(DATA) --credentials $(CREDENTIALS)

test: ## build, then pass every test
	@scripts/setup test
	@scripts/build release
	@scripts/run-tests release

sdk: ## make the libraries of sdk/ from the OpenAPI documents, and pack them in build/sdk/packages
	@scripts/setup test
	@sdk/build

test-sdk: ## generate clients in Java, Go, Rust and C# from the OpenAPI documents, compile them, run a program in each
	@scripts/setup clients
	@scripts/build release vip
	@scripts/test-sdk

check: ## formatting, layering, sizes, citations, error pages, declarations, contracts, OpenAPI lint, clang-tidy, tests under sanitizers (addresses, undefined behaviour, races)
	@scripts/setup test
	@scripts/build release
	@scripts/check

fuzz: ## fuzz each reader of what strangers send for SECONDS (60); TARGET=json for one of them
	@scripts/setup fuzz
	@scripts/build fuzz vip_fuzz
	@$(PYTHON) scripts/fuzz --seconds $(or $(SECONDS),60) $(TARGET)

torture: ## attack the server: kills, power loss, full disk, damaged files, overload; PART=kill for one, SEED=1 to repeat a run
	@scripts/setup test
	@scripts/build release vip vip_store_test
	@SEED=$(SEED) scripts/torture $(PART)

bench: ## measure against nginx, Fastify and PocketBase, some 20 minutes, written to bench/results.md; PART="pages writes" for some; AGAINST=BINARY compares with another build
	@scripts/setup bench
	@scripts/build release vip
	@$(if $(AGAINST),$(PYTHON) bench/compare.py $(AGAINST),$(PYTHON) bench/run.py $(PART))

profile: ## say where the server's CPU time goes, by function, while it answers OF (size=20, or by id, q, starts-with, include, create, live, …)
	@scripts/setup bench
	@scripts/build profile vip
	@$(PYTHON) bench/profile.py $(if $(OF),"$(OF)")

format: ## format the C++ sources in place
	@scripts/setup test
	@scripts/sources | xargs -0 clang-format-14 -i

clean: ## remove build outputs, not the sandbox's data
	@rm -rf build
