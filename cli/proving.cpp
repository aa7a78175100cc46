#include "cli/proving.h"

#include <cstddef>
#include <utility>

#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/journal_proof.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "reports/trust_file.h"
#include "schemas/encoding.h"
#include "schemas/json/journal_proof_json.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr std::size_t kProofLimit = std::size_t{64} << 20;
constexpr std::size_t kRecordLimit = std::size_t{96} << 20;

/// The run record in the sealed file, if a key that is trusted as collector sealed it.
Result<RunRecord> believed_record(const std::string& path, const seal::Trust& trust) {
  const auto bytes = read_file(path, kRecordLimit);
  if (!bytes) {
    return bytes.error();
  }
  const auto opened = seal::open(*bytes, trust, seal::Role::collector);
  if (!opened) {
    return opened.error().during(path);
  }
  auto statement = decode_run_record_statement(opened->payload);
  return statement ? Result<RunRecord>(std::move(statement->record))
                   : Result<RunRecord>(std::move(statement).error().during(path));
}

Result<JournalProof> read_proof(const std::string& path) {
  const auto bytes = read_file(path, kProofLimit);
  if (!bytes) {
    return bytes.error();
  }
  auto proof = decode_journal_proof(*bytes);
  if (proof || proof.error().kind == ErrorKind::unsupported) {
    return proof;
  }
  return Error{ErrorKind::untrusted, path + ": " + proof.error().message};
}

}  // namespace

Result<JournalProof> make_proof(const ProofRequest& request) {
  auto loaded = load_bundle(request.bundle);
  if (!loaded) {
    return std::move(loaded).error();
  }
  const auto lines = loaded->bundle.bytes(bundle::kJournal);
  if (!lines) {
    return Error{ErrorKind::absent, request.bundle + ": no journal was kept of this run"};
  }
  const auto& run_id = loaded->run_record.record.run_id;
  if (!request.step.empty()) {
    return prove_step(*lines, run_id, request.step);
  }
  const auto at = parse_utc(request.sample[2]);
  if (!at) {
    return at.error().during("--sample");
  }
  return prove_reading(*lines, run_id, *loaded->samples, {request.sample[0], request.sample[1]},
                       *at);
}

Result<seal::Trust> trust_of(const ProofQuestion& question) {
  if (!question.trust.empty()) {
    auto policy = load_trust(question.trust);
    return policy ? Result<seal::Trust>(std::move(policy->signers))
                  : Result<seal::Trust>(std::move(policy).error());
  }
  const auto key = seal::load_public_key(question.key);
  return key ? Result<seal::Trust>(seal::trust_in(*key)) : Result<seal::Trust>(key.error());
}

Result<std::string> shown_by_proof(const ProofQuestion& question, const seal::Trust& trust) {
  const auto record = believed_record(question.record, trust);
  if (!record) {
    return record.error();
  }
  const auto proof = read_proof(question.proof);
  if (!proof) {
    return proof.error();
  }
  const auto shown = check_proof(*proof, *record);
  if (!shown) {
    return shown.error();
  }
  return *shown + "\nin the journal of run " + printable(record->run_id) + ", line " +
         std::to_string(proof->index + 1) + " of " + std::to_string(record->journal.size) + "\n";
}

}  // namespace rackproof
