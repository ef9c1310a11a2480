# Headers that are made from tables, in $(B)/gen.
#
# A generator is tool/generate/NAME.c. It is run as NAME $(B)/gen/NAME.h INPUT.NAME... and may write further files beside
# the header. Generators run on the machine that builds: HOST_CC compiles them, with the rooms that they share with the
# program, into build/host, which all variants use. For a cross build: make CC=aarch64-linux-gnu-gcc HOST_CC=gcc.
HOST_CC     ?= $(CC)
HOST_CFLAGS ?= -O1 -g
H           := build/host
GENERATORS  := $(patsubst tool/generate/%.c,%,$(wildcard tool/generate/*.c))
GENERATED   := $(GENERATORS:%=$(B)/gen/%.h)

# The page's files as they are served.
PAGE_FILES := $(wildcard web/dist/* web/static/*)

INPUT.almanac_i18n_rows      := web/texts.tsv web/texts-server.tsv
INPUT.data_star_rows         := data/stars.csv data/star-lines.csv
INPUT.data_town_table_rows   := data/place-names.tab data/iso3166.tab data/towns.tsv data/zone.tab data/zone1970.tab
INPUT.server_assets          := web/texts.tsv data/stars.csv data/star-lines.csv $(PAGE_FILES)
INPUT.server_schemas         := src/server/schemas.json
INPUT.sky_constellation_rows := data/constellations.csv
INPUT.sky_offset_terms       := data/barycentre-offsets.csv

$(B)/gen/%.h: $(H)/%
	$(call show,generate,$@)
	@mkdir -p $(@D)
	$(Q)$< $@ $(INPUT.$*)
$(foreach generator,$(GENERATORS),$(eval $(B)/gen/$(generator).h: $(INPUT.$(generator))))

# The compiler notes which objects include which header; before that it needs all of them.
$(foreach floor,sky data almanac server,$(call objects,$(floor))) $(LIB_OBJECTS): | $(GENERATED)

HOST_ROOMS := $(wildcard src/base/*.c tool/generate/lib/*.c) src/format/document.c src/format/json.c src/data/name_fold.c
$(H)/%.c.o: %.c
	$(call show,compile,$< for a generator)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) -std=c17 -D_GNU_SOURCE -ffp-contract=off -Isrc $(WARN) $(HOST_CFLAGS) -MMD -MP -c -o $@ $<
$(H)/libtable.a: $(HOST_ROOMS:%=$(H)/%.o)
	@rm -f $@
	$(Q)ar rcs $@ $^
$(GENERATORS:%=$(H)/%): $(H)/%: $(H)/tool/generate/%.c.o $(H)/libtable.a
	$(Q)$(HOST_CC) -o $@ $^ -lz -lm
