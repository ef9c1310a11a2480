# Manual pages and completion scripts, made from the table of commands (src/cmd/table.c) and docs/DATA.md by tool/manual.c,
# which is linked with the rooms of cmd/ that write them. It runs on the machine that builds; a cross build names one that
# was built there: make install MANUAL=build-here/release/tool/manual.
MANUAL      ?= $(B)/tool/manual
# The day of the version in src/base/version.h; changes with it.
MANUAL_DATE := 2026-11-30
DATADIR     ?= $(PREFIX)/share

COMMANDS    := $(shell sed -n 's/^        \.name = "\(.*\)",$$/\1/p' src/cmd/table.c)
MAN_PAGES   := planettracker.1 $(COMMANDS:%=planettracker-%.1) planettracker-data.5
# SOURCE:DESTINATION, for INSTALL_FILES.
MANUAL_FILES = $(foreach page,$(MAN_PAGES),$(B)/manual/$(page):$(DATADIR)/man/man$(subst .,,$(suffix $(page)))/$(page)) \
    $(B)/manual/planettracker.bash:$(DATADIR)/bash-completion/completions/planettracker \
    $(B)/manual/_planettracker:$(DATADIR)/zsh/site-functions/_planettracker \
    $(B)/manual/planettracker.fish:$(DATADIR)/fish/vendor_completions.d/planettracker.fish

$(B)/tool/manual: $(B)/tool/manual.c.o $(ARCHIVES)
	$(call show,link,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(LIBS)
$(B)/manual/made: $(MANUAL) docs/DATA.md tool/manual.mk
	$(call show,generate,$(B)/manual: manual pages and completions)
	@rm -rf $(@D) && mkdir -p $(@D)
	$(Q)$(MANUAL) $(@D) $(VERSION) $(MANUAL_DATE) docs/DATA.md
	@touch $@

manual: $(B)/manual/made ## write manual pages and completions into build/release/manual
.PHONY: manual
