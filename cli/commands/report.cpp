#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/reporting.h"
#include "cli/signing_options.h"
#include "probes/machine/output_file.h"

namespace rackproof {
namespace {

struct ReportOptions {
  ReportQuestion question;
  std::string output;  ///< File to write; "" = stdout.
};

ExitCode refuse(const std::string& why, ExitCode code) {
  std::cerr << "rackproof report: " << why << "\n";
  return code;
}

ExitCode put(const std::string& text, const std::string& output) {
  if (output.empty()) {
    std::cout << text;
    return std::cout.flush() ? ExitCode::done
                             : refuse("writing to stdout failed", ExitCode::failed);
  }
  const auto written = write_file(output, text);
  return written ? ExitCode::done : refuse(written.error().message, exit_code_of(written.error()));
}

ExitCode report(const ReportOptions& options) {
  const auto& question = options.question;
  if (const auto wrong = wrong_with(question); !wrong.empty()) {
    return refuse(wrong, ExitCode::usage);
  }
  auto loaded = load_bundle(question.bundle);
  if (!loaded) {
    return refuse(loaded.error().message, exit_code_of(loaded.error()));
  }
  const auto answered = answer(*loaded, question);
  if (answered.code != ExitCode::done) {
    return refuse(answered.text, answered.code);
  }
  return put(answered.text, question.check ? "" : options.output);
}

}  // namespace

void add_report_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<ReportOptions>();
  auto& question = options->question;
  auto* command = app.add_subcommand("report", "Show a bundle's report, whatever its verdict");
  command->add_option("bundle", question.bundle, "Bundle directory")->required();
  command->add_option("--format", question.format,
                      "html, text, json (the statement itself), junit, ocptv, sigstore, "
                      "sigstore-run-record, test-result or svr; default text");
  command->add_option("-o,--output", options->output, "File to write instead of stdout");
  command->add_option("--baseline", question.baseline,
                      "Bundle of an earlier report: show what changed since");
  add_signing_options(*command, question,
                      "Private key: put test-result or svr into an envelope signed by it");
  command->add_flag("--check", question.check,
                    "Render report.html again and compare it with the one in the bundle");
  command->callback([options, &result] { result = report(*options); });
}

}  // namespace rackproof
