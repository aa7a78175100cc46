#include <iostream>
#include <memory>
#include <string>

#include "certsuite/architectures/find.h"
#include "cli/bundle_page.h"
#include "cli/commands.h"
#include "cli/signing_options.h"
#include "probes/machine/clock.h"
#include "reports/assemble.h"
#include "reports/bundle.h"
#include "reports/bundle_writer.h"
#include "reports/evidence.h"
#include "reports/sealing.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

struct JudgeOptions : KeyChoice {
  std::string bundle;
  std::string reference;
  std::string out;
};

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof judge: " << error.message << "\n";
  return code;
}

ExitCode refuse(const Error& error) {
  return refuse(error, exit_code_of(error));
}

/// `key` may be none: the report is then left unsealed.
Result<Report> judge_into(Loaded& old, const ResolvedReference& reference, const seal::Signer* key,
                          const std::string& out) {
  auto writer = BundleWriter::create(out);
  if (!writer) {
    return std::move(writer).error();
  }
  auto report = judge_again(old, reference, SystemClock().now(), *writer);
  if (!report) {
    return report;
  }
  if (key != nullptr) {
    if (auto sealed = seal_statement(writer->directory(), seal::Role::certifier, *key); !sealed) {
      return std::move(sealed).error().during("sealing");
    }
  }
  const auto page = page_of(writer->directory());
  if (!page) {
    return page.error();
  }
  if (auto written = writer->write(bundle::kHtml, *page); !written) {
    return std::move(written).error();
  }
  if (auto finished = writer->finish(); !finished) {
    return std::move(finished).error();
  }
  return report;
}

ExitCode judge_bundle(const JudgeOptions& options) {
  const auto reference = find_reference(options.reference);
  if (!reference) {
    return refuse(reference.error(), exit_code_of_input(reference.error()));
  }
  std::unique_ptr<seal::Signer> key;
  if (!options.key.empty()) {
    auto opened = open_signer(options);
    if (!opened) {
      return refuse(opened.error(), exit_code_of_input(opened.error()));
    }
    key = *std::move(opened);
  }
  auto old = load_bundle(options.bundle);
  if (!old) {
    return refuse(old.error());
  }
  const auto report = judge_into(*old, *reference, key.get(), options.out);
  if (!report) {
    return refuse(report.error());
  }
  std::cout << word_of(kOutcomes, report->judgement.overall) << "  " << options.out << "\n";
  for (const auto& sentence : report->judgement.because) {
    std::cout << "  " << printable(sentence, 400) << "\n";
  }
  if (!key) {
    std::cerr << "the report is not sealed yet: rackproof seal " << options.out
              << " --as certifier --key FILE\n";
  }
  return exit_code_of(report->judgement.overall);
}

}  // namespace

void add_judge_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<JudgeOptions>();
  auto* command = app.add_subcommand("judge", "A new report over the run of an old bundle");
  command->add_option("bundle", options->bundle, "Bundle directory")->required();
  command->add_option("--reference", options->reference, "Built-in name or TOML file")->required();
  command->add_option("--out", options->out, "Directory of the new bundle")->required();
  add_signing_options(*command, *options, "Private key to seal the new report with");
  command->callback([options, &result] { result = judge_bundle(*options); });
}

}  // namespace rackproof
