# SPDX-License-Identifier: GPL-2.0-or-later
# kbsearch: `make demo` shows it at work, `make check` tests it, `make help` lists the rest.
# Build output goes to $(BUILD) only. V=1 shows the commands.

BUILD ?= build
CORPUS ?= corpus/sample
INDEX ?= $(BUILD)/index
prefix ?= /usr/local
bindir ?= $(prefix)/bin
mandir ?= $(prefix)/share/man
datadir ?= $(prefix)/share
cgidir ?= $(prefix)/lib/kbsearch
sysconfdir ?= /etc
localstatedir ?= /var
CC = gcc
CXX = g++
WERROR ?=
SANITIZE ?=

# Debian 12 packages; README.md says what each is for.
BUILD_DEPS = gcc g++ make pkg-config libxapian-dev libicu-dev libjansson-dev libinih-dev \
  libzstd-dev libxxhash-dev libmimalloc-dev libdeflate-dev zlib1g-dev libfcgi-dev \
  libseccomp-dev mandoc mythes-en-us
TEST_DEPS = libcmocka-dev xapian-tools git jq clang libclang-rt-14-dev clang-format \
  valgrind shellcheck zstd time fiu-utils faketime

# Servers, browsers and scanners of make check-web, which skips what is not there. The
# browser's driver and two checkers come by npm: tests/web/package.json.
WEB_DEPS = lighttpd apache2-bin nginx-light chromium nodejs npm:npm ca-certificates \
  openjdk-17-jre-headless w3m lynx wapiti

# The peers of make bench, which leaves out those that are not there.
BENCH_DEPS = sqlite3 libsqlite3-dev xapian-omega liblucene8-java openjdk-17-jdk-headless \
  xapian-tools valgrind jq

Q = $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' '$(1)' '$(2)')

# ---- sources ----

COMMON_C = \
  common/base/buf.c common/base/config.c common/base/date.c common/base/error.c \
    common/base/file.c common/base/lock.c common/base/mem.c common/base/opt.c \
    common/base/status.c \
  common/text/analyze.c common/text/code.c common/text/compound.c common/text/encode.c \
    common/text/fold.c common/text/lexicon.c common/text/name.c common/text/pass.c \
    common/text/piece.c common/text/spelling.c common/text/vocabulary.c \
    common/text/words.c \
  common/article/article.c common/article/body.c common/article/entity.c \
    common/article/fields.c common/article/number.c common/article/page.c \
    common/article/parse.c common/article/query_words.c common/article/tail.c \
    common/article/text_form.c common/article/type.c common/article/unescape.c \
  common/schema/field.c common/schema/learned.c common/schema/lexemes.c \
    common/schema/pack.c common/schema/stored.c common/schema/term.c common/schema/words.c \
  common/index/files.c common/index/inputs.c common/index/manifest.c \
    common/index/open.c common/index/program.c common/index/publish.c \
  common/query/dump.c common/query/expr.c common/query/lex.c common/query/name.c \
    common/query/notes.c common/query/number.c common/query/parse.c \
    common/query/tidy.c common/query/when.c \
  common/search/again.c common/search/article.c common/search/asked.c common/search/build.c \
    common/search/candidates.c common/search/condition.c common/search/engine.c \
    common/search/expansion.c common/search/explain.c \
    common/search/facets.c common/search/kept.c common/search/leaf.c \
    common/search/leaf_words.c common/search/look.c common/search/lore.c \
    common/search/mark.c common/search/mend.c common/search/names.c \
    common/search/need.c common/search/prefixes.c \
    common/search/quick.c common/search/rank.c common/search/ranked.c common/search/related.c \
    common/search/results.c common/search/search.c common/search/shown.c \
    common/search/sift.c common/search/snippet.c common/search/spell.c \
    common/search/standin.c \
    common/search/store.c common/search/suggest.c common/search/twins.c \
    common/search/values.c common/search/wordlist.c
COMMON_CC = common/shim/kb_shim.cc common/shim/kb_shim_count.cc \
  common/shim/kb_shim_query.cc common/shim/kb_shim_read.cc common/shim/kb_shim_words.cc
INDEXER_C = \
  indexer/acronym.c indexer/base.c indexer/build.c indexer/census.c indexer/change.c indexer/contexts.c indexer/crew.c \
    indexer/deflate.c indexer/dictionary.c \
    indexer/diff.c indexer/document.c indexer/filters.c indexer/gate.c \
    indexer/holdout.c indexer/journal.c indexer/learn.c indexer/lesson.c indexer/lessons.c \
    indexer/lore.c indexer/manage.c indexer/matrix.c indexer/names.c indexer/neighbour.c \
    indexer/options.c indexer/part.c indexer/plan.c \
    indexer/report.c indexer/run.c indexer/scan.c indexer/selftest.c indexer/store.c \
    indexer/tally.c indexer/thesaurus.c indexer/translate.c indexer/verify.c indexer/walk.c indexer/worker.c
SEARCHER_C = \
  searcher/answer.c searcher/batch.c searcher/cli.c searcher/options.c \
  searcher/settings.c searcher/show.c searcher/terminal.c searcher/render/columns.c \
  searcher/render/escape.c searcher/render/json.c searcher/render/json_value.c \
  searcher/render/list.c \
  searcher/render/paragraph.c searcher/render/setter.c searcher/render/text.c \
  searcher/render/tsv.c searcher/render/view_json.c searcher/render/view_text.c
CGI_C = \
  searcher/cgi/answer.c searcher/cgi/cache.c searcher/cgi/check.c searcher/cgi/deadline.c \
  searcher/cgi/fastcgi.c searcher/cgi/form.c searcher/cgi/handle_article.c searcher/cgi/handle_files.c \
  searcher/cgi/handle_pages.c searcher/cgi/handle_suggest.c searcher/cgi/keeper.c searcher/cgi/landlock.c \
  searcher/cgi/log.c searcher/cgi/request.c searcher/cgi/response.c \
  searcher/cgi/sandbox.c searcher/cgi/setup.c searcher/cgi/site.c \
  searcher/render/asset.c searcher/render/html.c searcher/render/page.c \
  searcher/render/page_address.c \
  searcher/render/page_article.c searcher/render/page_facets.c searcher/render/page_other.c \
  searcher/render/page_results.c searcher/render/rich.c searcher/render/xml.c
# Linked with what both searchers need.
CGI_SHARED = searcher/settings.c searcher/render/columns.c searcher/render/escape.c searcher/render/json.c searcher/render/list.c searcher/render/setter.c \
  searcher/render/json_value.c searcher/render/view_json.c
TEMPLATES = \
  $(BUILD)/gen/help.html searcher/templates/icon.svg searcher/templates/style.css \
  searcher/templates/suggest.js
UNIT_TESTS = \
  test_cgi_cache test_cgi_form test_cgi_request test_cgi_response test_searcher_html test_searcher_rich \
  test_article_entity test_article_number test_article_parse test_article_type \
  test_base_buf test_base_config test_base_date test_base_error test_base_file \
    test_base_lock test_base_mem test_base_opt test_base_span test_base_status \
  test_index_files test_index_inputs test_index_manifest test_index_program test_index_publish \
  test_indexer_acronym test_indexer_census test_indexer_change test_indexer_crew test_indexer_deflate \
  test_indexer_document \
  test_indexer_learn test_indexer_part test_indexer_plan \
  test_indexer_report test_indexer_scan test_indexer_selftest test_indexer_thesaurus \
    test_indexer_walk \
  test_query_notes test_query_number test_query_parse test_query_when \
  test_relevance_metrics \
  test_schema_field test_schema_learned test_schema_lexemes test_schema_pack \
    test_schema_stored test_schema_term \
    test_schema_words \
  test_search_asked test_search_candidates test_search_condition test_search_expansion \
    test_search_explain test_search_facets test_search_kept test_search_leaf \
    test_search_mend test_search_names \
    test_search_need test_search_rank test_search_snippet test_search_twins \
    test_search_values \
  test_searcher_render test_searcher_settings test_searcher_view \
  test_shim test_shim_change test_shim_compact test_shim_count test_shim_query \
    test_shim_read test_shim_words \
  test_text_analyze test_text_code test_text_encode test_text_fold test_text_found \
    test_text_lexicon test_text_spelling test_text_vocabulary test_text_words
ARCHIVE_TESTS = analysis_equal article_forms
FUZZ_TARGETS = fuzz_acronym fuzz_analyze fuzz_article fuzz_inputs fuzz_learned fuzz_manifest \
  fuzz_query fuzz_rich fuzz_settings fuzz_stored fuzz_thesaurus fuzz_web_request

# ---- flags ----

PACKAGES = xapian-core icu-uc jansson libzstd libxxhash inih
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wformat=2 \
  -Wundef -Wvla -Wwrite-strings -Wcast-qual -Wswitch-enum -Wimplicit-fallthrough $(WERROR)
HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE -fvisibility=hidden
CPPFLAGS = -Icommon -D_POSIX_C_SOURCE=200809L \
  -DKB_DEFAULT_INDEX='"$(localstatedir)/lib/kbsearch"' \
  -DKB_DEFAULT_CONFIG='"$(sysconfdir)/kbsearch.conf"' \
  $(shell pkg-config --cflags $(PACKAGES))
CFLAGS = -std=c11 -O3 -g $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes $(HARDEN) \
  $(SANITIZE)
CXXFLAGS = -std=c++17 -O2 -g $(WARNINGS) -Wnon-virtual-dtor $(HARDEN) $(SANITIZE)
LDFLAGS = -pie -Wl,-z,relro,-z,now $(SANITIZE)
LDLIBS = $(shell pkg-config --libs $(PACKAGES)) -lm
CGI_LIBS = $(shell pkg-config --libs fcgi libseccomp)

objects = $(patsubst %,$(BUILD)/obj/%.o,$(1))

# ---- programs ----

.PHONY: all
all: $(BUILD)/kbindex $(BUILD)/kbsearch $(BUILD)/kbsearch.cgi ## build the programs

$(BUILD)/libkb.a: $(call objects,$(COMMON_C) $(COMMON_CC))
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

# Xapian takes a small block for every posting of a part; the sanitizers bring an allocator
# of their own.
ALLOCATOR = $(if $(SANITIZE),,-lmimalloc)
$(BUILD)/kbindex: $(call objects,$(INDEXER_C) indexer/main.c) $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(ALLOCATOR) -ldeflate $(LDLIBS)

$(BUILD)/kbsearch: $(call objects,$(SEARCHER_C) searcher/main.c) $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/kbsearch.cgi: $(call objects,$(CGI_C) $(CGI_SHARED) searcher/cgi/main.c) \
    $(BUILD)/obj/gen/assets.c.o $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(CGI_LIBS)

# The help page is the manual of the query language.
$(BUILD)/gen/help.html: searcher/man/kbquery.7 searcher/templates/help.sh \
    searcher/templates/machines.html
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D) && searcher/templates/help.sh searcher/man/kbquery.7 \
	  searcher/templates/machines.html >$@.new && mv $@.new $@

# The files of searcher/templates become part of the program.
$(BUILD)/gen/assets.c: searcher/templates/embed.sh $(TEMPLATES)
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D) && searcher/templates/embed.sh $(TEMPLATES) >$@.new && mv $@.new $@

$(BUILD)/obj/gen/%.c.o: $(BUILD)/gen/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(CPPFLAGS) -Isearcher $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/indexer/%.o: CPPFLAGS += -Iindexer
$(BUILD)/obj/searcher/%.o: CPPFLAGS += -Isearcher
$(BUILD)/obj/tests/%.o: CPPFLAGS += -D_XOPEN_SOURCE=700 -Itests/unit -Itests/relevance \
  -Iindexer -Isearcher

$(BUILD)/obj/%.c.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/%.cc.o: %.cc
	$(call say,CXX,$<)
	$(Q)mkdir -p $(@D) && $(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<

# ---- test programs ----

# Both programs have an options.c: a unit test links what it names in LINK_<test>.
ENGINE_FIXTURE = indexer/acronym.c indexer/census.c indexer/document.c indexer/filters.c \
  indexer/holdout.c indexer/lesson.c
LINK_test_search_condition = $(ENGINE_FIXTURE)
LINK_test_search_expansion = $(ENGINE_FIXTURE)
LINK_test_search_explain = $(ENGINE_FIXTURE)
LINK_test_search_facets = $(ENGINE_FIXTURE)
LINK_test_search_leaf = $(ENGINE_FIXTURE)
LINK_test_text_found = indexer/acronym.c indexer/census.c indexer/document.c indexer/filters.c \
  indexer/holdout.c indexer/lesson.c
LINK_test_indexer_acronym = indexer/acronym.c
LINK_test_indexer_census = indexer/census.c
LINK_test_indexer_deflate = indexer/deflate.c
$(BUILD)/tests/test_indexer_deflate: LDLIBS += -ldeflate -lz
LINK_test_indexer_document = indexer/acronym.c indexer/census.c indexer/document.c indexer/filters.c \
  indexer/holdout.c indexer/lesson.c
LINK_test_indexer_learn = indexer/acronym.c indexer/crew.c indexer/holdout.c indexer/learn.c indexer/lesson.c \
  indexer/lessons.c \
  indexer/contexts.c indexer/matrix.c indexer/names.c indexer/neighbour.c \
  indexer/thesaurus.c indexer/translate.c
LINK_test_indexer_part = indexer/part.c indexer/store.c $(LINK_test_indexer_document)
LINK_test_indexer_plan = indexer/plan.c
LINK_test_indexer_change = indexer/change.c
LINK_test_indexer_crew = indexer/crew.c
LINK_test_indexer_scan = indexer/scan.c indexer/crew.c indexer/report.c indexer/journal.c
LINK_test_indexer_thesaurus = indexer/thesaurus.c
LINK_test_indexer_walk = indexer/walk.c indexer/crew.c indexer/report.c indexer/journal.c
LINK_test_indexer_report = indexer/report.c indexer/journal.c
LINK_test_cgi_cache = searcher/cgi/cache.c searcher/cgi/response.c
LINK_test_cgi_form = searcher/cgi/form.c
LINK_test_cgi_request = searcher/cgi/request.c searcher/cgi/form.c
LINK_test_cgi_response = searcher/cgi/response.c
LINK_test_searcher_html = searcher/render/html.c
LINK_test_searcher_rich = searcher/render/rich.c searcher/render/html.c \
  searcher/render/page_address.c
LINK_test_relevance_metrics = tests/relevance/metrics.c
LINK_test_indexer_selftest = indexer/selftest.c $(ENGINE_FIXTURE)
LINK_test_searcher_settings = searcher/settings.c searcher/options.c \
  searcher/render/columns.c
LINK_test_searcher_render = $(filter searcher/render/%,$(SEARCHER_C))
LINK_test_searcher_view = $(LINK_test_searcher_render)

.SECONDEXPANSION:
.SECONDARY:
$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.c.o $$(call objects,$$(LINK_$$*)) \
    $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$(BUILD)/archive/%: $(BUILD)/obj/tests/archive/%.c.o $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Judge of ranked answers.
JUDGE_C = tests/relevance/judge.c tests/relevance/lists.c tests/relevance/metrics.c
$(BUILD)/relevance/judge: $(call objects,$(JUDGE_C)) $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Search of the parameters of ranking.
TUNE_C = tests/relevance/tune.c tests/relevance/samples.c tests/relevance/rows.c \
  tests/relevance/fit.c
$(BUILD)/relevance/tune: $(call objects,$(TUNE_C) tests/relevance/metrics.c \
    $(LINK_test_indexer_learn)) $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/bench/bench_export $(BUILD)/bench/bench_words: $(BUILD)/bench/%: \
    $(BUILD)/obj/tests/bench/%.c.o $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/bench/bench_sqlite: $(BUILD)/obj/tests/bench/bench_sqlite.c.o
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs sqlite3)

# A fuzz target is linked twice: with a main that replays files, and with libFuzzer.
LINK_fuzz_acronym = indexer/acronym.c
LINK_fuzz_rich = searcher/render/rich.c searcher/render/html.c \
  searcher/render/page_address.c
LINK_fuzz_thesaurus = indexer/thesaurus.c
LINK_fuzz_web_request = searcher/cgi/request.c searcher/cgi/form.c searcher/render/html.c
LINK_fuzz_settings = searcher/settings.c searcher/options.c searcher/render/columns.c
$(BUILD)/replay/%: $(BUILD)/obj/tests/fuzz/%.c.o $(BUILD)/obj/tests/fuzz/replay.c.o \
    $$(call objects,$$(LINK_$$*)) $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/fuzzers/%: $(BUILD)/obj/tests/fuzz/%.c.o $$(call objects,$$(LINK_$$*)) \
    $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CXX) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

# Random queries against an index.
$(BUILD)/fuzz_queries: $(BUILD)/obj/tests/fuzz/queries.c.o $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Helpers of scripts: one file each.
$(BUILD)/helper/%: tests/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(CFLAGS) -D_POSIX_C_SOURCE=200809L -o $@ $<

$(BUILD)/helper/bench/bench_process: tests/bench/clock.h

$(BUILD)/helper/%.so: tests/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(CFLAGS) -fPIC -shared -o $@ $< -ldl

unit_programs = $(patsubst %,$(BUILD)/tests/%,$(UNIT_TESTS))
archive_programs = $(patsubst %,$(BUILD)/archive/%,$(ARCHIVE_TESTS))
replay_programs = $(patsubst %,$(BUILD)/replay/%,$(FUZZ_TARGETS))
bench_programs = $(BUILD)/bench/bench_export $(BUILD)/bench/bench_words \
  $(patsubst %,$(BUILD)/helper/bench/%,bench_process bench_queries bench_run)

# Articles made up for measurements of growth; not installed.
SYNTH_C = \
  corpus/synth/article.c corpus/synth/frame.c corpus/synth/main.c corpus/synth/measure.c \
  corpus/synth/model.c corpus/synth/prose.c corpus/synth/words.c
$(BUILD)/kbsynth: $(call objects,$(SYNTH_C)) $(BUILD)/libkb.a
	$(call say,LINK,$@)
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# ---- what people call ----

.PHONY: deps
deps: ## install the Debian packages that are missing
	$(Q)tests/deps.sh $(BUILD_DEPS) $(TEST_DEPS) $(WEB_DEPS)

.PHONY: demo
demo: ## install what is missing, build, index the sample and search it
	$(Q)tests/deps.sh $(BUILD_DEPS)
	$(Q)$(MAKE) --no-print-directory all
	$(BUILD)/kbindex -o $(INDEX) corpus/sample
	$(BUILD)/kbsearch -i $(INDEX) "backup hangs legato"

.PHONY: serve
serve: ## the search box on loopback, with the sample, until Ctrl-C
	$(Q)tests/deps.sh $(BUILD_DEPS) lighttpd
	$(Q)$(MAKE) --no-print-directory all
	$(Q)$(BUILD)/kbindex --quiet -o $(INDEX) $(CORPUS)
	$(Q)searcher/httpd/serve.sh $(BUILD)/kbsearch.cgi $(INDEX)

.PHONY: check
check: ## install what is missing, build, run all tests
	$(Q)tests/deps.sh $(BUILD_DEPS) $(TEST_DEPS) $(WEB_DEPS)
	$(Q)$(MAKE) --no-print-directory all check-unit check-meta check-e2e check-fuzz check-nightly \
	  check-fault-short \
	  check-relevance check-archive check-web check-asan check-clang

.PHONY: check-unit
check-unit: $(unit_programs) ## unit tests
	$(Q)tests/unit/run.sh $(unit_programs)

.PHONY: check-e2e
check-e2e: all ## the programs against golden outputs
	$(Q)KB_BUILD=$(BUILD) tests/e2e/run.sh

.PHONY: golden
golden: all ## write the golden outputs anew; look at the difference before a commit
	$(Q)KB_BUILD=$(BUILD) KB_GOLDEN=1 tests/e2e/run.sh

.PHONY: check-meta
check-meta: $(BUILD)/libkb.a ## rules of the source itself
	$(Q)KB_BUILD=$(BUILD) tests/meta/run.sh

.PHONY: check-relevance
check-relevance: all $(BUILD)/relevance/judge ## answers to judged queries are no worse than they were
	$(Q)KB_BUILD=$(BUILD) tests/relevance/check.sh

.PHONY: check-archive
check-archive: all $(archive_programs) $(BUILD)/relevance/judge ## the whole archive, where ../shared has it
	$(Q)KB_BUILD=$(BUILD) tests/archive/run.sh

.PHONY: check-asan
check-asan: ## unit and e2e tests under the address and undefined behaviour sanitizers
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/asan \
	  SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" \
	  all check-unit check-e2e check-fuzz

.PHONY: check-clang
check-clang: ## everything compiles with clang, without a warning
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang CXX=clang++ \
	  WERROR=-Werror all $(patsubst %,$(BUILD)/clang/tests/%,$(UNIT_TESTS))

.PHONY: check-web
check-web: all $(BUILD)/helper/web/slow.so ## real servers, a real browser, scanners
	$(Q)KB_BUILD=$(BUILD) tests/web/run.sh

MINUTES ?= 10
.PHONY: soak
soak: all ## MINUTES (10) of mixed load on FastCGI while CORPUS is indexed anew every 20 s
	$(Q)KB_BUILD=$(BUILD) KB_SOAK_SECONDS=$$((60 * $(MINUTES))) KB_SOAK_PAUSE=20 \
	  KB_SOAK_CORPUS=$(abspath $(CORPUS)) tests/web/run.sh soak

.PHONY: check-valgrind
check-valgrind: all $(unit_programs) ## unit tests and both programs under valgrind
	$(Q)KB_BUILD=$(BUILD) tests/unit/valgrind.sh $(unit_programs)

KILLS ?= 300
.PHONY: check-fault
check-fault: all $(BUILD)/helper/fault/inject.so ## full disk, killed runs: the index before stays in service
	$(Q)KB_BUILD=$(BUILD) KILLS=$(KILLS) tests/fault/run.sh

.PHONY: check-fault-short
check-fault-short: all $(BUILD)/helper/fault/inject.so
	$(Q)KB_BUILD=$(BUILD) SHORT=1 KILLS=20 COPIES=6 tests/fault/run.sh

.PHONY: check-nightly
check-nightly: all ## an index made night by night answers as one made at once
	$(Q)KB_BUILD=$(BUILD) tests/nightly/run.sh

.PHONY: check-fuzz
check-fuzz: all $(replay_programs) $(BUILD)/fuzz_queries ## the fuzzers' seeds, without a fuzzer; random queries
	$(Q)tests/fuzz/replay.sh $(replay_programs)
	$(Q)KB_BUILD=$(BUILD) tests/fuzz/queries.sh 3000

.PHONY: fuzz-queries
fuzz-queries: ## N (1000000) random queries under the sanitizers; SEED numbers the row
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/asan \
	  SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" \
	  all $(BUILD)/asan/fuzz_queries
	$(Q)KB_BUILD=$(BUILD)/asan tests/fuzz/queries.sh $(or $(N),1000000) $(SEED)

.PHONY: fuzz
fuzz: ## fuzz the parser and the analysis for FUZZ_SECONDS (60) each
	$(Q)KB_BUILD=$(BUILD) tests/fuzz/run.sh

.PHONY: bench
bench: all $(bench_programs) ## against SQLite, Omega and Lucene; CORPUS names the corpus
	$(Q)! pkg-config --exists sqlite3 || \
	  $(MAKE) -s --no-print-directory $(BUILD)/bench/bench_sqlite
	$(Q)KB_BUILD=$(BUILD) CORPUS=$(CORPUS) tests/bench/run.sh

.PHONY: bench-baseline
bench-baseline: ## the last bench becomes what the next is compared with
	$(Q)tests/bench/compare.sh $(BUILD)/bench.tsv --write

.PHONY: bench-deps
bench-deps: ## install the peers of bench that are missing
	$(Q)tests/deps.sh $(BENCH_DEPS)

.PHONY: synth
synth: $(BUILD)/kbsynth ## build kbsynth, which makes up archives of any size

.PHONY: growth
growth: all $(BUILD)/kbsynth $(BUILD)/helper/bench/bench_process ## measure FACTORS (1 4 16) times the archive
	$(Q)KB_BUILD=$(BUILD) tests/bench/growth.sh $(FACTORS)

.PHONY: relevance
relevance: all $(BUILD)/relevance/judge ## nDCG@10 of judged queries: CORPUS and QUERIES name corpus and queries
	$(Q)KB_BUILD=$(BUILD) CORPUS=$(CORPUS) tests/relevance/run.sh

.PHONY: tune
tune: all $(BUILD)/relevance/tune ## search of the parameters of ranking: CORPUS names the archive; writes search/params.h
	$(Q)KB_BUILD=$(BUILD) CORPUS=$(CORPUS) tests/relevance/tune.sh

.PHONY: coverage
coverage: ## lines that the unit and e2e tests reach
	$(Q)mkdir -p $(BUILD)/coverage
	$(Q)$(CC) -c -fPIE -o $(BUILD)/coverage/exit.o tests/coverage_exit.c
	@# Tests that forbid programs to write fail here: the counts are files too.
	-$(Q)$(MAKE) --no-print-directory -k BUILD=$(BUILD)/coverage SANITIZE=--coverage \
	  LDFLAGS='$(LDFLAGS) --coverage -Wl,--wrap=_exit' \
	  LDLIBS='$(LDLIBS) $(BUILD)/coverage/exit.o' all check-unit check-e2e
	$(Q)tests/coverage.sh $(BUILD)/coverage

.PHONY: lint
lint: ## shellcheck, mandoc -T lint
	$(Q)tests/meta/lint.sh

FORMATTED = $(shell git ls-files '*.c' '*.h' '*.cc' '*.hh')
.PHONY: format
format: ## set all sources by clang-format
	$(Q)clang-format -i $(FORMATTED)

.PHONY: format-check
format-check: ## whether all sources are set so
	$(Q)clang-format --dry-run -Werror $(FORMATTED)

MAN1 = indexer/man/kbindex.1 searcher/man/kbsearch.1
MAN5 = searcher/man/kbsearch.conf.5
MAN7 = searcher/man/kbquery.7
MAN8 = searcher/man/kbsearch.cgi.8
HTTPD = searcher/httpd/apache.conf searcher/httpd/kbsearch-fastcgi.service \
  searcher/httpd/lighttpd-cgi.conf searcher/httpd/lighttpd-fastcgi.conf \
  searcher/httpd/nginx.conf
.PHONY: man
man: ## show the manual pages
	$(Q)man -l $(MAN1) $(MAN5) $(MAN7) $(MAN8)

# from:to below share
bash_completion = bash-completion/completions
COMPLETION = \
  indexer/completion/kbindex.bash:$(bash_completion)/kbindex \
  indexer/completion/_kbindex:zsh/site-functions/_kbindex \
  indexer/completion/kbindex.fish:fish/vendor_completions.d/kbindex.fish \
  searcher/completion/kbsearch.bash:$(bash_completion)/kbsearch \
  searcher/completion/_kbsearch:zsh/site-functions/_kbsearch \
  searcher/completion/kbsearch.fish:fish/vendor_completions.d/kbsearch.fish

.PHONY: install
install: all ## install programs, manual pages and completion below $(DESTDIR)$(prefix)
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(mandir)/man1 $(DESTDIR)$(mandir)/man5 \
	  $(DESTDIR)$(mandir)/man7 $(DESTDIR)$(mandir)/man8 \
	  $(DESTDIR)$(cgidir) $(DESTDIR)$(datadir)/kbsearch/httpd
	install -m 755 $(BUILD)/kbindex $(BUILD)/kbsearch $(DESTDIR)$(bindir)
	install -m 644 $(MAN1) $(DESTDIR)$(mandir)/man1
	install -m 644 $(MAN5) $(DESTDIR)$(mandir)/man5
	install -m 644 $(MAN7) $(DESTDIR)$(mandir)/man7
	for from in $(COMPLETION); do \
	  install -D -m 644 $${from%:*} $(DESTDIR)$(datadir)/$${from#*:} || exit 1; done
	install -m 755 $(BUILD)/kbsearch.cgi $(DESTDIR)$(cgidir)
	install -m 644 $(MAN8) $(DESTDIR)$(mandir)/man8
	install -m 644 $(HTTPD) $(DESTDIR)$(datadir)/kbsearch/httpd

.PHONY: install-units
install-units: ## install the systemd units and corpus/fetch for a run every night
	install -d $(DESTDIR)$(prefix)/lib/kbsearch $(DESTDIR)$(sysconfdir)/systemd/system
	install -m 755 corpus/fetch $(DESTDIR)$(prefix)/lib/kbsearch
	install -m 644 indexer/systemd/kbindex.service indexer/systemd/kbindex.timer \
	  $(DESTDIR)$(sysconfdir)/systemd/system

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(bindir)/kbindex $(DESTDIR)$(bindir)/kbsearch
	rm -f $(patsubst %,$(DESTDIR)$(mandir)/man1/%,$(notdir $(MAN1)))
	rm -f $(patsubst %,$(DESTDIR)$(mandir)/man5/%,$(notdir $(MAN5)))
	rm -f $(patsubst %,$(DESTDIR)$(mandir)/man7/%,$(notdir $(MAN7)))
	for from in $(COMPLETION); do rm -f $(DESTDIR)$(datadir)/$${from#*:}; done
	rm -f $(patsubst %,$(DESTDIR)$(mandir)/man8/%,$(notdir $(MAN8)))
	rm -f $(DESTDIR)$(cgidir)/kbsearch.cgi
	rm -f $(patsubst %,$(DESTDIR)$(datadir)/kbsearch/httpd/%,$(notdir $(HTTPD)))

.PHONY: clean
clean: ## remove all build output
	rm -rf $(BUILD)

.PHONY: help
help: ## list the targets
	$(Q)awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-15s %s\n", $$1, $$2}' Makefile

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
