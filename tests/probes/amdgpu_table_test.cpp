#include "probes/amdgpu/amdgpu_table.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/fixture_host.h"
#include "tests/support/gpu_metrics_file.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::amdgpu;
using namespace rackproof::testing;

namespace {

/// The table of one accelerator "node/accelerator:x", at /gpu_metrics.
class Table {
 public:
  explicit Table(const TempDir& root)
      : fixture_(root.path()),
        survey_(fixture_.host(), "amdgpu"),
        parts_(survey_, survey_.add(device_of("node/accelerator:x", DeviceKind::accelerator))) {}

  Parts& parts() { return parts_; }
  void discover() { reader_.discover(fixture_.host(), parts_, "/gpu_metrics"); }
  void read() {
    samples_.clear();
    reader_.read(fixture_.host(), samples_);
  }
  [[nodiscard]] const Samples& samples() const { return samples_; }
  [[nodiscard]] const Reading* find(std::string_view suffix, std::string_view metric) const {
    const auto found = std::ranges::find_if(samples_, [&](const auto& sample) {
      return sample.metric->name == metric &&
             survey_.device(sample.device).id == "node/accelerator:x" + std::string(suffix);
    });
    return found == samples_.end() ? nullptr : &found->reading;
  }
  [[nodiscard]] ErrorKind why(std::string_view suffix, std::string_view metric) const {
    const auto* found = find(suffix, metric);
    REQUIRE(found != nullptr);
    REQUIRE_FALSE(has_value(*found));
    return std::get<Error>(*found).kind;
  }
  Discovery discovery() {
    Attributes none;
    return survey_.finish(none);
  }

 private:
  FixtureHost fixture_;
  Survey survey_;
  Parts parts_;
  TableReader reader_;
  Samples samples_;
};

MetricsFile busy_socket() {
  MetricsFile file(1, 7, 2208);
  file.set("temperature_hotspot", 57);
  file.set("curr_socket_power", 312);
  file.set("energy_accumulator", 65536);
  file.set("firmware_timestamp", 100);
  file.set("system_clock_counter", 1000000000);
  for (std::size_t link = 1; link < 8; ++link) {
    file.set("xgmi_link_status", 1, link);
    file.set("xgmi_read_data_acc", 10 * link, link);
  }
  return file;
}

}  // namespace

TEST_CASE("amdgpu table: links are parts, and places without one are noted", "[probes][amdgpu]") {
  const TempDir root;
  root.write("gpu_metrics", busy_socket().bytes());
  Table table(root);
  table.discover();

  table.read();

  CHECK(as_double(*table.find("", "power_watts")) == 312);
  CHECK(as_double(*table.find("/xgmi:7", "amdgpu_xgmi_read_bytes_total")) == 70 * 1024);
  CHECK(as_double(*table.find("/xgmi:1", "accelerator_link_active")) == 1);
  CHECK(table.find("/xgmi:0", "accelerator_link_active") == nullptr);
  const auto notes = table.discovery().unreadable;
  CHECK(std::ranges::any_of(notes, [](const auto& note) {
    return note.why.message == "xgmi_link_status[]: 1 places hold no value, as for parts not there";
  }));
}

TEST_CASE("amdgpu table: a member that holds all ones is a sample with the reason",
          "[probes][amdgpu]") {
  const TempDir root;
  root.write("gpu_metrics", busy_socket().bytes());
  Table table(root);
  table.discover();

  table.read();

  CHECK(table.why("/hbm", "temperature_celsius") == ErrorKind::sentinel);
}

TEST_CASE("amdgpu table: a link that answered and falls silent has a reason, not no sample",
          "[probes][amdgpu]") {
  const TempDir root;
  auto file = busy_socket();
  root.write("gpu_metrics", file.bytes());
  Table table(root);
  table.discover();
  file.set("xgmi_link_status", 2, 5);
  file.set("xgmi_link_status", 0, 6);
  root.write("gpu_metrics", file.bytes());

  table.read();

  CHECK(table.why("/xgmi:5", "accelerator_link_active") == ErrorKind::sentinel);
  CHECK(as_double(*table.find("/xgmi:6", "accelerator_link_active")) == 0);
}

TEST_CASE("amdgpu table: what sysfs gives is not given again, nor is the PCI function's link",
          "[probes][amdgpu]") {
  const TempDir root;
  auto file = busy_socket();
  file.set("pcie_link_width", 16);
  root.write("gpu_metrics", file.bytes());
  Table table(root);
  table.parts().take(table.parts().socket(), metrics::named("temperature_celsius"));
  table.discover();

  table.read();

  CHECK(table.find("", "temperature_celsius") == nullptr);
  CHECK(table.find("", "pcie_link_width_lanes") == nullptr);
  CHECK(table.find("", "power_watts") != nullptr);
}

TEST_CASE("amdgpu table: numbers of a firmware that stands still are stale, not served for ever",
          "[probes][amdgpu]") {
  const TempDir root;
  auto file = busy_socket();
  root.write("gpu_metrics", file.bytes());
  Table table(root);
  table.discover();
  table.read();
  CHECK(has_value(*table.find("", "power_watts")));

  file.set("system_clock_counter", 2000000001);  // the driver went on for a second and a bit
  root.write("gpu_metrics", file.bytes());
  table.read();
  CHECK(table.why("", "power_watts") == ErrorKind::stale);

  file.set("firmware_timestamp", 101);
  root.write("gpu_metrics", file.bytes());
  table.read();
  CHECK(has_value(*table.find("", "power_watts")));
}

TEST_CASE("amdgpu table: an unknown version leaves reasons with its numbers, and no numbers",
          "[probes][amdgpu]") {
  const TempDir root;
  root.write("gpu_metrics", std::string("\x08\x00\x01\x0c", 4) + "abcd");
  Table table(root);
  table.discover();

  table.read();

  CHECK(table.why("", "accelerator_energy_joules_total") == ErrorKind::unsupported);
  CHECK(table.why("", "temperature_celsius") == ErrorKind::unsupported);
  const auto notes = table.discovery().unreadable;
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].why.message ==
        "/gpu_metrics: gpu_metrics 1.12 of 8 bytes: this release does not know it");
}

TEST_CASE("amdgpu table: a table that breaks or changes costs its own samples only",
          "[probes][amdgpu]") {
  const TempDir root;
  root.write("gpu_metrics", busy_socket().bytes());
  Table table(root);
  table.discover();
  table.read();
  const auto samples = table.samples().size();

  root.write("gpu_metrics", "short");
  table.read();
  CHECK(table.samples().size() == samples);
  CHECK(table.why("", "power_watts") == ErrorKind::malformed);

  MetricsFile other(1, 3, 120);
  other.set("temperature_hotspot", 58);
  root.write("gpu_metrics", other.bytes());
  table.read();
  CHECK(table.samples().size() == samples);
  CHECK(table.why("", "power_watts") == ErrorKind::absent);
  CHECK(as_double(*table.find("", "temperature_celsius")) == 58);
}

TEST_CASE("amdgpu table: an accelerator without the file is noted and gives no samples",
          "[probes][amdgpu]") {
  const TempDir root;
  Table table(root);
  table.discover();

  table.read();

  CHECK(table.samples().empty());
  CHECK(table.discovery().unreadable.size() == 1);
}
