# PlanetTracker's build. `make help` lists the targets; V=1 shows the commands. Each variant has a folder under build/.
VARIANT  ?= release
B        := build/$(VARIANT)
FLOORS   := base sky net format data almanac server cmd
.DEFAULT_GOAL := all
# Uses every processor unless -j says otherwise; recursive calls share the jobs.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif

include tool/deps.mk

# GCC's objects hold machine code and what its link-time optimisation reads: the quick link takes the code, the
# optimised link compiles the program again as a whole. Tests and tool/rooms.sh read the code.
IS_CLANG    := $(findstring clang,$(shell $(CC) --version))
AR          := $(if $(IS_CLANG),ar,gcc-ar)
LTO         := $(if $(IS_CLANG)$(filter-out release,$(VARIANT)),,-flto=auto -ffat-lto-objects)
OPT.release := -O2
OPT.asan    := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT.fuzz    := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT         := $(OPT.$(VARIANT))
WARN        := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(CI),-Werror)
HOUSE       := -std=c17 -D_GNU_SOURCE -Isrc -Itest -I$(B) $(DEP_CFLAGS) $(WARN) $(OPT) -g \
               -ffp-contract=off -fno-math-errno -fno-trapping-math -pthread
LIBS        := $(DEP_LIBS) -lm -pthread
COMPILE      = $(CC) $(HOUSE) -MMD -MP $(CFLAGS)
LINK         = $(CC) $(OPT) -fno-lto $(CFLAGS) $(LDFLAGS)

# The objects of a floor: src/FLOOR/ and the folders in it. cmd/main.c is the program's entry and in no archive.
objects   = $(patsubst %,$(B)/%.o,$(filter-out src/cmd/main.c,$(wildcard src/$(1)/*.c src/$(1)/*/*.c src/$(1)/*.S)))
ARCHIVES := $(patsubst %,$(B)/lib%.a,cmd server almanac data format net sky base $(if $(LLHTTP),llhttp))
BIN      := $(B)/planettracker
# The program that is installed, run and measured.
FAST_BIN := $(if $(LTO),$(B)/optimized/planettracker,$(BIN))

all: $(BIN) ## compile build/release/planettracker (the default)
$(BIN): $(B)/src/cmd/main.c.o $(ARCHIVES)
	$(call show,link,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)
$(B)/optimized/planettracker: $(B)/src/cmd/main.c.o $(ARCHIVES)
	$(call show,link,$@ with whole-program optimisation: some 20 s)
	@mkdir -p $(@D)
	$(Q)$(CC) $(OPT) $(LTO) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

define floor
$(B)/lib$(1).a: $(call objects,$(1))
	@rm -f $$@
	$$(Q)$(AR) rcs $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call floor,$(f))))

$(B)/src/%.c.o: src/%.c $(B)/flags
	$(call show,compile,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(LTO) $(LTO_OFF) -c -o $@ $<
$(B)/%.c.o: %.c $(B)/flags
	$(call show,compile,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<
$(B)/%.S.o: %.S $(B)/flags
	$(call show,compile,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) -Isrc -MMD -MP -c -o $@ $<
$(B)/libllhttp.a: $(patsubst $(LLHTTP)/%.c,$(B)/llhttp/%.o,$(wildcard $(LLHTTP)/*.c))
	$(Q)$(AR) rcs $@ $^
$(B)/llhttp/%.o: $(LLHTTP)/%.c $(B)/flags
	$(call show,compile,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) -O2 -g $(DEP_CFLAGS) -c -o $@ $<

# Files embedded by the assembler have names that whole-program optimisation does not see.
EMBEDDING := $(patsubst %,$(B)/src/%.c.o,data/embedded server/assets data/town_table)
$(EMBEDDING): private LTO_OFF := $(if $(LTO),-fno-lto)
$(B)/src/data/embedded.c.o: $(wildcard data/*)

# Everything is compiled again when the compiler or its flags change; a dry run only shows that.
FLAGS := $(strip $(CC) $(HOUSE) $(LTO) $(CFLAGS))
ifneq ($(IS_BUILDING),)
ifneq ($(FLAGS),$(strip $(file <$(B)/flags)))
$(if $(IS_DRY_RUN),$(eval $(B)/flags: FORCE),$(shell mkdir -p $(B))$(file >$(B)/flags,$(FLAGS)))
endif
endif
$(B)/flags: ;
FORCE:

run: deps-build ## build with whole-program optimisation, then serve http://localhost:8000
	@$(MAKE) $(QUIET) $(FAST_BIN)
	$(FAST_BIN) serve

include tool/manual.mk tool/install.mk tool/generated.mk tool/web.mk tool/tests.mk tool/bench.mk

rooms: ## list the rooms of src/ with what each is for
	@tool/room_list.sh
clean: ## remove what was built; llhttp's sources stay, for builds without a network
	rm -rf build/config.mk $(filter-out build/llhttp,$(wildcard build/*))
distclean: ## remove build/
	rm -rf build
help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile tool/deps.mk tool/install.mk tool/manual.mk tool/tests.mk tool/bench.mk tool/web.mk | expand -t 14
	@echo; echo 'Variables: V=1 CC=clang CFLAGS=-O3 VARIANT=release|asan|fuzz PREFIX=/usr/local DESTDIR= TEST_JOBS=3'

# One short line a step; with V=1 the command itself instead.
Q     := $(if $(V),,@)
QUIET := --no-print-directory $(if $(V),,-s)
show   = @$(if $(V),:,printf '%8s  %s\n' '$(1)' '$(2)')

.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all run rooms clean distclean help
-include $(shell find $(B) build/host -name '*.d' 2>/dev/null)
