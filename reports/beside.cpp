#include "reports/beside.h"

#include <utility>

namespace rackproof {

Result<Beside> judge_beside(Loaded& loaded, const BesideQuestion& question) {
  auto journal = judge_run_journal(loaded, collector_keys(question.trust, question.record,
                                                          question.accepted, question.occasion));
  if (!journal) {
    return std::move(journal).error();
  }
  auto attested = judge_attestations(loaded, question.trust, question.occasion);
  if (!attested) {
    return std::move(attested).error();
  }
  return Beside{*std::move(journal), *std::move(attested)};
}

}  // namespace rackproof
