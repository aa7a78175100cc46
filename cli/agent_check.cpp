#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/agent_config.h"
#include "cli/probe_choice.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "schemas/encoding.h"
#include "schemas/suggest.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

/// Where the value stands that `keys` lead to; the file itself where there is none.
std::string where_of(const TomlTable& top, const std::vector<std::string_view>& keys) {
  const TomlTable* table = &top;
  std::string where = top.where;
  for (const auto key : keys) {
    const auto* node = table == nullptr ? nullptr : table->find(key);
    if (node == nullptr) {
      return where;
    }
    where = node->where;
    table = node->table();
  }
  return where;
}

/// "redfish" means every BMC.
bool names_one(std::string_view word, const std::vector<std::string>& probes) {
  return std::ranges::any_of(probes, [&](const std::string& probe) {
    return word == probe || word == std::string_view(probe).substr(0, probe.find(':'));
  });
}

void check_word(const std::string& word, const std::string& where,
                const std::vector<std::string>& probes, Findings& findings) {
  if (!names_one(word, probes)) {
    findings.push_back({LintLevel::error, where,
                        "no probe '" + printable(word) + "'" + did_you_mean(word, probes)});
  }
}

void check_words(const AgentConfig& config, const TomlTable& top, const ProbeChoice& choice,
                 Findings& findings) {
  const auto tree = FileTree::open(config.root);
  if (!tree) {
    findings.push_back({LintLevel::error, where_of(top, {"agent", "root"}),
                        "[agent]: 'root': " + tree.error().message});
    return;
  }
  if (const auto suits = choice.suits(*tree); !suits) {
    findings.push_back({LintLevel::error, where_of(top, {"agent", "bmc"}), suits.error().message});
    return;
  }
  const SystemClock clock;
  const Host host{*tree, clock};
  std::vector<std::string> names;
  for (const auto& probe : choice.make_all(host)) {
    names.emplace_back(probe->name());
  }
  for (const auto& word : config.probes) {
    check_word(word, where_of(top, {"agent", "probes"}), names, findings);
  }
  for (const auto& [word, length] : config.periods) {
    check_word(word, where_of(top, {"agent", "periods", word}), names, findings);
  }
}

/// Keys of a push that name a file which has to be there before anything is delivered.
constexpr std::array kFilesOfPush{"ca", "client_certificate", "client_key", "bearer_token_file",
                                  "password_file"};

/// What is not there may come later, and is no reason not to begin. What is there and cannot be
/// read may be the agent's alone.
void check_files_of(const TomlTable& push, std::string_view kind, const std::string& file,
                    Findings& findings) {
  const auto directory = std::filesystem::absolute(file).parent_path();
  for (const auto* key : kFilesOfPush) {
    const auto* node = push.find(key);
    if (node == nullptr || node->text() == nullptr) {
      continue;
    }
    const auto path = directory / *node->text();
    std::error_code failure;
    if (!std::filesystem::exists(path, failure) && !failure) {
      findings.push_back({LintLevel::warning, node->where,
                          "[[" + std::string(kind) + "]]: '" + key + "': " + path.string() +
                              " is not there: until it is, nothing is delivered"});
    }
  }
}

void check_files(const TomlTable& top, const std::string& file, Findings& findings) {
  for (const std::string_view kind : {"push", "otlp"}) {
    const auto* node = top.find(kind);
    const auto* pushes = node == nullptr ? nullptr : node->array();
    for (std::size_t i = 0; pushes != nullptr && i < pushes->size(); ++i) {
      if (const auto* push = (*pushes)[i].table()) {
        check_files_of(*push, kind, file, findings);
      }
    }
  }
}

}  // namespace

Findings check_agent_config(std::string_view text, const std::string& file) {
  auto [config, findings] = read_agent_config(text, file);
  const auto tree = parse_toml(text, file);
  if (!findings.empty() || !tree) {
    return findings;
  }
  const auto choice = ProbeChoice::load({config.bmcs, config.sources});
  if (!choice) {
    findings.push_back({LintLevel::error, where_of(*tree, {"agent"}), choice.error().message});
    return findings;
  }
  check_words(config, *tree, *choice, findings);
  check_files(*tree, file, findings);
  return findings;
}

bool holds_errors(const Findings& findings) {
  return std::ranges::count(findings, LintLevel::error, &Finding::severity) > 0;
}

}  // namespace rackproof
