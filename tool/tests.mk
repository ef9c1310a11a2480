# Tests, fuzzers, lint and measures of accuracy.
UNITS    := $(patsubst %.c,$(B)/%,$(wildcard $(FLOORS:%=test/%/test_*.c) $(FLOORS:%=test/%/*/test_*.c)))
ACCURACY := $(patsubst %.c,$(B)/%,$(filter-out %/table.c,$(wildcard test/accuracy/*.c)))
SOURCES  := $(wildcard src/*/*.[ch] src/*/*/*.[ch] include/*/*.h examples/*.c test/*/*.[ch] test/*/*/*.[ch] bench/*.[ch] \
            fuzz/*.[ch] tool/*.[ch] tool/*/*.[ch] tool/*/*/*.[ch])
# The longest first, so that no processor waits for the last one.
SCRIPTS  := $(wildcard test/web/*.test.mjs test/client/*.test.mjs test/http/*.test.mjs test/api/*.test.mjs test/cmd/*.test.mjs \
            test/cmd/*.sh test/lib/*.sh test/tool/*.sh)
# By another name, so that `make -n` does not run the tests.
MAKE_PROGRAM := $(MAKE)

# The almanac answers without server and network: its tests link no higher archive.
$(B)/test/almanac/%: $(B)/test/almanac/%.c.o $(patsubst %,$(B)/lib%.a,almanac data format sky base)
	$(call show,link,$@)
	$(Q)$(LINK) -o $@ $^ -ljansson -lz -lm -pthread -lcmocka -lerfa
# This one lets allocations fail.
$(B)/test/almanac/test_answer: private LDFLAGS += -Wl,--wrap=malloc,--wrap=calloc
# Tests of one room each; the accuracy programs share test/accuracy/table.c.
$(B)/test/%: $(B)/test/%.c.o $(ARCHIVES)
	$(call show,link,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS) -lcmocka -lerfa
$(ACCURACY): %: %.c.o $(B)/test/accuracy/table.c.o $(ARCHIVES)
	$(call show,link,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

# Small programs with tasks; those of the library are built by tests alone.
EXAMPLES := $(B)/examples/gather $(B)/examples/get_one $(B)/examples/get_many
examples: $(EXAMPLES) ## build the small programs of examples/
$(EXAMPLES): %: %.c.o $(B)/libnet.a $(B)/libbase.a
	$(call show,link,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

test: deps-test ## run all tests: units, command line, HTTP, clients, the page in Chromium
	@$(MAKE) $(QUIET) $(BIN) $(UNITS) $(EXAMPLES) $(B)/de405.bsp $(B)/tool/kernel/compact library manual $(WEB_LISTS) \
	    $(patsubst %,%/node_modules,tool/web test/web test/api)
	@VARIANT=$(VARIANT) MAKE="$(MAKE_PROGRAM)" CC="$(CC)" TEST_CFLAGS="$(OPT)" PLANETTRACKER="$(CURDIR)/$(BIN)" \
	    KERNEL="$(CURDIR)/$(B)/de405.bsp" COMPACT="$(CURDIR)/$(B)/tool/kernel/compact" \
	    tool/test.sh $(SCRIPTS) $(UNITS)
units: deps-units ## run the unit tests alone
	@$(MAKE) $(QUIET) $(UNITS) $(BIN)
	@PLANETTRACKER="$(CURDIR)/$(BIN)" tool/test.sh $(UNITS)
# What the page's bundler and the tests of page and API use, as the lock files pin it.
%/node_modules: %/package.json %/package-lock.json
	$(call show,npm ci,$*)
	$(Q)cd $* && npm ci --loglevel=error --no-audit --no-fund >/dev/null
	@touch $@

# Make's -j runs several at once.
FUZZERS      := $(filter-out seeds,$(patsubst fuzz/%.c,%,$(wildcard fuzz/*.c)))
FUZZ_SECONDS ?= 60
fuzz: deps-fuzz ## run each libFuzzer driver for FUZZ_SECONDS=60
	@$(MAKE) $(QUIET) VARIANT=fuzz CC=clang-14 $(FUZZERS:%=fuzz-run-%)
$(FUZZERS:%=fuzz-run-%): fuzz-run-%: $(B)/fuzz/%
	@tool/fuzz.sh $(B) $* $(FUZZ_SECONDS)
$(FUZZERS:%=$(B)/fuzz/%): %: %.c.o $(ARCHIVES)
	$(call show,link,$@)
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)
fuzz-seeds: $(B)/fuzz/seeds ## make fuzz/corpus/spk again
	$< fuzz/corpus/spk
$(B)/fuzz/seeds: %: %.c.o
	$(Q)$(LINK) -o $@ $^

check: deps-check ## run lint, all tests under ASan and UBSan, and static analysis
	@$(MAKE) $(QUIET) lint
	@$(MAKE) $(QUIET) VARIANT=asan CC=clang-14 test
	@$(MAKE) $(QUIET) analyze
lint: deps-check $(foreach f,$(FLOORS),$(B)/lib$(f).a) $(B)/src/cmd/main.c.o ## check floors, sizes, includes, words and formatting
	@tool/lint.sh $(B)
	@clang-format --dry-run --Werror $(SOURCES)
ANALYZED := $(wildcard src/*/*.c src/*/*/*.c)
analyze: deps-check ## run clang's static analysis
	@$(MAKE) $(QUIET) -k $(ANALYZED:%=analyze-%)
$(ANALYZED:%=analyze-%): analyze-%: % | $(GENERATED)
	$(call show,analyze,$<)
	$(Q)clang-tidy --quiet --warnings-as-errors='*' \
	    --checks='-*,clang-analyzer-*,-*.DeprecatedOrUnsafeBufferHandling,-*.Padding' $< -- -std=c17 -D_GNU_SOURCE -Isrc -I$(B) $(DEP_CFLAGS)

# What a user sees, as files that can be compared: some 8,000 requests and 2,800 commands, without a network.
record: $(BIN) ## record the answers of this build: make record OUT=DIR
	$(Q)node tool/record/record.mjs $(CURDIR)/$(BIN) "$(or $(OUT),$(error OUT=DIR names the folder to write))"
record-compare: ## show where two records differ: make record-compare OLD=DIR NEW=DIR
	$(Q)node tool/record/record.mjs --compare "$(OLD)" "$(NEW)"

TRUTH ?= truth
accuracy: deps-test ## measure against tables of true places: make accuracy TRUTH=DIR
	@$(MAKE) $(QUIET) $(ACCURACY) $(B)/de405.bsp
	@bad=0; for program in $(ACCURACY); do $$program "$(TRUTH)" $(B)/de405.bsp || bad=1; done; exit $$bad
$(B)/de405.bsp: tool/de405_kernel.py
	$(call show,generate,$@)
	$(Q)tool/de405_kernel.py /usr/share/casacore/data/ephemerides/DE405 >$@

# Kernels are made with the rooms that read them.
KERNEL_TOOLS := $(patsubst %,$(B)/tool/kernel/%,compact integrate judge)
$(KERNEL_TOOLS): %: %.c.o $(patsubst %,$(B)/tool/kernel/%.c.o,forces march series) $(B)/libsky.a $(B)/libbase.a
	$(call show,link,$@)
	$(Q)$(LINK) -o $@ $^ -lm
VECTORS ?= $(TRUTH)
kernel: $(KERNEL_TOOLS) ## make data/sky-1900-2100.bsp again from vectors: make kernel VECTORS=DIR
	$(B)/tool/kernel/integrate tool/kernel/start-1969.csv "$(VECTORS)" data/sky-1900-2100.bsp >$(B)/integrated.bsp
	$(B)/tool/kernel/compact --mas 0.005 --terms 12 $(B)/integrated.bsp >$(B)/sky-1900-2100.bsp
	$(B)/tool/kernel/judge data/sky-1900-2100.bsp "$(VECTORS)"
	$(B)/tool/kernel/judge $(B)/sky-1900-2100.bsp "$(VECTORS)"
	@echo 'When it is better, copy $(B)/sky-1900-2100.bsp to data/ and its hash to data/MANIFEST.md.'

data: deps-data ## make data/cip-1900-2100.bin again, with ERFA
	@mkdir -p $(B)
	$(Q)$(CC) -O2 -std=c17 -o $(B)/cip_table tool/cip_table.c -lerfa -lm
	$(B)/cip_table >data/cip-1900-2100.bin
data-check: ## check the hashes of data/MANIFEST.md
	@sed -n 's/^| `\([^`]*\)`.* \([0-9a-f]\{64\}\) |$$/\2  data\/\1/p' data/MANIFEST.md | sha256sum --check
release-check: ## whether the embedded data are recent enough for a release
	@tool/release_check.sh
.PHONY: release-check record record-compare examples test units fuzz fuzz-seeds check lint analyze $(ANALYZED:%=analyze-%) accuracy kernel data data-check
