# `make run` and `make test` do everything on a fresh machine with Swift and rustup; both are quick when nothing is missing.
ARGS ?=
SWIFT_FLAGS := --explicit-target-dependency-import-check error
TOOLS := $(if $(filter /%,$(XDG_CACHE_HOME)),$(XDG_CACHE_HOME),$(HOME)/.cache)/harness/tools
RUFF := $(TOOLS)/python/bin/ruff
SWIFT_FOLDERS := Package.swift Sources Tests
CLANG_STYLE := $(if $(wildcard .clang-format),file,{BasedOnStyle: LLVM, ColumnLimit: 120})
C_SOURCES = git ls-files --cached --others --exclude-standard -z '*.c' '*.h' '*.cc' '*.cpp'

.PHONY: run test bench check install-tools

run: install-tools
	swift build -c release $(SWIFT_FLAGS)
	.build/release/harness run $(ARGS)

test: check
	swift build --build-tests $(SWIFT_FLAGS)
	swift test --skip-build

bench: install-tools
	swift build -c release $(SWIFT_FLAGS)
	Benchmarks/run $(ARGS)

check: install-tools
	swift format lint --strict --parallel --recursive $(SWIFT_FOLDERS)
	$(RUFF) check --line-length 120 .
	$(RUFF) format --check --line-length 120 .
	$(C_SOURCES) | xargs -0 --no-run-if-empty clang-format --dry-run --Werror --style='$(CLANG_STYLE)'
	shellcheck .ci/run Harnesses/Toolchain/install
	git ls-files -z 'Harnesses/Fixtures/**/Cargo.toml' | xargs -0 -n 1 cargo fmt --check --manifest-path

install-tools:
	Harnesses/Toolchain/install
