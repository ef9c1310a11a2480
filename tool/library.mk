# libplanettracker: base, sky and the rooms of data that make a context from the embedded data. Everything of it is
# compiled position-independent, in its own folder.
VERSION      := $(shell sed -n 's/^.define BASE_VERSION "\(.*\)"/\1/p' src/base/version.h)
SONAME       := libplanettracker.so.0
LIBDIR       ?= $(PREFIX)/lib
INCLUDEDIR   ?= $(PREFIX)/include
LIB_ROOMS    := dataset embedded iers_finals leap_seconds time_text zone
LIB_OBJECTS  := $(patsubst %,$(B)/pic/%.o,$(wildcard src/base/*.c src/sky/*.c) $(LIB_ROOMS:%=src/data/%.c))
LIB_HEADERS  := $(wildcard src/base/*.h src/sky/*.h) src/data/dataset.h src/data/iers_finals.h src/data/leap_seconds.h src/data/time_text.h src/data/zone.h src/base/version.h
# Undefined symbols are an error but under the sanitizers, whose runtime comes with the program.
LIB_LDFLAGS  := -shared -Wl,-soname,$(SONAME) -Wl,--version-script=tool/library.map -Wl,-Bsymbolic-functions -z relro -z now \
                $(if $(filter release,$(VARIANT)),-z defs)

$(B)/pic/%.c.o: %.c
	@mkdir -p $(@D)
	$(CC) $(HOUSE) -fno-lto -fPIC $(CFLAGS) -c -o $@ $<
$(B)/pic/src/data/embedded.c.o: $(wildcard data/*)

$(B)/libplanettracker.a: $(LIB_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/libplanettracker.so: $(LIB_OBJECTS) tool/library.map
	$(CC) $(OPT.$(VARIANT)) $(LDFLAGS) $(LIB_LDFLAGS) -o $@ $(LIB_OBJECTS) -lm

library: $(B)/libplanettracker.a $(B)/libplanettracker.so ## the C library, static and shared

# Headers name each other by floor ("sky/time.h"); installed, by the way from one folder to the next, so that a
# program needs no second -I and no name of ours gets in another's way.
install-library: library
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig $(addprefix $(DESTDIR)$(INCLUDEDIR)/planettracker/,base sky data)
	for header in $(LIB_HEADERS:src/%=%); do \
	    sed -E 's|^#include "(base\|sky\|data)/|#include "../\1/|' src/$$header \
	        >$(DESTDIR)$(INCLUDEDIR)/planettracker/$$header || exit 1; done
	install -m 644 include/planettracker/planettracker.h $(DESTDIR)$(INCLUDEDIR)/planettracker/
	install -m 644 $(B)/libplanettracker.a $(DESTDIR)$(LIBDIR)/
	install -m 644 $(B)/libplanettracker.so $(DESTDIR)$(LIBDIR)/libplanettracker.so.$(VERSION)
	ln -sf libplanettracker.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libplanettracker.so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	    -e 's|@VERSION@|$(VERSION)|' tool/planettracker.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/planettracker.pc
.PHONY: library install-library
