# Every target sets the checkout up first; the second time that takes a moment.
PYTHON ?= python3
BIN = .venv/bin
COMPILE = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-config --upgrade --quiet \
	--no-emit-index-url --custom-compile-command "make lock"

# A hundred gateways start in the tests; each would compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint types types-here types-windows types-tools types-console units units-timeless units-timed thorough \
	docs lock clean setup setup-test

demo: setup
	$(BIN)/hushcue demo

test: lint types units

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Readers that share nothing, two at a time.
types: setup-test
	@$(MAKE) --no-print-directory -j 2 types-here types-windows types-tools types-console

types-here:
	$(BIN)/mypy

types-windows:
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/windows

types-tools:
	$(BIN)/mypy --cache-dir .mypy_cache/tools tools/bootstrap.py tools/build_console.py tools/hatch_console.py
	$(BIN)/mypy --cache-dir .mypy_cache/firmware --config-file firmware/mypy.ini

types-console:
	$(BIN)/python tools/build_console.py types test

# What knows no time but its own, and takes the processors when nobody else wants them.
TIMELESS = tests/wire tests/receiver tests/path tests/fuzz tests/gateway/core tests/gateway/effect tests/gateway/report \
	tests/gateway/manners tests/gateway/questions tests/gateway/rules tests/gateway/wording \
	$(addprefix tests/bench/test_,bench_words.py browser_clicks.py chip.py effect_bench.py first_sound.py leak_bench.py \
		link.py loss.py questions_bench.py rules_bench.py) \
	$(addprefix tests/gateway/media/test_,clock.py devices.py drift.py losses.py player.py protect.py report_time.py \
		resampler.py ring_reader.py states.py) \
	tests/gateway/traces/test_truth.py tests/gateway/updates/test_rollout.py \
	$(addprefix tests/gateway/webrtc/test_,offer.py playout.py small_parts.py) \
	$(addprefix tests/gateway/witness/test_,leak.py leak_hosts.py opus.py recorder.py tap.py) \
	tests/micropython/test_vm.py tests/micropython/test_receive_path_heap.py tests/micropython/test_app_heap.py \
	$(addprefix tests/tools/test_,bodypack_settings.py columns.py dma.py ear.py firmware_build.py lean.py lean_firmware.py \
		lean_guest.py native.py native_dsp.py)

# Programs that wait more than they work, and judge nothing by the clock: a few at a time, each file by itself.
PATIENT = tests/bodypack tests/gateway/control tests/gateway/live tests/gateway/people tests/gateway/phone \
	tests/gateway/phrases tests/gateway/voice tests/gateway/remote tests/gateway/showdata tests/gateway/store \
	tests/gateway/tls tests/gateway/traces tests/gateway/updates tests/gateway/bodypacks \
	$(filter-out %pauses.py,$(wildcard tests/gateway/assistant/test_*.py)) \
	$(filter-out %whole_way.py,$(wildcard tests/gateway/witness/test_*.py)) \
	$(addprefix tests/gateway/media/test_,capture_process.py priority.py rings.py udp.py) \
	$(addprefix tests/gateway/webrtc/test_,aiortc_ways.py desk.py rights.py) \
	tests/bench/test_console.py tests/bench/test_proxy.py \
	tests/gateway/links tests/tools/data \
	tests/interop tests/hardware tests/tools/flash tests/tools/provision tests/tools/monitor \
	$(filter-out %afar.py,$(wildcard tests/tools/diagnose/test_*.py)) \
	$(addprefix tests/tools/test_,bodypack.py cli.py cryptolib.py demo_ends.py firmware_place.py gateway_http.py manifest.py \
		recorder.py report.py show.py words.py) \
	tests/micropython/test_app_tells_on_vm.py tests/micropython/test_stand_ins.py tests/micropython/test_update_on_vm.py \
	tests/api $(wildcard tests/test_*.py)

# People before real browsers. Playwright keeps an event loop running in the thread of the tests: a run of its own.
BROWSED = tests/browser

# Takes no time from anything else. Where Linux groups processes by session (autogroup), nice counts within a session
# only: so in one of its own, and that is told to be nice as a whole.
ASIDE = $(if $(shell command -v setsid),setsid -w) sh -c \
	'{ echo 19 > /proc/self/autogroup; } 2> /dev/null; exec nice -n 19 "$$@"' sh
ASIDE_SAYS = .pytest_cache/aside.log

# What waits leaves more than half of the processors unused; the timeless tests run on that from the first to the last.
units: setup-test lint types
	@$(MAKE) --no-print-directory -j 2 units-timed units-timeless

# What judges by the clock plays by itself: the browsers, and what no list names. What failed there is asked once more,
# alone, and named.
units-timed:
	$(BIN)/python tests/alone.py -n 3 --dist loadfile --no-loadscope-reorder $(addprefix --ignore=,$(TIMELESS)) $(PATIENT)
	$(BIN)/python tests/alone.py $(BROWSED)
	$(BIN)/python tests/alone.py $(addprefix --ignore=,$(TIMELESS) $(PATIENT) $(BROWSED))

THOROUGH = $(shell sed "s:.*:'&':" tests/thorough.txt)

# Whole ways that take minutes, and sweeps at all their points: for who has the time.
thorough: setup-test
	$(BIN)/python -m pytest --thorough $(filter-out 'tests/browser/%,$(THOROUGH))
	$(BIN)/python -m pytest --thorough $(filter 'tests/browser/%,$(THOROUGH))

# Told when it has ended, and not between the others' lines.
units-timeless:
	@mkdir -p $(dir $(ASIDE_SAYS))
	@$(ASIDE) $(BIN)/python tests/alone.py -n auto -o timeout=900 $(TIMELESS) > $(ASIDE_SAYS) 2>&1 && code=0 || code=$$?; \
		cat $(ASIDE_SAYS); exit $$code

docs: setup-test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# Newer versions of everything, within the bounds of pyproject.toml.
lock: setup-test
	$(COMPILE) --group build -o requirements/build.lock
	$(COMPILE) pyproject.toml --extra flash -c requirements/build.lock -o requirements/run.lock
	$(COMPILE) pyproject.toml --extra bench --extra flash --extra oidc --group dev \
		-c requirements/build.lock -c requirements/run.lock -o requirements/dev.lock
	$(COMPILE) --group node -o requirements/node.lock
	$(COMPILE) --group stubs -o requirements/stubs.lock

clean:
	rm -rf .venv dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		gateway/console/node_modules gateway/hushcue_gateway/web/static

setup:
	@$(PYTHON) tools/bootstrap.py run

setup-test:
	@$(PYTHON) tools/bootstrap.py test
