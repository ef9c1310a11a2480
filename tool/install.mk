# libplanettracker, and what `make install` brings into $(DESTDIR)$(PREFIX). The library is base, sky and the rooms of data
# that make a context from the embedded data, compiled position-independent in a folder of its own.
PREFIX       ?= /usr/local
BINDIR       ?= $(PREFIX)/bin
LIBDIR       ?= $(PREFIX)/lib
INCLUDEDIR   ?= $(PREFIX)/include
LDCONFIG     ?= ldconfig
VERSION      := $(shell sed -n 's/^.define BASE_VERSION "\(.*\)"/\1/p' src/base/version.h)
SONAME       := libplanettracker.so.0
LIB_ROOMS    := dataset embedded iers_finals leap_seconds time_text zone
LIB_OBJECTS  := $(patsubst %,$(B)/pic/%.o,$(wildcard src/base/*.c src/sky/*.c) $(LIB_ROOMS:%=src/data/%.c))
LIB_HEADERS  := $(patsubst src/%,%,$(wildcard src/base/*.h src/sky/*.h)) \
                $(patsubst %,data/%.h,dataset iers_finals leap_seconds time_text zone)
# Undefined symbols are an error except under the sanitizers, whose runtime comes with the program.
LIB_LDFLAGS  := -shared -Wl,-soname,$(SONAME) -Wl,--version-script=tool/library.map -Wl,-Bsymbolic-functions -z relro -z now \
                $(if $(filter release,$(VARIANT)),-z defs)

$(B)/pic/%.c.o: %.c $(B)/flags
	$(call show,compile,$< for the library)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -fPIC -c -o $@ $<
$(B)/pic/src/data/embedded.c.o: $(wildcard data/*)
$(B)/libplanettracker.a: $(LIB_OBJECTS)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(B)/libplanettracker.so: $(LIB_OBJECTS) tool/library.map
	$(call show,link,$@)
	$(Q)$(LINK) $(LIB_LDFLAGS) -o $@ $(LIB_OBJECTS) -lm

library: $(B)/libplanettracker.a $(B)/libplanettracker.so ## build the C library, static and shared

# In the source, headers include each other by floor ("sky/time.h"); when installed, by relative paths, so that a program
# needs no second -I and our names cannot collide with others.
$(B)/include/%.h: src/%.h
	@mkdir -p $(@D)
	$(Q)sed -E 's|^#include "(base\|sky\|data)/|#include "../\1/|' $< >$@
$(B)/planettracker.pc: tool/planettracker.pc.in src/base/version.h $(if $(IS_DRY_RUN),,FORCE)
	@mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	    -e 's|@VERSION@|$(VERSION)|' $< >$@

# What is installed, a word a file: SOURCE:DESTINATION. `make uninstall` removes the same list.
INSTALL_FILES = $(FAST_BIN):$(BINDIR)/planettracker \
    $(B)/libplanettracker.a:$(LIBDIR)/libplanettracker.a \
    $(B)/libplanettracker.so:$(LIBDIR)/libplanettracker.so.$(VERSION) \
    $(B)/planettracker.pc:$(LIBDIR)/pkgconfig/planettracker.pc \
    include/planettracker/planettracker.h:$(INCLUDEDIR)/planettracker/planettracker.h \
    $(foreach h,$(LIB_HEADERS),$(B)/include/$(h):$(INCLUDEDIR)/planettracker/$(h)) \
    $(MANUAL_FILES)
# Symbolic links, TARGET:DESTINATION.
INSTALL_LINKS = libplanettracker.so.$(VERSION):$(LIBDIR)/$(SONAME) $(SONAME):$(LIBDIR)/libplanettracker.so
# The folders that only our files are in, inner ones first.
INSTALL_FOLDERS = $(patsubst %,$(INCLUDEDIR)/planettracker/%,base sky data) $(INCLUDEDIR)/planettracker

# The dynamic linker's cache, after root has changed a library of this machine. A package's builder sets DESTDIR.
refresh_cache = $(if $(DESTDIR),,@[ "$$(id -u)" -ne 0 ] || $(LDCONFIG))
install: library manual $(B)/planettracker.pc $(LIB_HEADERS:%=$(B)/include/%) $(FAST_BIN) ## install program, manual and library into $(DESTDIR)$(PREFIX)
	@set -e; for pair in $(INSTALL_FILES); do \
	    install -D -m $$(test -x "$${pair%%:*}" && echo 755 || echo 644) "$${pair%%:*}" "$(DESTDIR)$${pair#*:}"; done
	@set -e; for pair in $(INSTALL_LINKS); do ln -sf "$${pair%%:*}" "$(DESTDIR)$${pair#*:}"; done
	$(refresh_cache)
uninstall: ## remove what `make install` brought, with the same DESTDIR and PREFIX
	@for pair in $(INSTALL_FILES) $(INSTALL_LINKS); do rm -f "$(DESTDIR)$${pair#*:}"; done
	@for folder in $(INSTALL_FOLDERS); do rmdir "$(DESTDIR)$$folder" 2>/dev/null || :; done
	$(refresh_cache)
.PHONY: library install uninstall FORCE
