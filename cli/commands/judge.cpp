#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/architectures/find.h"
#include "certsuite/criteria/requirements.h"
#include "certsuite/criteria/waivers.h"
#include "cli/bundle_page.h"
#include "cli/commands.h"
#include "cli/own_digest.h"
#include "cli/signing_options.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "reports/assemble.h"
#include "reports/bundle.h"
#include "reports/bundle_writer.h"
#include "reports/evidence.h"
#include "reports/sealing.h"
#include "schemas/encoding.h"
#include "schemas/toml/site_file.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

struct JudgeOptions : KeyChoice {
  std::string bundle;
  std::string reference;
  std::string out;
  std::string waivers;  ///< File; "" = none.
};

ExitCode refuse(const Error& error, ExitCode code) {
  std::cerr << "rackproof judge: " << error.message << "\n";
  return code;
}

ExitCode refuse(const Error& error) {
  return refuse(error, exit_code_of(error));
}

/// What the new report waives: all of it must be required by the reference.
Result<std::vector<Waiver>> waivers_in(const std::string& path, const Architecture& reference) {
  if (path.empty()) {
    return std::vector<Waiver>();
  }
  const auto text = read_file(path, kTomlLimit);
  if (!text) {
    return text.error();
  }
  auto waivers = load_waivers(*text, path);
  if (!waivers) {
    return waivers;
  }
  const auto known = criteria::check_waived(*waivers, criteria::requirements_of(reference));
  return known ? std::move(waivers) : Result<std::vector<Waiver>>(known.error().during(path));
}

/// Waivers are somebody's word for one report: none is carried over in silence.
void tell_dropped(const Loaded& old, const JudgeOptions& options) {
  if (options.waivers.empty() && !old.report.report.site.waivers.empty()) {
    std::cerr << "the waivers of the report that is replaced are not taken over: give those that "
                 "still stand with --waivers FILE\n";
  }
}

struct Judging {
  const ResolvedReference& reference;
  std::vector<Waiver> waivers;
  const seal::Signer* key = nullptr;
};

/// `key` may be none: the report is then left unsealed.
Result<Report> judge_into(Loaded& old, const Judging& judging, const std::string& out) {
  auto digest = own_digest();
  if (!digest) {
    return std::move(digest).error();
  }

  auto writer = BundleWriter::create(out);
  if (!writer) {
    return std::move(writer).error();
  }
  auto report = judge_again(old, judging.reference,
                            {SystemClock().now(), *std::move(digest), judging.waivers}, *writer);
  if (!report) {
    return report;
  }
  if (judging.key != nullptr) {
    if (auto sealed = seal_statement(writer->directory(), seal::Role::certifier, *judging.key);
        !sealed) {
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
  auto waivers = waivers_in(options.waivers, reference->architecture);
  if (!waivers) {
    return refuse(waivers.error(), exit_code_of_input(waivers.error()));
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
  const auto report = judge_into(*old, {*reference, *std::move(waivers), key.get()}, options.out);
  if (!report) {
    return refuse(report.error());
  }
  std::cout << word_of(kOutcomes, report->judgement.overall) << "  " << options.out << "\n";
  for (const auto& sentence : report->judgement.because) {
    std::cout << "  " << printable(sentence, 400) << "\n";
  }
  for (const auto& sentence : criteria::waivers_told(*report)) {
    std::cout << "  waived: " << printable(sentence, 400) << "\n";
  }
  tell_dropped(*old, options);
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
  command->add_option("--waivers", options->waivers,
                      "TOML file of [[waiver]] tables to record beside the verdicts");
  add_signing_options(*command, *options, "Private key to seal the new report with");
  command->callback([options, &result] { result = judge_bundle(*options); });
}

}  // namespace rackproof
