# Measures beside other programs, with the optimised program. bench.py leaves out peers that this machine
# lacks, and names them. BENCH_QUICK=1 makes every measure short.
BENCH := compute rise peer_erfa peer_nova peer_swe
FAST_LINK = $(CC) $(OPT) $(LTO) $(CFLAGS) $(LDFLAGS)
bench: deps-bench ## measure beside the peers: 3 minutes, with BENCH_QUICK=1 30 s
	@$(MAKE) $(QUIET) $(FAST_BIN) $(B)/bench/count_malloc.so $(BENCH:%=$(B)/bench/%)
	@PLANETTRACKER="$(FAST_BIN)" python3 bench/bench.py $(B) "$(TRUTH)"
	@$(MAKE) $(QUIET) bench-api
bench-api: deps-bench $(FAST_BIN) $(B)/bench/streams $(B)/bench/answers ## measure /api/v1: requests beside nginx, rows a second, 10,000 streams
	@PLANETTRACKER="$(FAST_BIN)" python3 bench/api.py $(B)
bench-streams: $(B)/bench/streams ## measure 10,000 readers of one event stream: memory, CPU, lateness
	$<
bench-client: deps-bench $(FAST_BIN) $(B)/bench/task $(B)/bench/measure ## measure GETs and task switches beside aiohttp, curl and asyncio
	bench/client.py $(FAST_BIN) $(B)/bench/measure
	$(B)/bench/task
	/usr/bin/python3 bench/task.py

$(BENCH:%=$(B)/bench/%): $(B)/bench/%: $(B)/bench/%.c.o $(B)/bench/harness.c.o $(B)/test/accuracy/table.c.o $(ARCHIVES)
	$(call show,link,$@)
	@rm -f $@
	$(Q)$(FAST_LINK) -o $@ $^ -l$(subst rise,m,$(subst compute,erfa,$(*:peer_%=%))) $(LIBS) || echo "$* is left out" >&2
$(B)/bench/count_malloc.so: bench/count_malloc.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(OPT) -shared -fPIC -o $@ $<
$(B)/bench/answers: $(B)/bench/answers.c.o $(ARCHIVES)
	$(call show,link,$@)
	$(Q)$(FAST_LINK) -o $@ $^ $(LIBS)
$(B)/bench/task $(B)/bench/measure $(B)/bench/streams: %: %.c.o $(B)/libnet.a $(B)/libbase.a $(filter %llhttp.a,$(ARCHIVES))
	$(call show,link,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)
.PHONY: bench bench-api bench-streams bench-client
