#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/columns.h"
#include "cli/device_tree.h"
#include "probes/factories.h"
#include "probes/presence.h"
#include "schemas/text.h"
#include "tests/support/amdgpu_tree.h"
#include "tests/support/fixture_host.h"
#include "tests/support/neuron_tree.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

using Maker = std::unique_ptr<Probe> (*)(const Host&);

OneReading reading_of(const std::filesystem::path& root, Maker make) {
  const FixtureHost fixture(root);
  std::vector<std::unique_ptr<Probe>> probes;
  probes.push_back(make(fixture.host()));
  auto reading = read_once(fixture.host(), probes, std::chrono::seconds(30));
  REQUIRE(reading);
  return std::move(reading).value();
}

/// A generated node, of few devices and cores, so that its files are few.
struct Node {
  explicit Node(NeuronModel model, int devices = 4, int cores = 3)
      : tree{.model = model, .devices = devices, .cores = cores} {
    write_neuron_tree(root.path(), tree);
  }
  [[nodiscard]] OneReading read() const { return reading_of(root.path(), make_neuron_probe); }
  void fail(NeuronFault fault, int device) const { apply_fault(root.path(), tree, fault, device); }

  TempDir root;
  NeuronTree tree;
};

int times(std::string_view text, std::string_view words) {
  int count = 0;
  for (auto at = text.find(words); at != std::string_view::npos;
       at = text.find(words, at + words.size())) {
    ++count;
  }
  return count;
}

/// The first line that holds `words`; empty where none does.
std::string_view line_with(const std::string& text, std::string_view words) {
  for (const auto line : lines(text)) {
    if (line.find(words) != std::string_view::npos) {
      return line;
    }
  }
  return {};
}

void check_width(const std::string& text) {
  for (const auto line : lines(text)) {
    INFO(line);
    CHECK(columns_of(line) <= kColumns);
  }
}

}  // namespace

TEST_CASE("device tree: every model of Neuron node is drawn in 80 columns, well and sick",
          "[cli][neuron]") {
  for (const auto model : {NeuronModel::trn1, NeuronModel::inf2, NeuronModel::trn2,
                           NeuronModel::trn2_ultraserver, NeuronModel::trn3}) {
    const Node node(model);
    CAPTURE(static_cast<int>(model));
    const auto well = device_tree(node.read());
    check_width(well);
    CHECK(times(well, "─ accelerator:") == device_count(node.tree));
    CHECK(times(well, "core:0 to core:2") == device_count(node.tree));
    CHECK(times(well, "!") == 0);

    node.fail(NeuronFault::dead, 3);
    node.fail(NeuronFault::ecc_uncorrectable, 1);
    node.fail(NeuronFault::unhealthy_link, 0);
    const auto sick = device_tree(node.read());
    check_width(sick);
    CHECK(times(sick, "does not answer") == 1);
    CHECK(times(sick, "3 uncorrectable HBM errors") == 1);
  }
}

TEST_CASE("device tree: the four links of a torus are one line, those of a switch are none",
          "[cli][neuron]") {
  CHECK(times(device_tree(Node(NeuronModel::trn2, 16, 1).read()), "4 links") == 16);
  CHECK(times(device_tree(Node(NeuronModel::trn3, 2, 1).read()), "NeuronLink") == 0);
}

TEST_CASE("device tree: an UltraServer is named beside its node", "[cli][neuron]") {
  const auto text = device_tree(Node(NeuronModel::trn2_ultraserver, 1, 1).read());
  CHECK(lines(text).front().find("UltraServer 00c0ffee00000004") != std::string_view::npos);
}

TEST_CASE("device tree: a dead device is missing under its name, and stands there without one",
          "[cli][neuron]") {
  const Node node(NeuronModel::trn2);
  const auto before = expected_by(node.read().inventory);
  node.fail(NeuronFault::dead, 3);
  auto after = node.read();

  hold_against(before, after);

  const auto text = device_tree(after);
  check_width(text);
  CHECK(line_with(text, "─ accelerator:" + neuron_serial(3)).find("! MISSING with ") !=
        std::string_view::npos);
  CHECK_FALSE(line_with(text, "─ accelerator:neuron3").empty());
  CHECK(times(text, "MISSING") == 1);  // its neighbours' links to it are told with it
  CHECK(times(text, "─ accelerator:") == 5);
  CHECK(after.inventory.presence.present < after.inventory.presence.expected);
}

TEST_CASE("device tree: cards of AMD are drawn in 80 columns", "[cli][amdgpu]") {
  const TempDir root;
  for (const auto& card : {AmdCard{}, AmdCard{1, "0000:5e:00.0", "4f2a8c19d3e07b66"}}) {
    write_card(root, card);
    write_sensors(root, card);
    write_ras(root, card);
  }
  const auto text = device_tree(reading_of(root.path(), make_amdgpu_probe));
  check_width(text);
  CHECK(times(text, "─ accelerator:0000:") == 2);
}
