#include <algorithm>
#include <chrono>
#include <set>

#include <catch2/catch.hpp>

#include "certsuite/architectures/find.h"
#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/limits.h"
#include "schemas/catalogue.h"
#include "tests/support/judged_run.h"
#include "tests/support/judged_tree.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

using Names = std::vector<std::string>;

constexpr int kGpus = 8;
constexpr int kLinks = 18;
constexpr int kSeconds = 10;

std::string gpu(int number) {
  return "node/accelerator:0000:" + std::to_string(10 + number) + ":00.0";
}
std::string nvlink(int number, int of) {
  return gpu(number) + "/nvlink:" + std::to_string(of);
}

Device device_named(const std::string& id, DeviceKind kind) {
  Device device;
  device.id = id;
  device.kind = kind;
  device.parent = id.substr(0, id.rfind('/'));
  return device;
}

/// A healthy run over a node of eight GPUs, made in memory: NVML is a library, so that no tree can
/// stand for such a node. What a criterion asks for is just met by every device that it binds.
struct Node {
  Node() : reference(find_reference("hgx-h200").value().architecture) {
    inventory.software = {{"module:nvidia", "580.82.07"}};
    inventory.devices.push_back(device_named("node", DeviceKind::node));
    for (int number = 0; number < kGpus; ++number) {
      add_gpu(number);
    }
    std::ranges::sort(inventory.devices, {}, &Device::id);
    record.tier = "quick";
    record.status = RunStatus::complete;
    record.root = "/";
    record.started = at_second(0);
    record.finished = at_second(kSeconds);
    for (const auto& criterion : reference.criteria) {
      meet(criterion);
    }
  }

  void add_gpu(int number) {
    auto made = device_named(gpu(number), DeviceKind::accelerator);
    made.model = "NVIDIA H200";
    made.serial = "16530240" + std::to_string(10 + number);
    inventory.devices.push_back(made);
    inventory.devices.push_back(device_named(gpu(number) + "/hbm", DeviceKind::hbm));
    for (int of = 0; of < kLinks; ++of) {
      inventory.devices.push_back(device_named(nvlink(number, of), DeviceKind::accelerator_link));
    }
    auto function = device_named("node/pci:" + std::to_string(10 + number), DeviceKind::pci);
    function.attributes = {{"vendor_id", "0x10de"}, {"device_id", "0x2335"}};
    inventory.devices.push_back(function);
  }

  void meet(const Criterion& criterion) {
    const auto* metric = metrics::find(criterion.metric);
    REQUIRE(metric != nullptr);
    const auto limits = criteria::resolve_limits(criterion, *metric, reference).limits;
    for (const auto* device : criteria::devices_asked(criterion, inventory)) {
      put(device->id, criterion.metric, limits.at_least.value_or(limits.at_most.value_or(0)));
    }
  }
  void put(const std::string& device, const std::string& metric, double value) {
    auto& points = series[{device, metric}];
    points.clear();
    for (int second = 0; second <= kSeconds; ++second) {
      points.push_back({at_second(second), value});
    }
  }

  Judgement judged() {
    auto judgement = judge({reference, inventory, record, series});
    REQUIRE(judgement);
    return *std::move(judgement);
  }
  Names culprits() {
    std::set<std::string> devices;
    for (const auto& verdict : judged().verdicts) {
      if (verdict.outcome != Outcome::pass && verdict.outcome != Outcome::not_judged) {
        devices.insert(verdict.device);
      }
    }
    return {devices.begin(), devices.end()};
  }

  Architecture reference;
  Inventory inventory;
  RunRecord record;
  MemorySeries series;
};

}  // namespace

TEST_CASE("hgx-h200: eight GPUs that just meet everything pass", "[references][nvidia]") {
  Node node;
  const auto judgement = node.judged();
  INFO((judgement.because.empty() ? "" : judgement.because.front()));
  CHECK(judgement.overall == Outcome::pass);
  CHECK(verdict_of(judgement, "accelerator-temperature_limit", "").outcome == Outcome::not_judged);
  CHECK(verdict_of(judgement, "topology", "").outcome == Outcome::not_judged);
}

TEST_CASE("hgx-h200: a link that is not active fails by itself", "[references][nvidia]") {
  Node node;
  node.put(nvlink(3, 17), "accelerator_link_active", 0);
  CHECK(node.culprits() == Names{nvlink(3, 17)});
}

TEST_CASE("hgx-h200: a GPU with seventeen links of eighteen fails", "[references][nvidia]") {
  Node node;
  std::erase_if(node.inventory.devices,
                [](const Device& device) { return device.id == nvlink(3, 17); });
  CHECK(node.culprits() == Names{gpu(3)});
}

TEST_CASE("hgx-h200: with seven GPUs of eight the empty place fails, and none of the others",
          "[references][nvidia]") {
  Node node;
  std::erase_if(node.inventory.devices, [](const Device& device) {
    return device.id.starts_with(gpu(5)) || device.id == "node/pci:15";
  });
  CHECK(node.culprits() == Names{"accelerator[7]"});
  CHECK(node.judged().overall == Outcome::fail);
}

TEST_CASE("hgx-h200: an uncorrectable error during the run fails on that memory",
          "[references][nvidia]") {
  Node node;
  node.series[{gpu(6) + "/hbm", "hbm_ecc_uncorrectable_total"}].back().reading = 1.0;
  CHECK(node.culprits() == Names{gpu(6) + "/hbm"});
}

TEST_CASE("hgx-h200: a row that waits to be replaced and a bank without spare rows fail",
          "[references][nvidia]") {
  Node node;
  node.put(gpu(0) + "/hbm", "hbm_row_remap_pending", 1);
  node.put(gpu(4) + "/hbm", "hbm_banks_spare_rows_none_count", 1);
  CHECK(node.culprits() == Names{gpu(0) + "/hbm", gpu(4) + "/hbm"});
}

TEST_CASE("hgx-h200: a GPU that is lost, and one whose margin of heat is used up, fail",
          "[references][nvidia]") {
  Node node;
  node.put(gpu(1), "nvidia_gpu_answers", 0);
  node.put(gpu(7), "temperature_margin_celsius", -1);
  CHECK(node.culprits() == Names{gpu(1), gpu(7)});
}

TEST_CASE("hgx-h200: memory that is a stack short fails", "[references][nvidia]") {
  Node node;
  node.put(gpu(1) + "/hbm", "hbm_size_bytes", 141e9 * 5 / 6);
  CHECK(node.culprits() == Names{gpu(1) + "/hbm"});
}

TEST_CASE("hgx-h200: a GPU that nothing was read of is INCONCLUSIVE", "[references][nvidia]") {
  Node node;
  for (auto& [key, points] : node.series.all()) {
    if (key.device == gpu(2)) {
      points.clear();
    }
  }
  CHECK(node.culprits() == Names{gpu(2)});
  CHECK(node.judged().overall == Outcome::inconclusive);
}

TEST_CASE("hgx-h200: a driver from before Hopper is refused", "[references][nvidia]") {
  Node node;
  node.inventory.software[0].version = "470.256.02";
  CHECK(node.culprits() == Names{"node"});
}

TEST_CASE("hgx-h200: over a tree without NVML eight places are empty, and nothing passes",
          "[references][nvidia]") {
  const TempDir root;
  for (int number = 0; number < kGpus; ++number) {
    const auto directory = "sys/bus/pci/devices/0000:1" + std::to_string(number) + ":00.0/";
    root.write(directory + "vendor", "0x10de\n");
    root.write(directory + "device", "0x2335\n");
  }
  const JudgedTree judged(root.path(), "hgx-h200");
  INFO(judged.told());
  CHECK(judged.outcome("part-accelerator", "accelerator[7]") == Outcome::fail);
  CHECK(judged.judgement().overall == Outcome::fail);
}
