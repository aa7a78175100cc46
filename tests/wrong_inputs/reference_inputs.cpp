#include <cmath>
#include <string>

#include "tests/support/sample_maker.h"
#include "tests/wrong_inputs/wrong_input.h"

namespace rackproof::testing {
namespace {

std::vector<Fault> faults_of_machines() {
  return {
      {"missing device", [](JudgedRun& run) { run.inventory.devices.pop_back(); }, Outcome::fail,
       "accelerator[1]"},
      {"missing device, machine named otherwise",
       [](JudgedRun& run) {
         run.reference.identity = {
             {.pci = "", .machine = "trn2.48xlarge", .architecture = "", .count = {}}};
         run.inventory.devices.pop_back();
       },
       Outcome::fail, "declares 2 of accelerator and the inventory holds 1"},
      {"driver not loaded",
       [](JudgedRun& run) {
         run.reference.identity.clear();
         run.inventory.devices.resize(1);
         run.inventory.unreadable = {{"neuron",
                                      "/sys/class/neuron_device",
                                      {ErrorKind::absent, "no such directory"},
                                      "load driver aws-neuronx"}};
       },
       Outcome::fail, "(load driver aws-neuronx)"},
      {"one device listed twice",
       [](JudgedRun& run) {
         run.reference.identity.clear();
         run.inventory.devices.back() = run.inventory.devices[1];
       },
       Outcome::fail, "holds 1"},
      {"a device too many",
       [](JudgedRun& run) {
         run.reference.identity.clear();
         auto third = run.inventory.devices.back();
         third.id = "node/card:2";
         run.inventory.devices.push_back(third);
       },
       Outcome::fail, "at most 2"},
      {"empty inventory", [](JudgedRun& run) { run.inventory.devices.clear(); },
       Outcome::inconclusive, "asked, found 0"},
      {"reference of another machine",
       [](JudgedRun& run) {
         run.reference.identity = {
             {.pci = "", .machine = "DGX H100", .architecture = "", .count = {}}};
       },
       Outcome::inconclusive, "machine 'DGX H100' asked, found 'trn2.48xlarge'"},
      {"another driver", [](JudgedRun& run) { run.inventory.software[0].version = "2.30"; },
       Outcome::fail, "driver 2.31.7.0 asked, 2.30 found"},
      {"runtime not installed", [](JudgedRun& run) { run.inventory.software.pop_back(); },
       Outcome::inconclusive, "runtime 2.35.30.0 asked, not in the inventory"},
      {"simulated machine, measured on this one",
       [](JudgedRun& run) {
         run.record.simulated = run.inventory.simulated = true;
         run.record.root = "/captures/rack7";
       },
       Outcome::invalid, "measured on another one"},
      {"captured tree passed off as this machine",
       [](JudgedRun& run) { run.record.root = "/captures/rack7"; }, Outcome::invalid,
       "does not say that it is simulated"},
      {"inventory of a captured tree", [](JudgedRun& run) { run.inventory.simulated = true; },
       Outcome::invalid, "disagree"},
  };
}

std::vector<Fault> faults_of_references() {
  return {
      {"limit in the wrong unit",
       [](JudgedRun& run) { run.criterion("heat").at_most = limit(85, Unit::watt); },
       Outcome::inconclusive, "given in W, which cannot be compared with Cel"},
      {"share of a part in the wrong unit",
       [](JudgedRun& run) {
         run.reference.parts[0].quantities["hbm_bandwidth"].unit = Unit::gigabyte;
       },
       Outcome::inconclusive, "given in GB, which cannot be compared with B/s"},
      {"share of an unknown quantity",
       [](JudgedRun& run) { run.criterion("triad-rate").at_least->of = "part.accelerator.x"; },
       Outcome::inconclusive, "no quantity 'part.accelerator.x'"},
      {"limits that are not public",
       [](JudgedRun& run) { run.criterion("heat").at_most->basis = Basis::not_public; },
       Outcome::inconclusive, "the limit is not public"},
      {"limit that is no number",
       [](JudgedRun& run) { run.criterion("heat").at_most = limit(std::nan(""), Unit::celsius); },
       Outcome::inconclusive, "the limit has no number"},
      {"metric that this release does not know",
       [](JudgedRun& run) { run.criterion("heat").metric = "tomorrows_metric_celsius"; },
       Outcome::inconclusive, "knows no metric 'tomorrows_metric_celsius'"},
      {"phase that the reference lacks",
       [](JudgedRun& run) { run.criterion("heat").during = "soak"; }, Outcome::inconclusive,
       "no phase 'soak'"},
      {"phase of another tier",
       [](JudgedRun& run) {
         run.record.tier = "soak";
         run.record.steps.clear();
       },
       Outcome::inconclusive, "phase 'triad' is not part of tier 'soak'"},
      {"everything advisory",
       [](JudgedRun& run) {
         run.reference.parts.clear();
         run.reference.software.clear();
         run.reference.identity.clear();
         run.reference.must_judge.clear();
         for (auto& criterion : run.reference.criteria) {
           criterion.required = false;
         }
       },
       Outcome::inconclusive, "Nothing that is required was judged"},
      {"empty reference", [](JudgedRun& run) { run.reference = {}; }, Outcome::inconclusive,
       "Nothing that is required was judged"},
      {"class that no criterion has",
       [](JudgedRun& run) { run.reference.must_judge.emplace_back("compile"); },
       Outcome::inconclusive, "Class 'compile' must be judged"},
      {"any device asked where none answers",
       [](JudgedRun& run) {
         run.criterion("heat").devices = DevicesAsked::any;
         for (const auto* card : {"node/card:0", "node/card:1"}) {
           run.series.erase({card, std::string(kHeat)});
         }
       },
       Outcome::inconclusive, "any of 2 devices asked, 0 passed"},
      {"required value that the device does not offer",
       [](JudgedRun& run) {
         run.criterion("heat").not_offered = NotOffered::not_judged;
         for (auto& point : run.of_second_card(kHeat)) {
           point.reading = Error{ErrorKind::unsupported, "no such register"};
         }
       },
       Outcome::inconclusive, "unsupported: no such register"},
  };
}

}  // namespace

WrongInputs wrong_references() {
  return judged_faults("reference", {faults_of_machines(), faults_of_references()});
}

}  // namespace rackproof::testing
