# The two commands to know are `make run` and `make test`. Both install what is missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export PATH := $(CURDIR)/.tools/bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

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

# A stamp, renewed when any source is newer, so that a second run starts at once.
.PHONY: .borough/stale
.borough/stale:
.borough/built: $(shell find $(SOURCES) -newer .borough/built -print -quit 2>/dev/null | grep -q . || test ! -e .borough/built && echo .borough/stale)
	@scripts/install compiler rust wasm-bindgen cargo-leptos wasm-opt
	echo "==> Building Borough for release (about 15 minutes the first time on two cores)"
	cargo leptos build --release --precompress
	mkdir -p .borough && touch .borough/built

.PHONY: dev
dev: ## serve a development build with samples, and rebuild and reload when a file changes
	@scripts/install compiler rust wasm-bindgen cargo-leptos postgres
	cargo leptos watch -- serve --sample

# ---- checking ------------------------------------------------------------------------------------------------------

.PHONY: test
test: ## every check: format, lints, unit, database and browser tests
	@scripts/test

.PHONY: check
check: ## format and lints for both targets
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

.PHONY: storm hammer
storm: ## the tests of docs/security.md at their full figures
	@BOROUGH_STORM=100000 scripts/with-cluster cargo test $(NATIVE) --quiet -- --nocapture storm
hammer: ## two servers, many clients, and a look for anything that leaks or breaks
	@BOROUGH_HAMMER=20000 scripts/with-cluster cargo test $(NATIVE) --quiet -- --nocapture hammering

# ---- tools and the test cluster ------------------------------------------------------------------------------------

.PHONY: test-cluster test-cluster-stop
test-cluster: ## start a database for tests that stays, and print what to export for `cargo test`
	@scripts/install compiler rust postgres
	cargo build --quiet $(NATIVE)
	exports=$$(scripts/test-cluster start $(CLUSTER))
	echo "$$exports"
	eval "$$exports"
	scripts/test-template target/debug/borough
test-cluster-stop: ## stop and remove it
	@scripts/test-cluster stop $(CLUSTER)

.PHONY: tools
tools: ## install everything that any other target needs
	@scripts/install compiler rust wasm-bindgen cargo-leptos wasm-opt postgres chromium playwright
