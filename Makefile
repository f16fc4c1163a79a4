# The two commands to know are `make run` and `make test`. Both install what is missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export HOME := $(or $(HOME),$(shell getent passwd $$(id -u) | cut -d: -f6))
export PATH := $(CURDIR)/.tools/bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)
# What is built stands here, whatever is set for other projects, and is built by the version in rust-toolchain.toml.
export CARGO_TARGET_DIR := $(CURDIR)/target
unexport CARGO_BUILD_TARGET RUSTUP_TOOLCHAIN

# The only place where packages are listed. Never `--workspace`: it would join Leptos' features `ssr` and `hydrate`.
# Every native command takes the same list and the same profile, so that everything is compiled once.
export NATIVE := -p model -p app -p domain -p server -p testkit --features app/ssr
FRONTEND := -p frontend --target wasm32-unknown-unknown
WASM := $(FRONTEND) --profile wasm-dev

SOURCES := app frontend server migrations style public .sqlx .cargo Cargo.toml Cargo.lock rust-toolchain.toml
CLUSTER := /tmp/borough-test-$(shell id -u)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

# ---- running -------------------------------------------------------------------------------------------------------

.PHONY: run
run: .borough/built ## build for release and serve with samples at http://127.0.0.1:3000
	@scripts/install postgres
	exec target/release/borough serve --sample

# A stamp as old as the sources that were built, so that a second run starts at once. It is stale when any of them is newer
# or what was built is gone.
.PHONY: .borough/stale
.borough/stale:
.borough/built: $(shell find $(SOURCES) -newer .borough/built -print -quit 2>/dev/null | grep -q . || \
    test ! -e .borough/built -o ! -x target/release/borough -o ! -e target/site/pkg/borough.wasm && echo .borough/stale)
	@scripts/install compiler rust node wasm-bindgen cargo-leptos wasm-opt postgres
	mkdir -p .borough
	exec 9>.borough/building
	flock -n 9 || { echo "==> Waiting until another make in this folder has built"; flock 9; }
	echo "==> Building Borough for release (about 20 minutes the first time on two cores)"
	touch .borough/began
	cargo leptos build --release --precompress 9>&-
	mv .borough/began .borough/built

.PHONY: sizes
sizes: ## what a browser loads first of the site that make run built, against its budgets
	@scripts/install node
	scripts/sizes

.PHONY: dev
dev: ## serve a development build with samples, and rebuild and reload when a file changes
	@scripts/install compiler rust wasm-bindgen cargo-leptos postgres
	exec cargo leptos watch -- serve --sample

# ---- checking ------------------------------------------------------------------------------------------------------

.PHONY: test
test: ## every check: format, lints, unit, database and browser tests
	@scripts/test

.PHONY: check
check: shell-check ## format and lints for both targets, and of the scripts
	@scripts/install compiler rust
	echo "==> Format" && cargo fmt --check
	echo "==> Lints, native" && cargo clippy --quiet $(NATIVE) --all-targets -- -D warnings
	echo "==> Lints, WASM" && cargo clippy --quiet $(WASM) -- -D warnings
	echo "==> No database code in the browser"
	tree=$$(cargo tree --quiet $(FRONTEND) -e normal --prefix none)
	if grep -E '^(sqlx[a-z-]*|domain|server) ' <<<"$$tree"; then
	  echo "error: the WASM dependency tree holds the packages above" >&2; exit 1
	fi

.PHONY: sqlx
sqlx: ## rewrite .sqlx from the migrations and the queries
	@scripts/install compiler rust postgres
	scripts/sqlx

.PHONY: golden
golden: ## rewrite the lists of borough check from the migrations
	@scripts/install postgres
	scripts/golden

.PHONY: storm
# One at a time, so that what is measured is measured alone; as many open files as the system allows, for the sockets.
storm: ## the tests of docs/security.md at their full figures
	@ulimit -n "$$(ulimit -Hn)"
	BOROUGH_STORM=100000 scripts/with-cluster cargo test $(NATIVE) --quiet -- --nocapture --test-threads 1 storm

.PHONY: hammer
hammer: ## two servers, many clients, and a look for anything that leaks or breaks
	@BOROUGH_HAMMER=20000 scripts/with-cluster cargo test $(NATIVE) --quiet -- --nocapture hammering

.PHONY: bench
bench: ## measure a release build of the server, and print the figures
	@scripts/install compiler rust postgres
	cargo bench --quiet $(NATIVE) --bench figures

.PHONY: shell-check
shell-check: ## lints of the scripts alone
	@scripts/install shellcheck
	echo "==> Lints, scripts" && shellcheck scripts/* .ci/run

# ---- tools and the test cluster ------------------------------------------------------------------------------------

.PHONY: test-cluster test-cluster-stop
test-cluster: ## start a database for tests that stays, and print what to export for `cargo test`
	@scripts/install compiler rust postgres
	cargo test --quiet $(NATIVE) --no-run
	exports=$$(scripts/test-cluster start $(CLUSTER))
	echo "$$exports"
	eval "$$exports"
	scripts/test-template target/debug/borough
test-cluster-stop: ## stop and remove it
	@scripts/test-cluster stop $(CLUSTER)

.PHONY: tools
tools: ## install everything that any other target needs
	@scripts/install compiler rust node wasm-bindgen cargo-leptos wasm-opt postgres chromium playwright shellcheck
