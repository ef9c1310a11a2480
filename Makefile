# PlanetTracker's build. `make help` lists the targets; every variant has its own folder under build/.
VARIANT  ?= release
B        := build/$(VARIANT)
PREFIX   ?= /usr/local
FLOORS   := base sky net format data almanac server cmd
AR       := $(if $(findstring clang,$(CC)),ar,gcc-ar)
.DEFAULT_GOAL := all
# As many jobs as processors, unless told (-j1); what is made inside takes part in them.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif

# What the machine offers, asked once; missing packages are installed first. Make rereads itself after.
build/config.mk: tool/deps.sh
	@mkdir -p build && tool/deps.sh build
	@pkg-config --exists libllhttp && llhttp=libllhttp || llhttp=; \
	{ echo "DEP_CFLAGS := $$(pkg-config --cflags libuv libcurl jansson ncursesw zlib $$llhttp) $${llhttp:--isystem /usr/share/include/llhttp}"; \
	  echo "DEP_LIBS := $$(pkg-config --libs libuv jansson ncursesw zlib $$llhttp)"; \
	  test -n "$$llhttp" || echo "LLHTTP := /usr/share/llhttp"; } | sed 's/-isystem .*libllhttp/ /' >$@
ifneq ($(filter-out clean help,$(or $(MAKECMDGOALS),all)),)
include build/config.mk
endif

WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(CI),-Werror)
# Rooms are small, so calls between them cost: the program is optimised whole. Objects hold machine code too, which
# is what the tests link and what tool/rooms.sh reads.
LTO         := $(if $(findstring clang,$(shell $(CC) --version)),,-flto=auto -ffat-lto-objects)
OPT.release := -O2 $(LTO)
OPT.asan    := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT.fuzz    := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HOUSE    := -std=c17 -D_GNU_SOURCE -Isrc -Itest -I$(B) $(DEP_CFLAGS) $(WARN) $(OPT.$(VARIANT)) -g \
            -ffp-contract=off -fno-math-errno -fno-trapping-math -pthread -MMD -MP
LIBS     := $(DEP_LIBS) -lm -pthread

# A floor's rooms, those in its folders too; cmd/main.c is the program's own, no part of an archive.
objects   = $(patsubst %,$(B)/%.o,$(filter-out src/cmd/main.c,$(wildcard src/$(1)/*.c src/$(1)/*/*.c src/$(1)/*.S)))
ARCHIVES := $(patsubst %,$(B)/lib%.a,cmd server almanac data format net sky base $(if $(LLHTTP),llhttp))
BIN      := $(B)/planettracker
UNITS    := $(patsubst %.c,$(B)/%,$(wildcard $(FLOORS:%=test/%/test_*.c) $(FLOORS:%=test/%/*/test_*.c)))
ACCURACY := $(patsubst %.c,$(B)/%,$(filter-out %/table.c,$(wildcard test/accuracy/*.c)))
SOURCES  := $(wildcard src/*/*.[ch] src/*/*/*.[ch] include/*/*.h examples/*.c test/*/*.[ch] test/*/*/*.[ch] bench/*.[ch] fuzz/*.[ch] tool/*.[ch] tool/web/*.c tool/generate/*.c tool/generate/lib/*.[ch])

all: $(BIN)
$(BIN): $(B)/src/cmd/main.c.o $(ARCHIVES)
	$(CC) $(OPT.$(VARIANT)) $(LDFLAGS) -o $@ $^ $(LIBS)

define floor
$(B)/lib$(1).a: $(call objects,$(1))
	@rm -f $$@
	$(AR) rcs $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call floor,$(f))))

$(B)/src/data/embedded.c.o: $(wildcard data/*)
# The names of embedded files are the assembler's, which whole-program optimisation does not see.
$(B)/src/data/embedded.c.o $(B)/src/server/assets.c.o $(B)/src/data/town_table.c.o: private CFLAGS += -fno-lto
# The page's files as they are served.
PAGE_FILES := $(wildcard web/dist/* web/static/*)

$(B)/%.c.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(HOUSE) $(CFLAGS) -c -o $@ $<
$(B)/%.S.o: %.S
	@mkdir -p $(@D)
	$(CC) -Isrc -MMD -MP -c -o $@ $<
$(B)/libllhttp.a: $(wildcard $(LLHTTP)/*.c)
	@mkdir -p $(B)/llhttp
	cd $(B)/llhttp && $(CC) -O2 -g $(DEP_CFLAGS) -c $^
	$(AR) rcs $@ $(B)/llhttp/*.o

# The almanac answers without server and network: its tests link no higher archive.
WITHOUT_SERVER := $(patsubst %,$(B)/lib%.a,almanac data format sky base)
$(B)/test/almanac/%: $(B)/test/almanac/%.c.o $(WITHOUT_SERVER)
	$(CC) $(OPT.$(VARIANT)) -fno-lto $(LDFLAGS) -o $@ $^ -ljansson -lz -lm -pthread -lcmocka -lerfa
# Tests of one room each; the accuracy programs share test/accuracy/table.c.
$(B)/test/%: $(B)/test/%.c.o $(ARCHIVES)
	$(CC) $(OPT.$(VARIANT)) -fno-lto $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -lerfa
$(ACCURACY): %: %.c.o $(B)/test/accuracy/table.c.o $(ARCHIVES)
	$(CC) $(OPT.$(VARIANT)) -fno-lto $(LDFLAGS) -o $@ $^ $(LIBS)

# Small programs with tasks; those of the library are built by tests alone.
EXAMPLES := $(B)/examples/gather $(B)/examples/get_one $(B)/examples/get_many
examples: $(EXAMPLES) ## the small programs of examples/
$(EXAMPLES): %: %.c.o $(B)/libnet.a $(B)/libbase.a
	$(CC) $(OPT.$(VARIANT)) -fno-lto $(LDFLAGS) -o $@ $^ $(LIBS)

run: $(BIN) ## build, then serve http://localhost:8000
	$(BIN) serve

test: deps-test ## all tests: units, command line, HTTP, clients, the page in Chromium
	@$(MAKE) --no-print-directory $(BIN) $(UNITS) $(EXAMPLES) $(WEB_LISTS)
	@for folder in tool/web test/web test/api; do (cd $$folder && npm ci --loglevel=error --no-audit --no-fund) || exit; done
	@$(MAKE) --no-print-directory $(B)/de405.bsp library
	@VARIANT=$(VARIANT) MAKE="$(MAKE)" CC="$(CC)" CFLAGS="$(OPT.$(VARIANT))" PLANETTRACKER=$(CURDIR)/$(BIN) \
	    KERNEL=$(CURDIR)/$(B)/de405.bsp tool/test.sh $(UNITS) $(wildcard test/cmd/*.sh test/lib/*.sh test/tool/*.sh) \
	    $(wildcard test/cmd/*.test.mjs test/http/*.test.mjs test/client/*.test.mjs test/api/*.test.mjs test/web/*.test.mjs)

units: deps-units ## the unit tests alone
	@$(MAKE) --no-print-directory $(UNITS) $(BIN)
	@PLANETTRACKER=$(CURDIR)/$(BIN) tool/test.sh $(UNITS)

# Make's -j runs several at once.
FUZZERS      := $(filter-out seeds,$(patsubst fuzz/%.c,%,$(wildcard fuzz/*.c)))
FUZZ_SECONDS ?= 60
fuzz: deps-fuzz ## a minute of each libFuzzer driver; FUZZ_SECONDS=n
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang-14 $(FUZZERS:%=fuzz-run-%)
$(FUZZERS:%=fuzz-run-%): fuzz-run-%: $(B)/fuzz/%
	@tool/fuzz.sh $(B) $* $(FUZZ_SECONDS)
$(FUZZERS:%=$(B)/fuzz/%): %: %.c.o $(ARCHIVES)
	$(CC) $(OPT.$(VARIANT)) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)
fuzz-seeds: $(B)/fuzz/seeds # fuzz/corpus/spk again
	$< fuzz/corpus/spk
$(B)/fuzz/seeds: %: %.c.o
	$(CC) $(OPT.$(VARIANT)) -o $@ $^

check: deps-check lint ## lint, tests under ASan and UBSan, static analysis
	@$(MAKE) --no-print-directory VARIANT=asan CC=clang-14 test
	@$(MAKE) --no-print-directory analyze

lint: deps-check $(foreach f,$(FLOORS),$(B)/lib$(f).a) $(B)/src/cmd/main.c.o ## rooms, sizes, includes, words, formatting
	@tool/lint.sh $(B)
	@clang-format --dry-run --Werror $(SOURCES)

analyze: deps-check $(GENERATED)
	@printf '%s\n' $(wildcard src/*/*.c src/*/*/*.c) | xargs -P 2 -I{} clang-tidy --quiet --warnings-as-errors='*' \
	    --checks='-*,clang-analyzer-*,-*.DeprecatedOrUnsafeBufferHandling,-*.Padding' {} -- -std=c17 -D_GNU_SOURCE -Isrc -I$(B) $(DEP_CFLAGS)

TRUTH ?= truth
accuracy: deps-test ## measure against truth tables: make accuracy TRUTH=DIR
	@$(MAKE) --no-print-directory $(ACCURACY) $(B)/de405.bsp
	@bad=0; for program in $(ACCURACY); do $$program $(TRUTH) $(B)/de405.bsp || bad=1; done; exit $$bad
$(B)/de405.bsp: tool/de405_kernel.py
	tool/de405_kernel.py /usr/share/casacore/data/ephemerides/DE405 >$@

# The peers that this machine lacks are left out, and bench.py says so.
BENCH := compute rise peer_erfa peer_nova peer_swe
bench: deps-bench ## measure beside the peers, 3 minutes; BENCH_QUICK=1: 30 s
	@$(MAKE) --no-print-directory $(BIN) $(B)/bench/count_malloc.so $(BENCH:%=$(B)/bench/%)
	@python3 bench/bench.py $(B) $(TRUTH)
	@$(MAKE) --no-print-directory bench-api
$(BENCH:%=$(B)/bench/%): $(B)/bench/%: bench/%.c $(B)/bench/harness.c.o $(B)/test/accuracy/table.c.o $(ARCHIVES)
	@mkdir -p $(@D) && rm -f $@
	@$(CC) $(HOUSE) -MF $@.d -o $@ $(filter %.c %.o %.a,$^) -l$(subst rise,m,$(subst compute,erfa,$(*:peer_%=%))) $(LIBS) || echo "$* is left out" >&2
$(B)/bench/count_malloc.so: bench/count_malloc.c
	@mkdir -p $(@D)
	$(CC) $(OPT.$(VARIANT)) -shared -fPIC -o $@ $<
bench-api: deps-bench $(BIN) $(B)/bench/streams $(B)/bench/answers ## /api/v1: requests beside nginx, rows a second, 10,000 streams
	@python3 bench/api.py $(B)
bench-streams: $(B)/bench/streams ## 10,000 readers of one event stream: memory, CPU, lateness
	$<
$(B)/bench/answers: $(B)/bench/answers.c.o $(ARCHIVES)
	$(CC) $(OPT.$(VARIANT)) $(LDFLAGS) -o $@ $^ $(LIBS)
bench-client: deps-bench $(BIN) $(B)/bench/task $(B)/bench/measure ## GETs and task switches beside aiohttp, curl and asyncio
	bench/client.py $(BIN) $(B)/bench/measure
	$(B)/bench/task
	/usr/bin/python3 bench/task.py
$(B)/bench/task $(B)/bench/measure $(B)/bench/streams: %: %.c.o $(B)/libnet.a $(B)/libbase.a $(filter %llhttp.a,$(ARCHIVES))
	$(CC) $(OPT.$(VARIANT)) -fno-lto $(LDFLAGS) -o $@ $^ $(LIBS)

include tool/library.mk tool/web.mk tool/generated.mk
install: $(BIN) install-library ## into $(DESTDIR)$(PREFIX)
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/planettracker

data: deps-data ## make data/cip-1900-2100.bin again, with ERFA
	@mkdir -p $(B)
	$(CC) -O2 -std=c17 -o $(B)/cip_table tool/cip_table.c -lerfa -lm
	$(B)/cip_table >data/cip-1900-2100.bin
data-check: ## the hashes of data/MANIFEST.md
	@sed -n 's/^| `\([^`]*\)`.* \([0-9a-f]\{64\}\) |$$/\2  data\/\1/p' data/MANIFEST.md | sha256sum --check

deps-%:
	@tool/deps.sh $(DEPS.$*)
DEPS.units := test
DEPS.test  := test web
DEPS.check := test web check
DEPS.bench := bench
DEPS.data  := data
DEPS.fuzz  := fuzz

clean: ## remove build/
	rm -rf build
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile tool/library.mk | expand -t 14

.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all examples run test units fuzz fuzz-seeds check lint analyze accuracy bench bench-api bench-client bench-streams install data data-check clean help
-include $(shell find $(B) build/host -name '*.d' 2>/dev/null)
