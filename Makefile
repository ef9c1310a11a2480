# PlanetTracker's build. `make help` lists the targets; every variant has its own folder under build/.
VARIANT  ?= release
B        := build/$(VARIANT)
PREFIX   ?= /usr/local
FLOORS   := base sky net app
.DEFAULT_GOAL := all

# What the machine offers, asked once; missing packages are installed first. Make rereads itself after.
build/config.mk: tool/deps.sh
	@mkdir -p build && tool/deps.sh build
	@pkg-config --exists libllhttp && llhttp=libllhttp || llhttp=; \
	{ echo "DEP_CFLAGS := $$(pkg-config --cflags libuv $$llhttp) $${llhttp:--isystem /usr/share/include/llhttp}"; \
	  echo "DEP_LIBS := $$(pkg-config --libs libuv $$llhttp)"; \
	  test -n "$$llhttp" || echo "LLHTTP := /usr/share/llhttp"; } | sed 's/-isystem .*libllhttp/ /' >$@
ifneq ($(filter-out clean help,$(or $(MAKECMDGOALS),all)),)
include build/config.mk
endif

WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(CI),-Werror)
OPT.release := -O2
OPT.asan    := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HOUSE    := -std=c17 -D_GNU_SOURCE -Isrc -I$(B) $(DEP_CFLAGS) $(WARN) $(OPT.$(VARIANT)) -g \
            -ffp-contract=off -fno-math-errno -fno-trapping-math -pthread -MMD -MP
LIBS     := $(DEP_LIBS) -lm -pthread

objects   = $(patsubst %,$(B)/%.o,$(wildcard src/$(1)/*.c src/$(1)/*.S))
ARCHIVES := $(patsubst %,$(B)/lib%.a,app net sky base $(if $(LLHTTP),llhttp))
BIN      := $(B)/planettracker
UNITS    := $(patsubst %.c,$(B)/%,$(wildcard $(FLOORS:%=test/%/test_*.c)))

all: $(BIN)
$(BIN): $(call objects,cmd) $(ARCHIVES)
	$(CC) $(OPT.$(VARIANT)) $(LDFLAGS) -o $@ $^ $(LIBS)

define floor
$(B)/lib$(1).a: $(call objects,$(1)) 
	@rm -f $$@
	$(AR) rcs $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call floor,$(f))))

$(B)/src/app/embed.c.o: $(wildcard data/*)
$(B)/src/app/assets.c.o: $(B)/gen/app_assets.h
$(B)/gen/app_assets.h: tool/assets.sh $(wildcard web/*)
	@mkdir -p $(@D)
	tool/assets.sh web $(B)/gen >$@
$(B)/src/sky/ephem.c.o: $(B)/gen/sky_offset_terms.h
$(B)/gen/sky_offset_terms.h: tool/offset_terms.sh data/barycentre-offsets.csv
	@mkdir -p $(@D)
	tool/offset_terms.sh data/barycentre-offsets.csv >$@

$(B)/%.c.o: %.c
	@mkdir -p $(@D)
	$(CC) $(HOUSE) $(CFLAGS) -c -o $@ $<
$(B)/%.S.o: %.S
	@mkdir -p $(@D)
	$(CC) -Isrc -MMD -MP -c -o $@ $<
$(B)/libllhttp.a: $(wildcard $(LLHTTP)/*.c)
	@mkdir -p $(B)/llhttp
	cd $(B)/llhttp && $(CC) -O2 -g $(DEP_CFLAGS) -c $^
	$(AR) rcs $@ $(B)/llhttp/*.o

$(B)/test/%: $(B)/test/%.c.o $(ARCHIVES)
	$(CC) $(OPT.$(VARIANT)) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -lerfa
units: $(UNITS) # builds the unit tests, runs nothing

clean:
	rm -rf build

.SECONDARY:
.PHONY: all units clean
-include $(shell find $(B) -name '*.d' 2>/dev/null)
