# Everything that people and CI run. `make` alone lists it. The logic is in the binary and in ci/.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help

CARGO ?= cargo
casewright := target/release/casewright

# Arguments of targets are taken from make's command line alone: names like OUT may stand in anybody's
# environment for another reason. $(call option,NAME,--flag) is the flag with its value, or nothing.
given = $(if $(findstring command line,$(origin $(1))),$($(1)))
option = $(if $(call given,$(1)),$(2) '$(call given,$(1))')
tree = $(call option,CPYTHON,--cpython) $(call option,OUT,--out)

# The compiler of Python source is an optional feature, for its crates name a newer Rust than ours as their
# minimum. They build with ours nevertheless; Cargo.lock holds the versions that do.
frontend := --features casewright-code/compiler,casewright-vm/compiler --ignore-rust-version
# Of a package, only its own features can be named.
code := --package casewright-code --features casewright-code/compiler --ignore-rust-version
vm := --package casewright-vm --features casewright-vm/compiler --ignore-rust-version
pyvm := target/release/pyvm

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{printf "  make %-8s %s\n", $$1, $$2}'
	@echo
	@echo '  The oracle (real CPython, for comparison) lies in $$CASEWRIGHT_ORACLE,'
	@echo '  else $${XDG_CACHE_HOME:-~/.cache}/casewright/oracle.'

.PHONY: regen
regen: build ## rewrite generated/ from inputs/ [CPYTHON=source tree] [OUT=folder] [UPSTREAM=folder]
	@$(casewright) regen $(strip $(tree)) $(call option,UPSTREAM,--upstream)

.PHONY: check
check: build ## list every generated file that is stale, missing or orphaned [CPYTHON=] [OUT=]
	@$(casewright) check $(strip $(tree))

# Tests that compare with CPython run if the oracle is there. It is not fetched for them: they say what
# they leave out and pass, so that this needs no network beyond cargo's crates.
.PHONY: test
test: ## run every test that needs no network
	@oracle=$$(ci/oracle --where); \
	if ci/oracle --have "$$oracle"; then \
		export CASEWRIGHT_ORACLE="$$oracle"; \
	else \
		unset CASEWRIGHT_ORACLE; \
		echo "NOTE: no complete oracle in $$oracle; tests that compare with CPython will pass unchecked ('make oracle')"; \
	fi; \
	$(CARGO) test --workspace --locked $(frontend)

.PHONY: run
run: pyvm ## run a Python program on the VM: FILE=x.py [ARGS='a b']
	@$(if $(call given,FILE),,echo "run: which program? make run FILE=x.py [ARGS='a b']" >&2; exit 2;) \
	exec $(pyvm) '$(call given,FILE)' $(call given,ARGS)

.PHONY: oracle
oracle: ## fetch real CPython trees into a cache folder, to compare with
	@ci/oracle

.PHONY: parity
parity: build pyvm ## compare everything with real CPython; report in target/parity
	@ci/parity
	@ci/tail_calls $(pyvm)
	@oracle=$$(ci/oracle --where); ! ci/oracle --have "$$oracle" || \
	"$$oracle/bin/python3.14" -B ci/leaks.py --vm $(pyvm) --iterations 100000
	@oracle=$$(ci/oracle --where); ! ci/oracle --have "$$oracle" || \
	CASEWRIGHT_ORACLE="$$oracle" CASEWRIGHT_WHOLE=1 $(CARGO) test --quiet --locked $(code) \
		--test library --test compiler -- --nocapture

.PHONY: atlas
atlas: build ## write a page for every instruction, micro-op, family, cache and flag to target/atlas [CPYTHON=]
	@$(casewright) atlas -o target/atlas $(call option,CPYTHON,--cpython)

.PHONY: bench
bench: build pyvm ## time generator and VM against their peers, interleaved [ROUNDS=7] [RUNS=3] [VM=path]
	@oracle=$$(ci/oracle --where); \
	ci/oracle "$$oracle" >/dev/null || { echo "bench: needs the oracle to compare with" >&2; exit 3; }; \
	"$$oracle/bin/python3.14" -B ci/bench_generator.py --oracle "$$oracle" $(call option,ROUNDS,--rounds); \
	"$$oracle/bin/python3.14" -B ci/bench_programs.py --python "$$oracle/bin/python3.14" \
		--vm '$(or $(call given,VM),$(pyvm))' $(call option,RUNS,--runs) --md target/bench/programs.md --json target/bench/programs.json

.PHONY: fuzz
fuzz: ## try 100,000 mutated code objects and files, run those that verify, fuzz the generator [TIME=60] [TARGET=name]
	@$(if $(call given,TARGET),:,CASEWRIGHT_MUTATIONS=100000 $(CARGO) test --quiet --locked $(code) \
		--test mutations -- --nocapture)
	@$(if $(call given,TARGET),:,CASEWRIGHT_MUTATIONS=100000 $(CARGO) test --quiet --locked $(vm) \
		--test fuzz -- --nocapture)
	@ci/fuzz $(call option,TIME,--seconds) $(call option,TARGET,--target)

.PHONY: valgrind
valgrind: ## run quick programs of the VM under valgrind
	@ci/valgrind

.PHONY: leaks
leaks: pyvm ## check that memory stays flat over a million turns of every benchmark program's loops [VM=path]
	@oracle=$$(ci/oracle --where); \
	ci/oracle "$$oracle" >/dev/null || { echo "leaks: needs the oracle's Python to measure with" >&2; exit 3; }; \
	"$$oracle/bin/python3.14" -B ci/leaks.py --vm '$(or $(call given,VM),$(pyvm))'

.PHONY: lint
lint: ## check formatting, clippy and rustdoc, warnings denied
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked --quiet $(frontend) -- -D warnings
	$(CARGO) clippy --package casewright-code --package casewright-vm --all-targets --locked --quiet -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --workspace --no-deps --locked --quiet $(frontend)

# Cargo decides whether there is anything to do.
.PHONY: build
build:
	@$(CARGO) build --release --locked --quiet --package casewright

.PHONY: pyvm
pyvm:
	@$(CARGO) build --release --locked --quiet $(vm) --bin pyvm
