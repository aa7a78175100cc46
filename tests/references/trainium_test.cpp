#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"
#include "tests/support/judged_tree.h"
#include "tests/support/neuron_host.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

NeuronTree whole(NeuronModel model) {
  return {.model = model, .cores = model == NeuronModel::inf2 ? 2 : 8, .lean = true};
}

/// A generated tree and what a reference says of it.
struct Node : NeuronHost {
  explicit Node(NeuronModel model) : NeuronHost(whole(model)) {}

  [[nodiscard]] JudgedTree judged(const std::string& reference = "trn2-48xl") const {
    return {root.path(), reference};
  }
  void lose_core(int device, int core) const {
    const auto name = "neuron_core" + std::to_string(core);
    fs::remove_all(root.path() / directory(device).substr(1) / name);
  }
  /// The whole device, with its PCI function.
  void lose_device(int device) const {
    fs::remove_all(root.path() / directory(device).substr(1));
    fs::remove(root.path() / "sys/class/neuron_device" / ("neuron" + std::to_string(device)));
    fs::remove_all(root.path() / "sys/bus/pci/devices" / neuron_pci(device));
  }
  /// The generator gives the n-th device the n-th function of bus a0 and following.
  static std::string neuron_pci(int device) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    return std::string("0000:a") + kDigits[static_cast<std::size_t>(device)] + ":00.0";
  }
};

bool any_line(const Names& lines, std::string_view start) {
  return std::ranges::any_of(lines,
                             [start](const std::string& line) { return line.starts_with(start); });
}

}  // namespace

TEST_CASE("trn2-48xl: a healthy tree passes, in the old places and in moved ones",
          "[references][neuron]") {
  auto moved = whole(NeuronModel::trn2);
  moved.moved = true;
  moved.driver = "2.31.7.0";
  for (const auto& tree : {whole(NeuronModel::trn2), moved}) {
    const NeuronHost host(tree);
    const JudgedTree judged(host.root.path(), "trn2-48xl");
    INFO(judged.told());
    CHECK(judged.culprits().empty());
    CHECK(judged.judgement().overall == Outcome::pass);
    CHECK_THAT(judged.judgement().because.back(), Catch::Contains("captured tree"));
  }
}

TEST_CASE("trn2-48xl: what is not public and what nothing shows in band is named as not judged",
          "[references][neuron]") {
  const auto judged = Node(NeuronModel::trn2).judged();
  for (const auto* figure :
       {"accelerator-temperature_limit", "accelerator-power_limit", "accelerator-pcie_width"}) {
    INFO(figure);
    CHECK(judged.outcome(figure, "") == Outcome::not_judged);
    CHECK(any_line(judged.not_covered(), std::string(figure) + ": its maker does not publish it"));
  }
  for (const auto* what : {"temperature", "power in watts", "errors of each link"}) {
    INFO(what);
    CHECK(any_line(judged.not_covered(),
                   std::string(what) + ": not observable in band on 16 devices, first "));
  }
}

TEST_CASE("trn2-48xl: a dead device, whose error counts all read 0, fails for its silence",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.fail(NeuronFault::dead, 3);
  const auto judged = node.judged();
  INFO(judged.told());
  CHECK(judged.culprits() == Names{"node/accelerator:neuron3"});
  CHECK(judged.outcome("accelerator-answers", "node/accelerator:neuron3") == Outcome::fail);
  CHECK(judged.outcome("hbm-uncorrectable", "node/accelerator:neuron3") == Outcome::inconclusive);
  CHECK(judged.judgement().overall == Outcome::fail);
}

TEST_CASE("trn2-48xl: uncorrectable errors fail on the device that counts them",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.fail(NeuronFault::ecc_uncorrectable, 5);
  const auto judged = node.judged();
  INFO(judged.told());
  CHECK(judged.culprits() == Names{Node::id(5)});
  CHECK(judged.outcome("hbm-uncorrectable", Node::id(5)) == Outcome::fail);
}

TEST_CASE("trn2-48xl: errors that a repair waits for fail, though the other count reads 0",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.fail(NeuronFault::repair_pending, 11);
  const auto judged = node.judged();
  INFO(judged.told());
  CHECK(judged.culprits() == Names{Node::id(11)});
  CHECK(judged.outcome("hbm-repair-pending", Node::id(11)) == Outcome::fail);
  CHECK(judged.outcome("hbm-uncorrectable", Node::id(11)) == Outcome::pass);
}

TEST_CASE("trn2-48xl: a repair that failed fails as uncorrectable", "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.fail(NeuronFault::repair_failed, 0);
  CHECK(node.judged().culprits() == Names{Node::id(0)});
}

TEST_CASE(
    "trn2-48xl: a link that the device lists as unhealthy fails on it, as does any name that "
    "nobody knows",
    "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.fail(NeuronFault::unhealthy_link, 9);
  node.put(12, "stats/hardware/health_status/unhealthy_components", "flux_capacitor\n");
  const auto judged = node.judged();
  INFO(judged.told());
  CHECK(judged.culprits() == Names{Node::id(9), Node::id(12)});
  CHECK(judged.outcome("link-intraserver", Node::id(9)) == Outcome::fail);
  CHECK(judged.outcome("other-component", Node::id(12)) == Outcome::fail);
}

TEST_CASE("trn2-48xl: a core that is missing fails on the device that lacks it",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.lose_core(2, 7);
  const auto judged = node.judged();
  INFO(judged.told());
  CHECK(judged.culprits() == Names{Node::id(2)});
  CHECK(judged.outcome("part-accelerator_core", Node::id(2)) == Outcome::fail);
}

TEST_CASE("trn2-48xl: a core that met an uncorrectable error fails by itself",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.put(2, "neuron_core3/stats/status/hw_nc_ue_error/total", "1\n");
  CHECK(node.judged().culprits() == Names{Node::id(2) + "/core:3"});
}

TEST_CASE("trn2-48xl: an edge of the torus that leads elsewhere fails where it starts",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.put(5, "connected_devices", "1, 4, 9, 7\n");
  const auto judged = node.judged();
  INFO(judged.told());
  CHECK(judged.culprits() == Names{Node::id(5)});
  CHECK(judged.outcome("topology", Node::id(5)) == Outcome::fail);
}

TEST_CASE("trn2-48xl: a list of neighbours that cannot be read is INCONCLUSIVE, not a fault",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.put(5, "connected_devices", "");
  const auto judged = node.judged();
  INFO(judged.told());
  CHECK(judged.culprits() == Names{Node::id(5)});
  CHECK(judged.outcome("topology", Node::id(5)) == Outcome::inconclusive);
  CHECK(judged.judgement().overall == Outcome::inconclusive);
}

TEST_CASE("trn2-48xl: with 15 of 16 devices the empty place fails, and none of the others",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.lose_device(7);
  const auto judged = node.judged();
  INFO(judged.told());
  CHECK(judged.culprits() == Names{"accelerator[15]"});
  CHECK_THAT(verdict_of(judged.judgement(), "topology", "accelerator[15]").reason,
             Catch::EndsWith("nothing is at 7"));
  CHECK(judged.judgement().overall == Outcome::fail);
}

TEST_CASE("trn2-48xl: a device of another generation in one place fails there",
          "[references][neuron]") {
  const Node node(NeuronModel::trn2);
  node.put(14, "info/architecture/device_name", "Trainium1\n");
  CHECK(node.judged().culprits() == Names{Node::id(14)});
}

TEST_CASE("trn2-48xl: a driver from before links had health is refused by its version",
          "[references][neuron]") {
  auto tree = whole(NeuronModel::trn2);
  tree.driver = "2.29.0.0";
  const NeuronHost host(tree);
  const JudgedTree judged(host.root.path(), "trn2-48xl");
  CHECK(judged.outcome("software", "node") == Outcome::fail);
  CHECK(judged.outcome("link-intraserver", NeuronHost::id(0)) == Outcome::inconclusive);
}

TEST_CASE("trn2-48xl: it is not for Inferentia2, and says so instead of failing it",
          "[references][neuron]") {
  const auto judged = Node(NeuronModel::inf2).judged();
  CHECK(judged.outcome("identity", "node") == Outcome::inconclusive);
  CHECK(judged.judgement().overall == Outcome::inconclusive);
}

TEST_CASE("trn2-ultraserver: a node that found its place among four passes",
          "[references][neuron]") {
  const auto judged = Node(NeuronModel::trn2_ultraserver).judged("trn2-ultraserver");
  INFO(judged.told());
  CHECK(judged.culprits().empty());
  CHECK(judged.judgement().overall == Outcome::pass);
}

TEST_CASE("trn2-ultraserver: an election that fell back or still runs does not pass, on the node",
          "[references][neuron]") {
  for (const auto fault : {NeuronFault::election_fell_back, NeuronFault::election_busy}) {
    const Node node(NeuronModel::trn2_ultraserver);
    node.fail(fault);
    const auto judged = node.judged("trn2-ultraserver");
    INFO(judged.told());
    CHECK(judged.culprits() == Names{"node"});
    CHECK(judged.outcome("group-of-four", "node") == Outcome::inconclusive);
    CHECK(judged.outcome("group-of-two", "node") ==
          (fault == NeuronFault::election_busy ? Outcome::inconclusive : Outcome::pass));
  }
}

TEST_CASE("trn2-ultraserver: a node that stands alone does not pass for one of four",
          "[references][neuron]") {
  CHECK(Node(NeuronModel::trn2).judged("trn2-ultraserver").culprits() == Names{"node"});
}

TEST_CASE("inf2-48xl: a healthy ring passes, and names what is not public",
          "[references][neuron]") {
  const auto judged = Node(NeuronModel::inf2).judged("inf2-48xl");
  INFO(judged.told());
  CHECK(judged.judgement().overall == Outcome::pass);
  CHECK(judged.outcome("accelerator-link_error_count", "") == Outcome::not_judged);
}

TEST_CASE("inf2-48xl: a dead device and one with uncorrectable errors fail, the others do not",
          "[references][neuron]") {
  const Node node(NeuronModel::inf2);
  node.fail(NeuronFault::dead, 1);
  node.fail(NeuronFault::ecc_uncorrectable, 8);
  const auto judged = node.judged("inf2-48xl");
  INFO(judged.told());
  CHECK(judged.outcome("accelerator-answers", "node/accelerator:neuron1") == Outcome::fail);
  CHECK(judged.outcome("hbm-uncorrectable", Node::id(8)) == Outcome::fail);
  CHECK(judged.outcome("hbm-uncorrectable", Node::id(7)) == Outcome::pass);
}

TEST_CASE("inf2-48xl: an edge of the ring that leads elsewhere fails at both its ends",
          "[references][neuron]") {
  const Node node(NeuronModel::inf2);
  node.put(5, "connected_devices", "4, 7\n");
  const auto judged = node.judged("inf2-48xl");
  INFO(judged.told());
  CHECK(judged.outcome("topology", Node::id(5)) == Outcome::fail);
  CHECK(judged.outcome("topology", Node::id(6)) == Outcome::fail);
  CHECK(judged.outcome("topology", Node::id(4)) == Outcome::pass);
  CHECK(judged.outcome("topology", Node::id(7)) == Outcome::pass);
}
