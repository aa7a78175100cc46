#include <array>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "cli/bundle_rendering.h"
#include "cli/commands.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "schemas/digest.h"

namespace rackproof {
namespace {

constexpr std::array<std::string_view, 3> kLaterFormats{"junit", "ocptv", "sigstore"};

struct ReportOptions {
  std::string bundle;
  std::string format = "text";
  std::string output;
  std::string baseline;
  bool check = false;
};

ExitCode refuse(const std::string& why, ExitCode code) {
  std::cerr << "rackproof report: " << why << "\n";
  return code;
}

ExitCode refuse(const Error& error) {
  return refuse(error.message, exit_code_of(error));
}

/// The report, or what it is beside an earlier one.
Result<std::string> asked_for(const Loaded& loaded, const ReportOptions& options) {
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

ExitCode report(const ReportOptions& options) {
  const std::string_view format = options.format;
  for (const auto later : kLaterFormats) {
    if (format == later) {
      return refuse("--format " + options.format + " is not built yet", ExitCode::usage);
    }
  }
  if (format != "html" && format != "text" && format != "json") {
    return refuse("--format html, text or json", ExitCode::usage);
  }
  if (options.check && !options.baseline.empty()) {
    return refuse("--check and --baseline are two questions", ExitCode::usage);
  }
  const auto loaded = load_bundle(options.bundle);
  if (!loaded) {
    return refuse(loaded.error());
  }
  if (options.check) {
    return check(*loaded);
  }
  const auto text = asked_for(*loaded, options);
  if (!text) {
    return refuse(text.error());
  }
  if (options.output.empty()) {
    std::cout << *text;
    return std::cout.flush() ? ExitCode::done
                             : refuse("writing to stdout failed", ExitCode::failed);
  }
  const auto written = write_file(options.output, *text);
  return written ? ExitCode::done : refuse(written.error());
}

}  // namespace

void add_report_command(CLI::App& app, ExitCode& result) {
  auto options = std::make_shared<ReportOptions>();
  auto* command = app.add_subcommand("report", "Show a bundle's report, whatever its verdict");
  command->add_option("bundle", options->bundle, "Bundle directory")->required();
  command->add_option("--format", options->format,
                      "html, text or json (the statement itself); default text");
  command->add_option("-o,--output", options->output, "File to write instead of stdout");
  command->add_option("--baseline", options->baseline,
                      "Bundle of an earlier report: show what changed since");
  command->add_flag("--check", options->check,
                    "Render report.html again and compare it with the one in the bundle");
  command->callback([options, &result] { result = report(*options); });
}

}  // namespace rackproof
