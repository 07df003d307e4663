# Every target sets up what it needs first: the wasm target, wasm-bindgen and the npm tools.

.DEFAULT_GOAL := help
.PHONY: help setup run test schemathesis lint build size coverage faults fuzz pages screenshots npm pack bench-validate bench-worker clean

tools := scripts/with-tools.sh

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing, and nothing else
	@scripts/setup.sh

run: ## sandbox bank and Worker on loopback, until Ctrl-C; PORT, SANDBOX_PORT, DEV_API_KEY
	@$(tools) node scripts/run.mjs

test: ## every check; STAGE=worker runs one of them
	@$(tools) node scripts/test.mjs $(STAGE)

schemathesis: ## the Worker against /openapi.json; SCHEMATHESIS_EXAMPLES=100 makes more requests per operation
	@$(tools) node scripts/test.mjs contract

lint: ## formatting and clippy, for every feature set and target, and the types of the pages
	@$(tools) node scripts/test.mjs format clippy types

build: ## the release Worker, into build/
	@$(tools) scripts/build-worker.sh

size: ## the Worker's wasm, gzipped, against its limit
	@$(tools) scripts/size.sh

coverage: ## line coverage of the core, against its limit
	@$(tools) scripts/coverage.sh

faults: export SEEDS ?= 20
faults: ## every fault of the sandbox, and storms of them; SEEDS=20 is how many, SEED=7 repeats one
	@$(tools) node scripts/test.mjs faults

fuzz: ## 20 seconds of fuzzing of each target; TARGET=json is one of them, FUZZ_SECONDS=600 how long
	@$(tools) scripts/fuzz.sh $(TARGET)

pages: ## the pages of www/, into www/dist/; SHOP_URL is the storefront's shop
	@$(tools) node scripts/www.mjs

screenshots: ## every page, phone and desktop, light and dark, into www/screenshots/
	@scripts/setup-chromium.sh
	@$(tools) cargo build --quiet --package epay-sandbox
	@$(tools) scripts/build-worker.sh
	@$(tools) node tests/browser/screenshots.mjs

npm: ## the npm package, into pkg/dist/
	@$(tools) node scripts/npm.mjs

pack: npm ## the npm package as a tarball
	@mkdir -p build
	@$(tools) npm pack --pack-destination build ./pkg

bench-validate: npm ## the npm validator beside its peers; fails below the ratios that its README promises
	@scripts/setup-chromium.sh
	@$(tools) npm ci --prefix bench/validate --no-audit --no-fund --loglevel=error
	@$(tools) node bench/validate/run.mjs

bench-worker: ## the Worker beside its peer in TypeScript; half an hour, less by ROUNDS and GROWTH=0; fails below the ratios required of it
	@$(tools) npm ci --prefix bench/worker --no-audit --no-fund --loglevel=error
	@$(tools) node bench/worker/run.mjs

clean: ## remove what was built or installed in this folder; the tools in the user's cache stay
	rm -rf target build node_modules .wrangler fuzz/target fuzz/corpus fuzz/artifacts pkg/dist www/dist www/node_modules www/screenshots tests/npm/node_modules bench/validate/node_modules bench/validate/build bench/worker/node_modules bench/worker/build
