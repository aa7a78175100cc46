#include "certsuite/workloads/artefact_ledger.h"

#include "schemas/device.h"

namespace rackproof {

void ArtefactLedger::compare(const CorpusUnit& unit, const std::string& name,
                             const std::string& sha256, UnitAnswer& answer) {
  if (const auto [known, first] = hashes_.emplace(name, sha256); !first) {
    ++repeated_;
    same_bytes_ += known->second == sha256 ? 1U : 0U;
  }
  if (answer.status != CompileStatus::ok) {
    return;
  }
  for (std::size_t i = 0; i < unit.cases.size(); ++i) {
    compare_case(unit, unit.cases[i], name, answer.digests[i], answer);
  }
}

void ArtefactLedger::compare_case(const CorpusUnit& unit, const CorpusCase& one,
                                  const std::string& name, const std::string& digest,
                                  UnitAnswer& answer) {
  const auto key = (one.same_everywhere ? unit.name : name) + "/" + one.name;
  const auto& known = outputs_.emplace(key, Output{digest, name}).first->second;
  if (known.digest == digest) {
    return;
  }
  const bool itself = known.artefact == name;
  const auto why = itself ? std::string("differs from what it put out in an earlier lap")
                          : "differs from the output of " + known.artefact;
  if (answer.status == CompileStatus::ok) {
    answer.status = itself ? CompileStatus::nondeterministic : CompileStatus::numeric_error;
    answer.why = unit.name + ", " + one.name + ": " + why;
  }
  answer.wrong.push_back({.device = std::string(kNodeId),
                          .where = unit.name + ", " + one.name,
                          .expected = "sha256:" + known.digest.substr(0, 16),
                          .actual = "sha256:" + digest.substr(0, 16) + ": " + why,
                          .mask = ""});
}

}  // namespace rackproof
