# What the project does for those who work on it; `make help` lists it.

PREFIX ?= /usr/local
RELEASE = -c release -Xswiftc -static-executable -Xlinker -s

.DEFAULT_GOAL := help
.PHONY: demo build test lint docs format bench conformance fuzz torture torture-nightly coverage rollouts playground explore install clean help

demo: build ## build pyflow and deploy a sample site with it, into demo/
	@scripts/demo.sh

build: ## build the static executable .build/release/pyflow
	swift build $(RELEASE) --product pyflow

test: ## run all tests; TESTS=NAME chooses those whose name matches
	swift test $(if $(TESTS),--filter $(TESTS))

lint: ## check format, imports and the house rules
	@scripts/lint.sh

docs: ## write the pages that are made from the code
	WRITE_DOCS=1 swift test --filter "KeyDocumentationTests|FunctionDocumentationTests|EngineDocumentationTests|RolloutDocumentationTests"

format: ## bring all sources into the house's format
	swift format --in-place --recursive Sources Tests Package.swift

bench: build ## compare pyflow's speed with ninja, make, tomllib, Jinja2; BENCH=graph chooses
	@python3 benchmarks/compare.py .build/release/pyflow $(BENCH)

conformance: build ## check the TOML parser with toml-test: SUITE=path/to/toml-test
	@scripts/conformance.sh .build/release/pyflow "$(SUITE)"

fuzz: ## search for inputs that crash: SECONDS=60 for each of FUZZ="Lexer Parser Evaluator Runbook Audit Masker Plugin"
	@scripts/fuzz.sh $(or $(SECONDS),60) $(FUZZ)

torture: ## kill, fill, cut and confuse runs for some minutes: docs/torture.md
	@scripts/torture.sh long

torture-nightly: ## the same for hours, then all tests with the thread and address sanitizers
	@scripts/torture.sh nightly

explore: build ## play every fault of the runbooks of rollouts and of the release
	@for runbook in runbooks/release.toml runbooks/blue-green.toml runbooks/canary.toml runbooks/progressive.toml; do \
	  echo "== $$runbook"; found=$$(.build/release/pyflow test --explore $$runbook --var VERSION=2.0); code=$$?; \
	  echo "$$found" | tail -8; [ $$code = 0 ] || exit 1; done

coverage: ## run all tests, and tell how many lines they run; of what deploys and goes back it must be all
	@scripts/coverage.sh

rollouts: ## run rollouts for real, in every way that they can go: README.md
	@scripts/rollouts.sh

playground: build ## start a load balancer and servers, to try the rollouts of runbooks/ on
	@scripts/playground.sh

install: build ## install pyflow into $(PREFIX)/bin
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build/release/pyflow "$(DESTDIR)$(PREFIX)/bin/pyflow"

clean: ## remove everything that was built, and the demo
	rm -rf .build demo

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14
