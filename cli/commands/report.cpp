#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "cli/bundle_export.h"
#include "cli/bundle_rendering.h"
#include "cli/commands.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "schemas/digest.h"

namespace rackproof {
namespace {

constexpr auto* kFormats = "html, text, json, junit, ocptv, sigstore, test-result or svr";

struct ReportOptions {
  std::string bundle;
  std::string format = "text";
  std::string output;
  std::string baseline;
  std::string key;
  bool check = false;
};

ExitCode refuse(const std::string& why, ExitCode code) {
  std::cerr << "rackproof report: " << why << "\n";
  return code;
}

ExitCode refuse(const Error& error) {
  return refuse(error.message, exit_code_of(error));
}

bool is_export(std::string_view format) {
  return std::ranges::find(kExportFormats, format) != kExportFormats.end();
}

/// The report, or what it is beside an earlier one.
Result<std::string> asked_for(Loaded& loaded, const ReportOptions& options) {
  if (is_export(options.format)) {
    return bundle_export(loaded, options.format);
  }
  if (options.baseline.empty()) {
    return bundle_rendering(loaded, options.format);
  }
  const auto earlier = load_bundle(options.baseline);
  return earlier ? baseline_rendering(*earlier, loaded, options.format)
                 : Result<std::string>(earlier.error());
}

/// Renders the page again and compares it with the one in the bundle.
ExitCode check(const Loaded& loaded) {
  const auto page = bundle_rendering(loaded, "html");
  if (!page) {
    return refuse(page.error());
  }
  const auto member = loaded.bundle.members.find(bundle::kHtml);
  if (member == loaded.bundle.members.end()) {
    return refuse(loaded.bundle.path + ": holds no report.html", ExitCode::failed);
  }
  if (member->second.sha256 != sha256_hex(*page)) {
    return refuse(loaded.bundle.path +
                      "/report.html is not what this release renders from the bundle: it was "
                      "altered, or made by another release",
                  ExitCode::untrusted);
  }
  std::cout << "report.html shows what the bundle says\n";
  return ExitCode::done;
}

/// What is wrong with the question; "" = nothing.
std::string wrong_with(const ReportOptions& options) {
  const std::string_view format = options.format;
  if (format != "html" && format != "text" && format != "json" && !is_export(format)) {
    return std::string("--format ") + kFormats;
  }
  if (options.check && !options.baseline.empty()) {
    return "--check and --baseline are two questions";
  }
  if (options.check && is_export(format)) {
    return "--check is about report.html; an export is checked by making it again";
  }
  if (is_export(format) && !options.baseline.empty()) {
    return "--baseline is shown as html, text or json";
  }
  if (!options.key.empty() && (options.check || !is_statement_format(format))) {
    return "--key signs --format test-result or svr";
  }
  return "";
}

/// Whether only PASS can be said so, and this is none: a judgement, not a failure.
bool is_no_pass(const Error& error, const ReportOptions& options) {
  return options.format == "svr" && error.kind == ErrorKind::unsupported;
}

ExitCode put(const std::string& text, const ReportOptions& options) {
  if (options.output.empty()) {
    std::cout << text;
    return std::cout.flush() ? ExitCode::done
                             : refuse("writing to stdout failed", ExitCode::failed);
  }
  const auto written = write_file(options.output, text);
  return written ? ExitCode::done : refuse(written.error());
}

/// The statement in an envelope that the key of the question has signed.
ExitCode put_signed(const std::string& statement, const ReportOptions& options) {
  const auto key = seal::load_private_key(options.key);
  if (!key) {
    return refuse(key.error().message, exit_code_of_input(key.error()));
  }
  const auto envelope = seal::seal(statement, *key);
  return envelope ? put(*envelope, options) : refuse(envelope.error());
}

ExitCode report(const ReportOptions& options) {
  if (const auto wrong = wrong_with(options); !wrong.empty()) {
    return refuse(wrong, ExitCode::usage);
  }
  auto loaded = load_bundle(options.bundle);
  if (!loaded) {
    return refuse(loaded.error());
  }
  if (options.check) {
    return check(*loaded);
  }
  const auto text = asked_for(*loaded, options);
  if (!text) {
    return is_no_pass(text.error(), options) ? refuse(text.error().message, ExitCode::not_pass)
                                             : refuse(text.error());
  }
  return options.key.empty() ? put(*text, options) : put_signed(*text, options);
}

}  // namespace

void add_report_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<ReportOptions>();
  auto* command = app.add_subcommand("report", "Show a bundle's report, whatever its verdict");
  command->add_option("bundle", options->bundle, "Bundle directory")->required();
  command->add_option(
      "--format", options->format,
      "html, text, json (the statement itself), junit, ocptv, sigstore, test-result or "
      "svr; default text");
  command->add_option("-o,--output", options->output, "File to write instead of stdout");
  command->add_option("--baseline", options->baseline,
                      "Bundle of an earlier report: show what changed since");
  command->add_option("--key", options->key,
                      "Private key file: put test-result or svr into an envelope signed by it");
  command->add_flag("--check", options->check,
                    "Render report.html again and compare it with the one in the bundle");
  command->callback([options, &result] { result = report(*options); });
}

}  // namespace rackproof
