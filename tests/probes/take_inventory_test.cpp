#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/collector.h"
#include "probes/registry.h"
#include "tests/support/fixture_host.h"

namespace rackproof {
namespace {

/// Where those who meet wait until all have come.
class Meeting {
 public:
  explicit Meeting(int expected) : missing_(expected) {}

  void come() {
    const std::lock_guard lock(mutex_);
    --missing_;
    news_.notify_all();
  }
  void come_and_wait() {
    come();
    std::unique_lock lock(mutex_);
    news_.wait(lock, [this] { return missing_ <= 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  int missing_;
};

/// Discovers one device once all have come to the meeting.
class MeetingProbe final : public Probe {
 public:
  MeetingProbe(std::string name, Meeting& meeting) : name_(std::move(name)), meeting_(meeting) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  Result<Discovery> discover() override {
    meeting_.come_and_wait();
    Discovery found;
    found.devices.emplace_back().id = "node/" + name_;
    return found;
  }
  Result<ProbeReading> read() override { return ProbeReading(); }

 private:
  std::string name_;
  Meeting& meeting_;
};

/// Complaints of all probes.
std::string unreadable_in(const Inventory& inventory) {
  std::string all;
  for (const auto& complaint : inventory.unreadable) {
    all += complaint.probe + ": " + complaint.why.message + "\n";
  }
  return all;
}

TEST_CASE("take_inventory: no probe waits for another, and what each found is there", "[probes]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  Meeting meeting(2);
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<MeetingProbe>("b", meeting));
  probes.push_back(std::make_unique<MeetingProbe>("a", meeting));
  const auto inventory = take_inventory(fixture.host(), probes);
  CHECK(unreadable_in(inventory).empty());  // one after the other, the first would hang
  CHECK(std::ranges::count(inventory.devices, "node/a", &Device::id) == 1);
  CHECK(std::ranges::count(inventory.devices, "node/b", &Device::id) == 1);
}

TEST_CASE("take_inventory: who waits for it hears that it goes on", "[probes]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  Meeting meeting(2);
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(std::make_unique<MeetingProbe>("a", meeting));
  const auto inventory = take_inventory(fixture.host(), probes, [&meeting] { meeting.come(); });
  CHECK(unreadable_in(inventory).empty());  // had nobody been told, it would hang
}

TEST_CASE("take_inventory: every probe looks at a captured machine and ids are unique",
          "[probes]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  const auto probes = make_all_probes(fixture.host());
  const auto inventory = take_inventory(fixture.host(), probes);
  CHECK(inventory.simulated);
  CHECK(inventory.hypervisor == "kvm");
  CHECK(inventory.hostname == "small");
  std::set<std::string> ids;
  for (const auto& device : inventory.devices) {
    CHECK(ids.insert(device.id).second);
  }
  CHECK(ids.contains("node/cpu:1"));
  CHECK(ids.contains("node/probe:kmsg"));
  const auto kmsg = std::ranges::find(inventory.unreadable, "kmsg", &Unreadable::probe);
  REQUIRE(kmsg != inventory.unreadable.end());
  CHECK(kmsg->why.kind == ErrorKind::not_observable);
}

}  // namespace
}  // namespace rackproof
