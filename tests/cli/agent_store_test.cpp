#include "cli/agent_store.h"

#include <memory>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr auto kMetric = metrics::named("temperature_celsius");
const UtcTime kStart{std::chrono::seconds(1795238220)};

std::unique_ptr<AgentStore> opened(const std::string& path, const std::string& boot = "boot-1",
                                   std::size_t most = AgentStore::kMostWaiting) {
  auto store = AgentStore::open(path, boot, most);
  REQUIRE(store);
  return *std::move(store);
}

Samples samples(std::size_t count) {
  Samples some;
  for (std::size_t i = 0; i < count; ++i) {
    some.push_back({0, kMetric, kStart + std::chrono::seconds(i), static_cast<std::int64_t>(i)});
  }
  return some;
}

Event record(std::uint64_t sequence, const std::string& source = "kmsg") {
  return {"node",         kStart + std::chrono::seconds(sequence), source,  "log_record",
          Severity::info, "line " + std::to_string(sequence),      sequence};
}

/// Codes and sequences of all events in the file.
std::string events_in(const std::string& path) {
  const auto store = Store::open(path, Store::Mode::read);
  REQUIRE(store);
  const auto events = (*store)->events({UtcTime::min(), UtcTime::max()});
  REQUIRE(events);
  std::string all;
  for (const auto& event : *events) {
    all += event.code + std::to_string(event.sequence) + " ";
  }
  return all;
}

}  // namespace

TEST_CASE("agent store: what was committed is there for the next agent", "[cli][agent]") {
  const testing::TempDir directory;
  const auto path = directory.at("samples.db");
  {
    auto store = opened(path);
    REQUIRE(store->append(Devices{the_node()}, samples(3)));
    REQUIRE(store->close());
  }
  auto again = opened(path);
  CHECK(again->recovery().closed_cleanly);
  REQUIRE(again->append(Devices{the_node()}, {{0, kMetric, kStart + 1h, std::int64_t{7}}}));
  REQUIRE(again->close());
  const auto store = Store::open(path, Store::Mode::read);
  REQUIRE(store);
  const auto series =
      (*store)->read({"node", "temperature_celsius"}, {UtcTime::min(), UtcTime::max()});
  REQUIRE(series);
  CHECK(series->size() == 4);
}

TEST_CASE("agent store: the kernel log of one boot is stored once, however often it is read",
          "[cli][agent]") {
  const testing::TempDir directory;
  const auto path = directory.at("samples.db");
  {
    auto store = opened(path);
    REQUIRE(store->append(Events{record(1), record(2), record(3, "user")}));
    REQUIRE(store->close());
  }
  {
    auto store = opened(path);  // the log is read from its beginning again
    REQUIRE(store->append(Events{record(1), record(2), record(3, "user"), record(4)}));
    Event other = record(2, "collector");
    other.code = "clock_step";
    REQUIRE(store->append(Events{other}));
    REQUIRE(store->close());
  }
  CHECK(events_in(path) == "log_record1 log_record2 clock_step2 log_record3 log_record4 ");
}

TEST_CASE("agent store: the next agent knows how far the kernel log was told, and what was open",
          "[cli][agent]") {
  const testing::TempDir directory;
  const auto path = directory.at("samples.db");
  {
    auto store = opened(path);
    CHECK(store->kernel_log() == KernelLogMark());
    store->hold_open({9});  // of nothing that was stored: it is not noted
    REQUIRE(store->commit());
    REQUIRE(store->append(Events{record(0), record(9)}));
    REQUIRE(store->commit());  // and killed
  }
  CHECK(opened(path)->kernel_log() == KernelLogMark{.newest = 9, .open = {9}});
  {
    auto store = opened(path);
    store->hold_open({});
    REQUIRE(store->commit());
  }
  CHECK(opened(path)->kernel_log() == KernelLogMark{.newest = 9, .open = {}});
  CHECK(opened(path, "boot-2")->kernel_log() == KernelLogMark());
}

TEST_CASE("agent store: another boot counts its kernel log from the beginning", "[cli][agent]") {
  const testing::TempDir directory;
  const auto path = directory.at("samples.db");
  {
    auto store = opened(path);
    REQUIRE(store->append(Events{record(1), record(2)}));
    REQUIRE(store->close());
  }
  auto store = opened(path, "boot-2");
  REQUIRE(store->append(Events{record(1)}));
  REQUIRE(store->close());
  CHECK(events_in(path) == "log_record1 log_record1 log_record2 ");
}

TEST_CASE("agent store: what finds no place is refused, and told once the disk takes again",
          "[cli][agent]") {
  const testing::TempDir directory;
  const auto path = directory.at("samples.db");
  auto store = opened(path, "boot-1", 10);
  REQUIRE(store->append(Devices{the_node()}, samples(8)));
  const auto refused = store->append(Devices{the_node()}, samples(5));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        "8 samples and events wait for the disk, and 5 found no place behind them");
  CHECK_FALSE(store->append(Events{record(1), record(2), record(3)}));
  REQUIRE(store->commit());
  REQUIRE(store->append(Devices{the_node()}, {{0, kMetric, kStart + 1h, std::int64_t{7}}}));
  REQUIRE(store->close());
  CHECK(events_in(path) == "samples_lost1 ");
}

TEST_CASE("agent store: a file that is no store is refused and left as it is", "[cli][agent]") {
  const testing::TempDir directory;
  const auto path = directory.write("samples.db", "not a store at all, but somebody's file");
  const auto store = AgentStore::open(path, "boot-1");
  REQUIRE_FALSE(store);
  CHECK(store.error().message.find(path) != std::string::npos);
}

TEST_CASE(
    "agent store: it forgets between commits what the file says, and tells what came too late",
    "[cli][agent]") {
  const testing::TempDir directory;
  const auto path = directory.at("samples.db");
  testing::FrozenClock clock(kStart);
  auto store = opened(path);
  REQUIRE(store->keep({.age = {2h, 0h, 0h, 0h}}, clock));
  CHECK(store->keep_note().empty());
  for (int minute = 0; minute < 600; ++minute) {
    REQUIRE(store->append(Devices{the_node()}, {{0, kMetric, clock.now(), 20.5}}));
    REQUIRE(store->commit());
    clock.advance(1min);
  }
  REQUIRE(store->append(Devices{the_node()}, {{0, kMetric, kStart + 5min, 20.5}}));
  for (int minute = 0; minute < 30; ++minute) {
    REQUIRE(store->append(Devices{the_node()}, {{0, kMetric, clock.now(), 20.5}}));
    REQUIRE(store->commit());
    clock.advance(1min);
  }
  CHECK(store->trouble().empty());
  REQUIRE(store->close());
  CHECK(events_in(path) == "samples_too_late1 ");
  const auto kept = (*Store::open(path, Store::Mode::read))->kept_instead();
  REQUIRE(kept);
  REQUIRE(kept->size() == 1);
  CHECK(kept->front().as == "summaries of 1 min");
  CHECK(kept->front().range.to > kStart + 7h);
  CHECK(kept->front().range.to <= clock.now() - 2h);
}

TEST_CASE("agent store: without rules nothing is forgotten", "[cli][agent]") {
  const testing::TempDir directory;
  testing::FrozenClock clock(kStart + 100'000h);
  auto store = opened(directory.at("samples.db"));
  REQUIRE(store->keep({}, clock));
  REQUIRE(store->append(Devices{the_node()}, samples(3)));
  REQUIRE(store->close());
  const auto kept = (*Store::open(directory.at("samples.db"), Store::Mode::read))->kept_instead();
  CHECK(kept.value().empty());
}
