#include "cli/expectation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>

#include "certsuite/architectures/find.h"
#include "certsuite/criteria/binding.h"
#include "probes/machine/output_file.h"
#include "schemas/json/inventory_json.h"

namespace rackproof {
namespace {

constexpr std::size_t kInventoryLimit = std::size_t{64} << 20;

Result<Inventory> read_inventory(const std::string& path) {
  const auto bytes = read_file(path, kInventoryLimit);
  if (!bytes) {
    return bytes.error().during("--expect");
  }
  auto inventory = decode_inventory(*bytes);
  if (!inventory) {
    return inventory.error().during("--expect " + path);
  }
  return inventory;
}

/// Fills the expected up to what one part of a reference declares.
class PartSlots {
 public:
  PartSlots(const Inventory& now, Expected& expected) : now_(now), expected_(expected) {
    for (const auto& entry : expected) {
      ids_.insert(entry.device.id);
    }
  }

  /// `declared` is 0 where the reference names no usable number.
  void fill(DeviceKind kind, std::int64_t declared, const std::string& who) {
    auto have = std::ranges::count_if(
        expected_, [kind](const auto& entry) { return entry.device.kind == kind; });
    for (const auto& device : now_.devices) {
      if (have < declared && device.kind == kind && ids_.insert(device.id).second) {
        expected_.push_back({device, who});
        ++have;
      }
    }
    for (; have < declared; ++have) {
      Device slot;
      slot.id = criteria::slot_name(kind, have);
      slot.kind = kind;
      slot.parent = kNodeId;
      expected_.push_back({std::move(slot), who});
    }
  }

 private:
  const Inventory& now_;
  Expected& expected_;
  std::set<std::string> ids_;
};

}  // namespace

Result<Expectation> load_expectation(const ExpectationQuestion& question) {
  Expectation expectation;
  if (!question.inventory.empty()) {
    const auto earlier = read_inventory(question.inventory);
    if (!earlier) {
      return earlier.error();
    }
    expectation.devices = expected_by(*earlier);
  }
  if (!question.reference.empty()) {
    auto reference = find_reference(question.reference);
    if (!reference) {
      return reference.error().during("--reference");
    }
    expectation.reference = std::move(reference->architecture);
  }
  return expectation;
}

Expected expected_now(const Expectation& expectation, const Inventory& now) {
  auto expected = expectation.devices;
  if (expectation.reference) {
    const auto who = "reference " + expectation.reference->id;
    PartSlots slots(now, expected);
    for (const auto& part : expectation.reference->parts) {
      slots.fill(part.kind, criteria::declared_count(*expectation.reference, part.kind), who);
    }
  }
  std::ranges::stable_sort(expected, {}, [](const MissingDevice& entry) -> const std::string& {
    return entry.device.id;
  });
  return expected;
}

}  // namespace rackproof
