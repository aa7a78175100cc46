#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/journal_proof.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "reports/trust_file.h"
#include "schemas/encoding.h"
#include "schemas/json/journal_proof_json.h"

namespace rackproof {
namespace {

constexpr std::size_t kProofLimit = std::size_t{64} << 20;
constexpr std::size_t kRecordLimit = std::size_t{96} << 20;

struct MakeOptions {
  std::string bundle;
  std::string step;
  std::vector<std::string> sample;  ///< Device, metric, time.
  std::string output;               ///< "" = stdout.
};

struct CheckOptions {
  std::string proof;
  std::string record;
  std::string trust;
  std::string key;
};

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof proof: " << printable(error.message, 1000) << "\n";
  return code;
}

ExitCode refuse(const Error& error) {
  return refuse(error, exit_code_of(error));
}

Result<JournalProof> make(const MakeOptions& options) {
  auto loaded = load_bundle(options.bundle);
  if (!loaded) {
    return std::move(loaded).error();
  }
  const auto lines = loaded->bundle.bytes(bundle::kJournal);
  if (!lines) {
    return Error{ErrorKind::absent, options.bundle + ": no journal was kept of this run"};
  }
  const auto& run_id = loaded->run_record.record.run_id;
  if (!options.step.empty()) {
    return prove_step(*lines, run_id, options.step);
  }
  const auto at = parse_utc(options.sample[2]);
  if (!at) {
    return at.error().during("--sample");
  }
  return prove_reading(*lines, run_id, *loaded->samples, {options.sample[0], options.sample[1]},
                       *at);
}

ExitCode make_as_asked(const MakeOptions& options) {
  if (options.step.empty() == options.sample.empty()) {
    return refuse({ErrorKind::malformed, "--step PHASE or --sample DEVICE METRIC TIME"},
                  ExitCode::usage);
  }
  const auto proof = make(options);
  if (!proof) {
    return refuse(proof.error());
  }
  const auto text = encode_journal_proof(*proof);
  if (options.output.empty()) {
    std::cout << text;
    return std::cout.flush() ? ExitCode::done : ExitCode::failed;
  }
  const auto written = write_file(options.output, text);
  return written ? ExitCode::done : refuse(written.error());
}

Result<seal::Trust> trust_of(const CheckOptions& options) {
  if (!options.trust.empty()) {
    auto policy = load_trust(options.trust);
    return policy ? Result<seal::Trust>(std::move(policy->signers))
                  : Result<seal::Trust>(std::move(policy).error());
  }
  const auto key = seal::load_public_key(options.key);
  return key ? Result<seal::Trust>(seal::trust_in(*key)) : Result<seal::Trust>(key.error());
}

/// The run record in the sealed file, if a key that is trusted as collector sealed it.
Result<RunRecord> believed_record(const CheckOptions& options, const seal::Trust& trust) {
  const auto bytes = read_file(options.record, kRecordLimit);
  if (!bytes) {
    return bytes.error();
  }
  const auto opened = seal::open(*bytes, trust, seal::Role::collector);
  if (!opened) {
    return opened.error().during(options.record);
  }
  auto statement = decode_run_record_statement(opened->payload);
  return statement ? Result<RunRecord>(std::move(statement->record))
                   : Result<RunRecord>(std::move(statement).error().during(options.record));
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

ExitCode check_as_asked(const CheckOptions& options) {
  if (options.trust.empty() == options.key.empty()) {
    return refuse({ErrorKind::malformed, "name whom to trust: --trust or --key"}, ExitCode::usage);
  }
  const auto trust = trust_of(options);
  if (!trust) {
    return refuse(trust.error(), exit_code_of_input(trust.error()));
  }
  const auto record = believed_record(options, *trust);
  if (!record) {
    return refuse(record.error());
  }
  const auto proof = read_proof(options.proof);
  const auto shown = proof ? check_proof(*proof, *record) : Result<std::string>(proof.error());
  if (!shown) {
    return refuse(shown.error());
  }
  std::cout << *shown << "\nin the journal of run " << printable(record->run_id) << ", line "
            << proof->index + 1 << " of " << record->journal.size << "\n";
  return ExitCode::done;
}

}  // namespace

void add_proof_command(CLI::App& app, ExitCode& result) {
  auto* command = app.add_subcommand("proof", "One step or reading of a run, provable by itself");
  command->require_subcommand(1);

  auto made = std::make_shared<MakeOptions>();
  auto* maker = command->add_subcommand("make", "Take one step or reading out of a bundle");
  maker->add_option("bundle", made->bundle, "Bundle")->required();
  maker->add_option("--step", made->step, "Phase whose last attempt is shown");
  maker->add_option("--sample", made->sample, "DEVICE METRIC TIME: the last one at or before it")
      ->expected(3);
  maker->add_option("-o", made->output, "File to write; else stdout");
  maker->callback([made, &result] { result = make_as_asked(*made); });

  auto asked = std::make_shared<CheckOptions>();
  auto* checker = command->add_subcommand("check", "Hold a proof against a sealed run record");
  checker->add_option("proof", asked->proof, "File that `proof make` wrote")->required();
  checker->add_option("record", asked->record, "run-record.dsse.json of its run")->required();
  checker->add_option("--trust", asked->trust, "TOML file: whom to trust, and as what");
  checker->add_option("--key", asked->key, "Public key to trust in both roles");
  checker->callback([asked, &result] { result = check_as_asked(*asked); });
}

}  // namespace rackproof
