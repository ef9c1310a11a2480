# What a build needs from the machine: found once and written to build/config.mk. `make` alone installs nothing; only the
# targets below that call `tool/deps.sh install` do.
IS_BUILDING := $(filter-out clean distclean help uninstall deps deps-%,$(or $(MAKECMDGOALS),all))
IS_DRY_RUN  := $(findstring n,$(filter-out -%,$(firstword $(MAKEFLAGS))))
# `make run` and the targets that test or measure install what is missing before anything is read.
INSTALLING  := $(if $(IS_DRY_RUN),,$(filter run test units check lint analyze fuzz accuracy bench bench-% data,$(MAKECMDGOALS)))

build/config.mk: tool/deps.sh tool/llhttp.sh tool/config.sh
	@tool/deps.sh $(if $(INSTALLING),install,check) $(sort build $(foreach goal,$(INSTALLING),$(DEPS.$(firstword $(subst -, ,$(goal))))))
	@mkdir -p build && tool/config.sh >$@
ifneq ($(IS_BUILDING),)
include build/config.mk
endif

deps: ## install the packages that a build needs; deps-test, -check, -fuzz, -bench, -data: those of these targets
	@tool/deps.sh install build
deps-build deps-test deps-units deps-check deps-fuzz deps-bench deps-data:
	@tool/deps.sh install $(DEPS.$(@:deps-%=%))
DEPS.build := build
DEPS.units := build test
DEPS.test  := build test web
DEPS.check := build test web check
DEPS.fuzz  := build fuzz
DEPS.bench := build bench
DEPS.data  := build data
DEPS.lint     := $(DEPS.check)
DEPS.analyze  := $(DEPS.check)
DEPS.accuracy := $(DEPS.test)
.PHONY: deps deps-build deps-test deps-units deps-check deps-fuzz deps-bench deps-data
