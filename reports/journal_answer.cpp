#include "reports/journal_answer.h"

#include <algorithm>

#include "reports/bundle.h"
#include "reports/readings_check.h"

namespace rackproof {

std::vector<CheckpointKey> collector_keys(const TrustPolicy& trust, const SealedStatement& record,
                                          const AcceptedSigners& accepted,
                                          const Occasion& occasion) {
  std::vector<CheckpointKey> keys;
  const auto proven = together(accepted.signers);
  for (const auto& entry : trust.signers.keys()) {
    if (entry.may_sign_as(seal::Role::collector)) {
      const auto may = may_speak(entry, seal::Role::collector, occasion, proven);
      keys.push_back({entry.key, may ? "" : told_name(entry) + " " + may.error().message});
    }
  }
  for (const auto& signature : record.signatures) {
    const auto& key = signature.who.key;
    const auto is_its = [id = key.key_id()](const Signer& each) { return each.key_id == id; };
    const auto is_here = [&key](const CheckpointKey& each) { return each.key == key; };
    if (std::any_of(accepted.signers.begin(), accepted.signers.end(), is_its) &&
        std::none_of(keys.begin(), keys.end(), is_here)) {
      keys.push_back({key});
    }
  }
  return keys;
}

Result<RunJournalFound> judge_run_journal(Loaded& loaded, std::span<const CheckpointKey> keys) {
  const auto& record = loaded.run_record.record;
  const auto lines = loaded.bundle.bytes(bundle::kJournal);
  const auto checkpoints = loaded.bundle.bytes(bundle::kCheckpoints);
  if (record.journal.size == 0) {
    if (lines || checkpoints) {
      return Error{ErrorKind::untrusted, "a journal that the run record does not name"};
    }
    return RunJournalFound{{"no journal was kept of the run"}, ""};
  }
  if (!lines || !checkpoints) {
    return !lines ? lines.error() : checkpoints.error();
  }
  const auto found = judge_journal({*lines, *checkpoints}, record, keys);
  if (!found) {
    return found.error();
  }
  const auto held = check_readings(*loaded.samples, found->readings, record);
  if (!held) {
    return held.error();
  }
  return RunJournalFound{{found->sentence(), held->sentence()}, held->unproven_words()};
}

}  // namespace rackproof
