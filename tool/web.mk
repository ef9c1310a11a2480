# The page's scripts and styles. What esbuild makes of web/ is committed as web/dist, so that `make` needs no Node.js.
WEB_LISTS := $(B)/tool/web/lists
$(WEB_LISTS): %: %.c.o $(foreach f,almanac data format sky base,$(B)/lib$(f).a)
	$(call show,link,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)
web: $(WEB_LISTS) tool/web/node_modules ## make web/dist again from web/; needs Node.js
	$(WEB_LISTS) >web/app/lists.mjs
	node tool/web/build.mjs
.PHONY: web
