#include "cli/interrupted_run.h"

#include <string>

#include <catch2/catch.hpp>

#include "certsuite/architectures/find.h"
#include "schemas/json/inventory_json.h"
#include "schemas/json/run_request_json.h"
#include "tests/support/journal_text.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace {

Inventory machine(const std::string& serial) {
  Inventory inventory;
  inventory.boot_id = "boot";
  inventory.devices.resize(1);
  inventory.devices[0].id = "node";
  inventory.devices[0].serial = serial;
  return inventory;
}

/// A state directory whose run was begun on a machine of serial "first".
struct State {
  State() {
    request.run_id = "the-run";
    request.inventory = machine("first");
  }
  Result<InterruptedRun> read() const {
    dir.write("request.json", encode_run_request(request));
    return read_interrupted_run(dir.path().string());
  }
  [[nodiscard]] bool complains_of(const std::string& what) const {
    const auto left = read();
    return !left && left.error().message.find(what) != std::string::npos;
  }

  TempDir dir;
  RunRequest request;
};

SegmentBegan segment(const std::string& inventory) {
  return {UtcTime{std::chrono::seconds(5)}, "boot", {}, {}, inventory, {}};
}

}  // namespace

TEST_CASE("interrupted run: without a journal it has a request and nothing behind it",
          "[cli][resume]") {
  const State state;
  const auto left = state.read();
  REQUIRE(left);
  CHECK(left->request == state.request);
  CHECK(left->history.steps.empty());
  CHECK(left->inventory.devices[0].serial == "first");
}

TEST_CASE("interrupted run: the machine is as the last segment had it", "[cli][resume]") {
  const State state;
  state.dir.write(
      "journal.jsonl",
      testing::journal_text({segment(""), segment(encode_inventory(machine("second")))}));
  const auto left = state.read();
  REQUIRE(left);
  CHECK(left->inventory.devices[0].serial == "second");
  CHECK(left->request.inventory.devices[0].serial == "first");
  CHECK(left->history.segments.size() == 2);
}

TEST_CASE("interrupted run: what makes no sense is told with its file", "[cli][resume]") {
  const State state;
  SECTION("no request") {
    CHECK(read_interrupted_run(state.dir.path().string()).error().kind == ErrorKind::absent);
  }
  SECTION("a request that is none") {
    state.dir.write("request.json", "{}");
    const auto left = read_interrupted_run(state.dir.path().string());
    REQUIRE_FALSE(left);
    CHECK(left.error().message.find("request.json: ") != std::string::npos);
  }
  SECTION("a journal that is none") {
    state.dir.write("journal.jsonl", "{\"event\":\"feast\"}\n");
    CHECK(state.complains_of("journal.jsonl: line 1: "));
  }
  SECTION("an inventory that is none") {
    state.dir.write("journal.jsonl", testing::journal_text({segment("{}")}));
    CHECK(state.complains_of("journal.jsonl: "));
  }
  SECTION("a journal that cannot be read") {
    state.dir.write("journal.jsonl/is/a.directory", "");
    CHECK(state.complains_of("journal.jsonl"));
  }
}

TEST_CASE("interrupted run: reference and site come back as they were given", "[cli][resume]") {
  State state;
  const auto reference = find_reference("host-x86_64");
  REQUIRE(reference);
  state.request.reference_toml = reference->canonical_toml;
  const auto inputs = restore_inputs(state.request, "state");
  REQUIRE(inputs);
  CHECK(inputs->reference.digest == reference->digest);
  CHECK(inputs->site_toml.empty());
  CHECK_FALSE(inputs->key);

  state.request.site_toml = "not a site = ";
  const auto broken_site = restore_inputs(state.request, "state");
  REQUIRE_FALSE(broken_site);
  CHECK(broken_site.error().message.find("state/request.json") != std::string::npos);

  state.request.reference_toml = "[reference";
  CHECK_FALSE(restore_inputs(state.request, "state"));
}
