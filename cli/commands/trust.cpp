#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/reference_listing.h"
#include "cli/trust_page.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "reports/trust_file.h"
#include "schemas/encoding.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

ExitCode refuse(const Error& error) {
  std::cerr << "rackproof trust: " << printable(error.message, 400) << "\n";
  return exit_code_of_input(error);
}

ExitCode lint_trust_files(const std::vector<std::string>& files) {
  const auto now = SystemClock().now();
  bool attention = false;
  std::size_t count = 0;
  for (const auto& file : files) {
    const auto text = read_file(file, kTomlLimit);
    if (!text) {
      return refuse(text.error());
    }
    const auto findings =
        lint_trust(*text, file, std::filesystem::path(file).parent_path().string(), now);
    std::cout << findings_text(findings);
    count += findings.size();
    attention = attention || std::any_of(findings.begin(), findings.end(), [](const auto& finding) {
                  return finding.severity != LintLevel::note;
                });
  }
  std::cout << count << (count == 1 ? " finding\n" : " findings\n");
  return attention ? ExitCode::not_pass : ExitCode::done;
}

ExitCode show_trust(const std::string& file) {
  const auto trust = load_trust(file);
  if (!trust) {
    return refuse(trust.error());
  }
  std::cout << trust_page(*trust);
  return ExitCode::done;
}

}  // namespace

void add_trust_command(CLI::App& app, ExitCode& result) {
  auto files = std::make_shared<std::vector<std::string>>();
  auto file = std::make_shared<std::string>();
  auto* command = app.add_subcommand("trust", "Show and lint trust files");
  command->require_subcommand(1);

  auto* lint = command->add_subcommand("lint", "Say everything that is wrong with a trust file");
  lint->add_option("file", *files, "Trust files (TOML)")->required();
  lint->callback([files, &result] { result = lint_trust_files(*files); });

  auto* show = command->add_subcommand("show", "Say who is believed, as what, where and when");
  show->add_option("file", *file, "Trust file (TOML)")->required();
  show->callback([file, &result] { result = show_trust(*file); });
}

}  // namespace rackproof
