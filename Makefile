# Every task of this repository, one entry point each. `make` alone lists them.

TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)
# Seconds that each fuzz target runs for in `make test`; about a minute in all.
FUZZ_SECONDS ?= 5
CONFIG ?=

# The web admin's files, which the binary holds; made anew when one of its sources is newer.
UI_BUILT := ui/dist/index.html
UI_MODULES := ui/node_modules/.package-lock.json
UI_SOURCES := $(shell find ui docs/manual crates/door/api/openapi.json -type f -not -path 'ui/node_modules/*' -not -path 'ui/dist/*')
# Runs a command in ui/ with a Node that is new enough.
IN_UI = cd ui && PATH="$$(../tools/setup.sh ui):$$PATH"

.PHONY: package help run demo test check fmt clippy tidy unit fuzz e2e manual bench stats clean ui uicheck uitypes

help: ## List the tasks
	@grep -E '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /\1|/' | while IFS='|' read -r task says; do printf '  make %-8s %s\n' "$$task" "$$says"; done

run: ## Build and start the exchange: data in ./strowger-data, or CONFIG=file.toml
	@tools/setup.sh build
	@$(MAKE) --no-print-directory ui
	cargo build --release --package strowger
	exec $(TARGET_DIR)/release/strowger serve $(if $(CONFIG),--config $(CONFIG))

demo: ## Two exchanges and four phones on loopback do the seed page, step by step
	@tools/setup.sh build
	cargo run --quiet --release --package demo

test: ## Everything that CI runs: check, doc tests, a fuzz smoke, and calls between real phones and peers
	@tools/setup.sh build
	@$(MAKE) --no-print-directory check
	cargo test --quiet --workspace --doc
	@$(MAKE) --no-print-directory fuzz
	@$(MAKE) --no-print-directory e2e

check: fmt uicheck ui clippy tidy unit ## Format, lints, architecture, unit and scenario tests: no root

ui: $(UI_BUILT) ## Build the web admin into ui/dist, from where the binary takes it

$(UI_BUILT): $(UI_SOURCES) $(UI_MODULES)
	@echo "Building the web admin into ui/dist"
	@$(IN_UI) && npm run --silent build

$(UI_MODULES): ui/package.json ui/package-lock.json
	@$(IN_UI) && npm ci --silent
	@touch $@

uicheck: $(UI_MODULES) ## Format, lints, types and component tests of the web admin
	@$(IN_UI) && npm run --silent types:fresh && npm run --silent check

uitypes: $(UI_MODULES) ## Make the web admin's types from the API's document
	@$(IN_UI) && npm run --silent types

fmt: ## Refuse code that rustfmt would change
	cargo fmt --all --check

clippy: ## Refuse what clippy warns about
	cargo clippy --quiet --workspace --all-targets -- --deny warnings

tidy: ## Refuse what the architecture forbids
	cargo xtask tidy

unit: ## Unit and scenario tests, with cargo-nextest where it is installed
	@python3 -m unittest discover --quiet --start-directory tools/e2e --pattern 'test_*.py'
	@if cargo nextest --version >/dev/null 2>&1; then \
	  cargo nextest run --workspace; \
	else \
	  cargo test --quiet --workspace --lib --bins --tests; \
	fi

fuzz: ## Fuzz every parser for FUZZ_SECONDS each (needs g++)
	tools/fuzz/smoke.sh $(FUZZ_SECONDS)

e2e: ui ## Real phones, SIPp, a real Asterisk and a real browser against the exchange (needs root; E2E=required makes a skip a failure)
	cargo build --quiet --package strowger
	python3 tools/e2e/run.py --strowger $(TARGET_DIR)/debug/strowger

manual: ui ## Take the manual's pictures anew: the browser test of the seed page makes them (needs root)
	cargo build --quiet --package strowger
	rm -rf $(TARGET_DIR)/pictures
	STROWGER_PICTURES=$(abspath $(TARGET_DIR))/pictures python3 tools/e2e/run.py --strowger $(TARGET_DIR)/debug/strowger \
	  --only "the seed page in two browsers, B's trunk in Incalls"
	mkdir -p docs/manual/images
	cp $(TARGET_DIR)/pictures/*.png docs/manual/images/

package: ui ## The Debian package, in target/package
	cargo build --release --package strowger
	cargo xtask sbom > $(TARGET_DIR)/strowger.cdx.json
	packaging/package.sh $(TARGET_DIR)/release/strowger $$(cargo pkgid --package strowger | sed 's/.*[#@]//') $(TARGET_DIR)/package

bench: ui ## The figures of docs/performance.md
	@tools/setup.sh build
	cargo build --quiet --release --package strowger --package bench
	cargo run --quiet --release --package bench
	tools/lighthouse/run.sh $(TARGET_DIR)/release/strowger

stats: ## How the code measures up against its own bars
	cargo xtask stats

clean: ## Remove what was built
	cargo clean
	rm -rf ui/dist ui/node_modules
