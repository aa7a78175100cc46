#include "cli/certify.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/certify_resume.h"
#include "cli/commands.h"
#include "cli/signing_options.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr const char* kStyles = "--progress is auto, plain, json or none";

struct AllOptions : CertifyOptions {
  std::string progress_word = "auto";
  std::string duration;
  std::string hosts;
  bool prolog = false;
};

ExitCode refuse(const std::string& why) {
  std::cerr << "rackproof certify: " << why << "\n";
  return ExitCode::usage;
}

/// Options that are part of the stable command line and not of this release.
std::string not_built(const AllOptions& options) {
  if (!options.hosts.empty()) {
    return "--hosts";
  }
  return options.prolog ? "--prolog" : "";
}

bool set_style(AllOptions& options) {
  const auto style = value_of(kProgressStyles, options.progress_word);
  options.progress = style.value_or(ProgressStyle::automatic);
  return style.has_value();
}

/// The run's own options are those that it was begun with.
ExitCode resume_as_asked(AllOptions& options) {
  if (!options.out.empty() || !options.site.empty() || !options.only.empty() || options.plan ||
      !options.duration.empty() || !options.order.empty() || !options.ocptv.empty()) {
    return refuse(
        "--resume DIR goes with --key, --chain, --crl, --tpm-key, --progress and --reference only");
  }
  if (!set_style(options)) {
    return refuse(kStyles);
  }
  return certify_resume(options, std::cout, std::cerr);
}

ExitCode certify_as_asked(AllOptions& options) {
  if (const auto option = not_built(options); !option.empty()) {
    return refuse(option + " is not built yet");
  }
  if (!options.resume.empty()) {
    return resume_as_asked(options);
  }
  if (options.reference.empty()) {
    return refuse("--reference NAME|FILE is required; `rackproof reference list` shows the names");
  }
  if (options.json && !options.plan) {
    return refuse("--json goes with --plan");
  }
  if (options.out.empty() && !options.plan) {
    return refuse("--out DIR is required");
  }
  if (!options.duration.empty()) {
    const auto seconds = parse_duration_seconds(options.duration);
    if (!seconds) {
      return refuse("--duration: " + seconds.error().message);
    }
    options.seconds = *seconds;
  }
  if (!set_style(options)) {
    return refuse(kStyles);
  }
  return certify(options, std::cout, std::cerr);
}

}  // namespace

void add_certify_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<AllOptions>();
  auto* command = app.add_subcommand(
      "certify",
      "Read this machine, work it, judge it against a reference, and seal the judgement");
  command->add_option("--reference", options->reference, "Built-in name, or TOML file");
  command->add_option("--tier", options->tier, "How long: quick, check, accept or soak");
  command->add_option("--duration", options->duration,
                      "Length of a soak in all: 24h, 90m; else as the reference says");
  command->add_option("--site", options->site, "TOML file: issuer, customer, place, instruments");
  command->add_option("--order", options->order, "Signed test order (rackproof order new)");
  command
      ->add_option("--ocptv", options->ocptv,
                   "Output of another tool to keep as evidence (OCPTV 2.0, JSON lines), repeatable")
      ->take_all();
  command->add_option("--hosts", options->hosts, "Many machines (not built yet)");
  command->add_option("--root", options->root, "Captured tree to read instead of this machine");
  command->add_option("--only", options->only, "Only this phase, repeatable; the rest is skipped")
      ->expected(1)
      ->take_all();
  command->add_flag("--plan", options->plan, "Print what would be run and touch nothing");
  command->add_flag("--json", options->json, "With --plan: as a JSON document");
  command->add_flag("--prolog", options->prolog, "As a Slurm prolog (not built yet)");
  command->add_option("--tpm-key", options->tpm_key,
                      "Key of this machine's TPM to quote the finished run with: 0x81010002");
  add_signing_options(*command, *options, "Private key to seal with");
  add_credential_options(*command, options->credentials);
  command->add_option("--progress", options->progress_word, "auto, plain, json or none");
  command->add_option("--out", options->out, "Directory of the bundle; must not exist or be empty");
  command->add_option("--resume", options->resume, "Go on with a run that was killed: its OUT");
  command->callback([options, &result] { result = certify_as_asked(*options); });
}

}  // namespace rackproof
