#include "probes/kmsg/kmsg_probe.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"

namespace rackproof {
namespace {

Events events_of(std::deque<std::string> records, const Host& host) {
  const auto probe = make_kmsg_probe(host, [&records]() -> Result<std::optional<std::string>> {
    if (records.empty()) {
      return std::optional<std::string>();
    }
    auto first = std::optional(std::move(records.front()));
    records.pop_front();
    return first;
  });
  REQUIRE(probe->discover());
  auto reading = probe->read();
  REQUIRE(reading);
  return std::move(reading->events);
}

TEST_CASE("kmsg: a Neuron hardware error is a claim about a device, and says who can forge it",
          "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  const auto events = events_of(
      {"3,1,0,-;NEURON_HW_ERR=DMA_ERROR nd-id=0 nc-id=0 serial-num=00a1b2c3d4e5f610 action=X"},
      fixture.host());
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "neuron_hw_error");
  CHECK(events[0].device == "node/accelerator:00a1b2c3d4e5f610");
  CHECK(events[0].severity == Severity::error);
  CHECK(events[0].text.find("corroborate with the counters") != std::string::npos);
}

TEST_CASE("kmsg: a hang on collectives is told with the advice to look at the peers first",
          "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  const auto events = events_of({"3,1,0,-;NEURON_HW_ERR=HANG_ON_COLLECTIVES nd-id=0 nc-id=0",
                                 "3,2,0,-;NEURON_HW_ERR=DMA_ERROR nd-id=0 nc-id=0"},
                                fixture.host());
  REQUIRE(events.size() == 2);
  CHECK(events[0].text.find("look at its peers first") != std::string::npos);
  CHECK(events[1].text.find("peers") == std::string::npos);
}

TEST_CASE("kmsg: an Xid of the kernel is an event of its GPU, one that a process wrote is not",
          "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  const auto events = events_of({"3,1,0,-;NVRM: Xid (PCI:0000:3b:00): 79, pid='<unknown>', lost",
                                 "11,2,0,-;NVRM: Xid (PCI:0000:3b:00): 79, pid=1, forged",
                                 "4,3,0,-;NVRM: Xid (PCI:0000:3b:00): 106, pid=1, a test"},
                                fixture.host());
  REQUIRE(events.size() == 3);
  CHECK(events[0].code == "kernel_xid_79");
  CHECK(events[0].device == "node/accelerator:0000:3b:00.0");
  CHECK(events[0].severity == Severity::critical);
  CHECK(events[1].code == "log_record");
  CHECK(events[1].device == "node");
  CHECK(events[1].source == "user");
  CHECK(events[2].severity == Severity::info);
}

TEST_CASE("kmsg: amdgpu's all-clear, which holds the words of the failure, opens nothing",
          "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  const auto events =
      events_of({"6,1,0,-;amdgpu 0000:03:00.0: amdgpu: no uncorrectable hardware errors detected "
                 "in umc block\n SUBSYSTEM=pci\n DEVICE=+pci:0000:03:00.0\n"},
                fixture.host());
  REQUIRE(events.size() == 1);
  CHECK(events[0].code == "log_record");
  CHECK(events[0].severity == Severity::info);
}

TEST_CASE("kmsg: lost records are an event of their own", "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  const auto events = events_of({"6,10,0,-;a", "6,11,0,-;b", "3,15,0,-;c"}, fixture.host());
  REQUIRE(events.size() == 4);
  CHECK(events[2].code == "kernel_log_gap");
  CHECK(events[2].text == "3 records lost before record 15");
  CHECK(events[3].severity == Severity::error);
  CHECK(events[3].sequence == 15);
}

TEST_CASE("kmsg: what was read before an error is kept, and the error is told behind it",
          "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  const Error broken{ErrorKind::io, "/dev/kmsg: input/output error"};
  std::deque<Result<std::optional<std::string>>> answers;
  answers.emplace_back(std::optional<std::string>("6,10,0,-;a"));
  answers.emplace_back(std::optional<std::string>("3,11,0,-;b"));
  answers.emplace_back(broken);
  answers.emplace_back(broken);
  answers.emplace_back(std::optional<std::string>("6,15,0,-;c"));
  const auto probe = make_kmsg_probe(fixture.host(), [&answers] {
    Result<std::optional<std::string>> first = std::optional<std::string>();
    if (!answers.empty()) {
      first = answers.front();
      answers.pop_front();
    }
    return first;
  });
  REQUIRE(probe->discover());

  const auto kept = probe->read();
  REQUIRE(kept);
  REQUIRE(kept->events.size() == 3);
  CHECK(kept->events[0].text == "a");
  CHECK(kept->events[1].text == "b");
  CHECK(kept->events[2].code == "kernel_log_broken_off");
  CHECK(kept->events[2].severity == Severity::warning);
  CHECK(kept->events[2].text ==
        "what comes behind here was not read: /dev/kmsg: input/output error");

  const auto failed = probe->read();  // with nothing to hand over the pass itself fails
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == ErrorKind::io);

  const auto later = probe->read();  // and what was lost meanwhile is told
  REQUIRE(later);
  REQUIRE(later->events.size() == 2);
  CHECK(later->events[0].code == "kernel_log_gap");
  CHECK(later->events[0].text == "3 records lost before record 15");
  CHECK(later->events[1].text == "c");
}

TEST_CASE("kmsg: the kernel and a process are told apart", "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  const auto events = events_of({"3,1,0,-;real", "11,2,0,-;forged"}, fixture.host());
  REQUIRE(events.size() == 2);
  CHECK(events[0].source == "kmsg");
  CHECK(events[1].source == "user");
}

TEST_CASE("kmsg: microseconds since boot become a time of day", "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");  // its clock says an hour since boot
  const auto events = events_of({"6,1,1800000000,-;half an hour"}, fixture.host());
  REQUIRE(events.size() == 1);
  CHECK(events[0].taken_at == fixture.host().clock.now() - std::chrono::minutes(30));
}

TEST_CASE("kmsg: a record that is none does not end the pass", "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  const auto events = events_of({"nonsense", "6,1,0,-;good"}, fixture.host());
  REQUIRE(events.size() == 2);
  CHECK(events[0].code == "kernel_log_malformed");
  CHECK(events[1].text == "good");
}

TEST_CASE("kmsg: a flood is read over several passes", "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  int left = 2500;
  const auto probe =
      make_kmsg_probe(fixture.host(), [&left]() -> Result<std::optional<std::string>> {
        return left-- > 0 ? std::optional<std::string>("6,1,0,-;x") : std::nullopt;
      });
  REQUIRE(probe->discover());
  CHECK(probe->read()->events.size() == 2000);
  CHECK(probe->read()->events.size() == 500);
}

TEST_CASE("kmsg: a captured tree has no kernel log, /dev stays shut", "[probes][kmsg]") {
  const testing::FixtureHost fixture("link_down");
  CHECK(make_kmsg_probe(fixture.host())->discover().error().kind == ErrorKind::not_observable);
}

}  // namespace
}  // namespace rackproof
