#include "cli/certify.h"

#include <chrono>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "reports/evidence.h"
#include "tests/support/mi300x_tree.h"
#include "tests/support/neuron_tree.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// `certify --root TREE --reference NAME --tier quick`, from the first probe to the bundle.
struct Certified {
  Certified(const std::filesystem::path& root, const std::string& reference) {
    CertifyOptions options;
    options.reference = reference;
    options.root = root.string();
    options.out = dir.at("bundle");
    options.progress = ProgressStyle::none;
    exit_code = certify(options, out, err);
    INFO(out.str() << err.str());
    auto read = load_bundle(options.out);
    REQUIRE(read);
    report = read->report.report;
    record = read->run_record.record;
  }

  /// Devices that a required verdict keeps from passing.
  [[nodiscard]] std::vector<std::string> culprits() const {
    std::set<std::string> devices;
    for (const auto& verdict : report.judgement.verdicts) {
      const bool settled =
          verdict.outcome == Outcome::pass || verdict.outcome == Outcome::not_judged;
      if (verdict.required && !settled) {
        devices.insert(verdict.device);
      }
    }
    return {devices.begin(), devices.end()};
  }

  TempDir dir;
  std::ostringstream out;
  std::ostringstream err;
  ExitCode exit_code = ExitCode::failed;
  Report report;
  RunRecord record;
};

NeuronTree of_this_minute() {
  const auto now = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
  NeuronTree tree{.model = NeuronModel::inf2};
  tree.epoch = now.time_since_epoch().count() / 60 * 60;
  return tree;
}

}  // namespace

TEST_CASE("certify: a quick run over a tree of Neuron devices ends in the right verdict, simulated",
          "[references][certify]") {
  const TempDir root;
  const auto tree = of_this_minute();
  write_neuron_tree(root.path(), tree);
  const Certified healthy(root.path(), "inf2-48xl");
  INFO(healthy.out.str() << healthy.err.str());
  CHECK(healthy.culprits().empty());
  CHECK(healthy.report.judgement.overall == Outcome::pass);
  CHECK(healthy.report.simulated);
  CHECK(healthy.exit_code == ExitCode::not_pass);
  REQUIRE(healthy.record.steps.size() == 1);
  CHECK(healthy.record.steps[0].status == StepStatus::skipped);

  apply_fault(root.path(), tree, NeuronFault::dead, 3);
  const Certified dead(root.path(), "inf2-48xl");
  INFO(dead.out.str() << dead.err.str());
  CHECK(dead.culprits() == std::vector<std::string>{"node/accelerator:neuron3"});
  CHECK(dead.report.judgement.overall == Outcome::fail);
  CHECK(dead.report.simulated);
}

TEST_CASE("certify: a quick run over a tree of MI300X ends in the right verdict, simulated",
          "[references][certify]") {
  const Mi300xTree tree;
  const Certified healthy(tree.root(), "mi300x-8");
  INFO(healthy.out.str() << healthy.err.str());
  CHECK(healthy.culprits().empty());
  CHECK(healthy.report.judgement.overall == Outcome::pass);
  CHECK(healthy.exit_code == ExitCode::not_pass);

  tree.put_links(6, 2, 0);
  const Certified broken(tree.root(), "mi300x-8");
  CHECK(broken.culprits() == std::vector<std::string>{Mi300xTree::id(6) + "/xgmi:2"});
  CHECK(broken.report.judgement.overall == Outcome::fail);
}
