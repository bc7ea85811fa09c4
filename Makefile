# `make run` and `make test` do everything on a fresh machine with Swift and rustup; both are quick when nothing is missing.
ARGS ?=
SWIFT_FLAGS := --explicit-target-dependency-import-check error
# The program starts in half the time without Swift's shared libraries, and runs where there is no Swift.
RELEASE_FLAGS := $(SWIFT_FLAGS) --static-swift-stdlib
TOOLS := $(if $(filter /%,$(XDG_CACHE_HOME)),$(XDG_CACHE_HOME),$(HOME)/.cache)/harness/tools
RUFF := $(TOOLS)/python/bin/ruff
SWIFT_FOLDERS := Package.swift Sources Tests
CLANG_STYLE := $(if $(wildcard .clang-format),file,{BasedOnStyle: LLVM, ColumnLimit: 120})
C_SOURCES = git ls-files --cached --others --exclude-standard -z '*.c' '*.h' '*.cc' '*.cpp'

FUZZ_SECONDS ?= 60
FUZZ_SEED ?= 1
# One kind of input alone, each of which `FUZZ` names: FuzzedKind.
FUZZ_KIND ?=
FUZZ := .build-fuzz/release/fuzz
FUZZ_FLAGS := -Xswiftc -sanitize=fuzzer -Xswiftc -parse-as-library -Xcc -fsanitize=fuzzer-no-link

.PHONY: run test bench fuzz check install-tools

run: install-tools
	swift build -c release $(RELEASE_FLAGS)
	.build/release/harness run $(ARGS)

test: check
	swift build --build-tests $(SWIFT_FLAGS)
	swift test --skip-build

bench: install-tools
	swift build -c release $(RELEASE_FLAGS)
	Benchmarks/run $(ARGS)

# Bounded by FUZZ_SECONDS; what it finds is kept in .build-fuzz/crashes, and `$(FUZZ) FILE` repeats it.
fuzz: install-tools
	HARNESS_FUZZ=1 swift build -c release --product fuzz --scratch-path .build-fuzz $(FUZZ_FLAGS)
	rm -rf .build-fuzz/seeds
	mkdir -p .build-fuzz/corpus/$(FUZZ_KIND) .build-fuzz/crashes
	$(FUZZ) --seeds .build-fuzz/seeds
	$(if $(FUZZ_KIND),HARNESS_FUZZ_KIND=$(FUZZ_KIND)) $(FUZZ) -max_total_time=$(FUZZ_SECONDS) -seed=$(FUZZ_SEED) -timeout=5 \
		-rss_limit_mb=1024 -max_len=65536 -dict=Tests/Fuzz/words.dict -artifact_prefix=.build-fuzz/crashes/ \
		-print_final_stats=1 .build-fuzz/corpus/$(FUZZ_KIND) .build-fuzz/seeds/$(FUZZ_KIND)

check: install-tools
	swift format lint --strict --parallel --recursive $(SWIFT_FOLDERS)
	$(RUFF) check --line-length 120 .
	$(RUFF) format --check --line-length 120 .
	$(C_SOURCES) | xargs -0 --no-run-if-empty clang-format --dry-run --Werror --style='$(CLANG_STYLE)'
	shellcheck .ci/run Harnesses/Toolchain/install
	git ls-files -z 'Harnesses/Fixtures/**/Cargo.toml' | xargs -0 -n 1 cargo fmt --check --manifest-path

install-tools:
	Harnesses/Toolchain/install
