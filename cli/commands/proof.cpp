#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/proving.h"
#include "probes/machine/output_file.h"
#include "schemas/encoding.h"
#include "schemas/json/journal_proof_json.h"

namespace rackproof {
namespace {

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof proof: " << printable(error.message, 1000) << "\n";
  return code;
}

ExitCode refuse(const Error& error) {
  return refuse(error, exit_code_of(error));
}

/// `output` "" = stdout.
ExitCode make_as_asked(const ProofRequest& request, const std::string& output) {
  if (request.step.empty() == request.sample.empty()) {
    return refuse({ErrorKind::malformed, "--step PHASE or --sample DEVICE METRIC TIME"},
                  ExitCode::usage);
  }
  const auto proof = make_proof(request);
  if (!proof) {
    return refuse(proof.error());
  }
  const auto text = encode_journal_proof(*proof);
  if (output.empty()) {
    std::cout << text;
    return std::cout.flush() ? ExitCode::done : ExitCode::failed;
  }
  const auto written = write_file(output, text);
  return written ? ExitCode::done : refuse(written.error());
}

ExitCode check_as_asked(const ProofQuestion& question) {
  if (question.trust.empty() == question.key.empty()) {
    return refuse({ErrorKind::malformed, "name whom to trust: --trust or --key"}, ExitCode::usage);
  }
  const auto trust = trust_of(question);
  if (!trust) {
    return refuse(trust.error(), exit_code_of_input(trust.error()));
  }
  const auto shown = shown_by_proof(question, *trust);
  if (!shown) {
    return refuse(shown.error());
  }
  std::cout << *shown;
  return ExitCode::done;
}

struct MakeOptions : ProofRequest {
  std::string output;
};

void add_make(CLI::App& command, ExitCode& result) {
  auto made = std::make_shared<MakeOptions>();
  auto* maker = command.add_subcommand("make", "Take one step or reading out of a bundle");
  maker->add_option("bundle", made->bundle, "Bundle")->required();
  maker->add_option("--step", made->step, "Phase whose last attempt is shown");
  maker->add_option("--sample", made->sample, "DEVICE METRIC TIME: the last one at or before it")
      ->expected(3);
  maker->add_option("-o", made->output, "File to write; else stdout");
  maker->callback([made, &result] { result = make_as_asked(*made, made->output); });
}

void add_check(CLI::App& command, ExitCode& result) {
  auto asked = std::make_shared<ProofQuestion>();
  auto* checker = command.add_subcommand("check", "Hold a proof against a sealed run record");
  checker->add_option("proof", asked->proof, "File that `proof make` wrote")->required();
  checker->add_option("record", asked->record, "run-record.dsse.json of its run")->required();
  checker->add_option("--trust", asked->trust, "TOML file: whom to trust, and as what");
  checker->add_option("--key", asked->key, "Public key to trust in both roles");
  checker->callback([asked, &result] { result = check_as_asked(*asked); });
}

}  // namespace

void add_proof_command(CLI::App& app, ExitCode& result) {
  auto* command = app.add_subcommand("proof", "One step or reading of a run, provable by itself");
  command->require_subcommand(1);
  add_make(*command, result);
  add_check(*command, result);
}

}  // namespace rackproof
