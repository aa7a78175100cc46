#include "probes/redfish/redfish_config.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "probes/machine/http_url.h"
#include "probes/peer_proof_toml.h"
#include "schemas/encoding.h"
#include "schemas/toml/reader.h"
#include "schemas/toml/tree.h"

namespace rackproof::redfish {
namespace {

constexpr std::size_t kLongestName = 64;

constexpr std::array<std::string_view, 3> kProofKeys{"ca", "fingerprint", "insecure"};
constexpr std::array<std::string_view, 2> kCredentialKeys{"credentials_file",
                                                          "credentials_command"};

/// What [defaults] may say for all.
constexpr std::array<std::string_view, 10> kSharedKeys{"ca",
                                                       "fingerprint",
                                                       "insecure",
                                                       "user",
                                                       "credentials_file",
                                                       "credentials_command",
                                                       "requests_per_second",
                                                       "request_seconds",
                                                       "pass_seconds",
                                                       "period_seconds"};

template <std::size_t N>
bool has_one(const std::array<std::string_view, N>& keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

template <std::size_t N>
bool gives_one(const TomlTable& table, const std::array<std::string_view, N>& keys) {
  return std::ranges::any_of(keys, [&](auto key) { return table.find(key) != nullptr; });
}

/// A BMC's own table and, for what it leaves open, the defaults. Its own proof of identity or its
/// own credentials take the place of all proofs or credentials there.
TomlTable with_defaults(const TomlTable& own, const TomlTable* defaults) {
  auto merged = own;
  if (defaults == nullptr) {
    return merged;
  }
  const bool own_proof = gives_one(own, kProofKeys);
  const bool own_credentials = gives_one(own, kCredentialKeys);
  for (const auto& entry : defaults->entries) {
    const bool taken = own.find(entry.key) != nullptr ||
                       (own_proof && has_one(kProofKeys, entry.key)) ||
                       (own_credentials && has_one(kCredentialKeys, entry.key));
    if (!taken) {
      merged.entries.push_back(entry);
    }
  }
  std::ranges::sort(merged.entries, {}, &TomlEntry::key);
  return merged;
}

bool is_name(std::string_view text) {
  const auto is_letter = [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9');
  };
  return !text.empty() && text.size() <= kLongestName && is_letter(text.front()) &&
         std::ranges::all_of(text, [&](char each) {
           return is_letter(each) || each == '.' || each == '_' || each == '-';
         });
}

/// Reads one [[bmc]].
class BmcReader {
 public:
  BmcReader(const TomlTable& table, std::filesystem::path directory, Findings& findings)
      : table_(table),
        reader_(table, "[[bmc]]", findings),
        directory_(std::move(directory)),
        proof_(table, reader_, directory_, "the BMC") {}

  BmcConfig read() {
    bmc_.name = reader_.required_text("name");
    if (!bmc_.name.empty() && !is_name(bmc_.name)) {
      reader_.error("name", "is made of a-z, 0-9, '.', '_' and '-', at most 64 of them");
    }
    proof_.read_proof(bmc_.peer);
    read_url();
    read_credentials();
    bmc_.limits.request = duration("request_seconds", bmc_.limits.request);
    bmc_.limits.pass = duration("pass_seconds", bmc_.limits.pass);
    bmc_.limits.period = duration("period_seconds", bmc_.limits.period);
    read_rate();
    reader_.finish();
    return std::move(bmc_);
  }

 private:
  [[nodiscard]] std::string path(const std::string& written) const {
    return written.empty() ? "" : (directory_ / written).lexically_normal().string();
  }

  /// A key that may be left out, and not be empty.
  std::string given(std::string_view key) {
    return table_.find(key) == nullptr ? "" : reader_.required_text(key);
  }

  template <std::size_t N>
  void exactly_one(const std::array<std::string_view, N>& keys, std::string_view complaint) {
    const auto ways =
        std::ranges::count_if(keys, [&](auto key) { return table_.find(key) != nullptr; });
    if (ways != 1) {
      reader_.error(keys.front(), complaint);
    }
  }

  void read_url() {
    const auto text = reader_.required_text("url");
    if (text.empty()) {
      return;
    }
    const auto url = parse_http_url(text);
    if (!url || url->target != "/") {
      reader_.error("url", "is https://HOST or https://HOST:PORT and nothing more");
      return;
    }
    bmc_.peer.origin = url->origin;
    proof_.check_origin(bmc_.peer);
  }

  void read_credentials() {
    exactly_one(kCredentialKeys,
                "or 'credentials_command' says where the password is: exactly one of them");
    bmc_.user = reader_.required_text("user");
    if (bmc_.user.find(':') != std::string::npos || printable(bmc_.user) != bmc_.user) {
      reader_.error("user", "may hold no colon and no control character");
    }
    bmc_.credentials_file = path(given("credentials_file"));
    bmc_.credentials_command = reader_.texts("credentials_command");
    if (bmc_.credentials_command.empty() && table_.find("credentials_command") != nullptr) {
      reader_.error("credentials_command", "names no program");
    }
  }

  std::chrono::milliseconds duration(std::string_view key, std::chrono::milliseconds fallback) {
    constexpr double kLongest = 3600;
    constexpr double kShortest = 0.1;
    const auto seconds = reader_.number(key);
    if (!seconds) {
      return fallback;
    }
    if (*seconds < kShortest || *seconds > kLongest) {
      reader_.error(key, "is a number of seconds from 0.1 to 3600");
      return fallback;
    }
    return std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
  }

  void read_rate() {
    constexpr double kSlowest = 0.1;
    constexpr double kFastest = 1000;
    const auto rate = reader_.number("requests_per_second");
    if (rate && (*rate < kSlowest || *rate > kFastest)) {
      reader_.error("requests_per_second", "is a number from 0.1 to 1000");
    } else if (rate) {
      bmc_.limits.requests_per_second = *rate;
    }
  }

  const TomlTable& table_;
  TableReader reader_;
  std::filesystem::path directory_;
  PeerProofReader proof_;
  BmcConfig bmc_;
};

/// A key of [defaults] that no BMC could use is found here, where it stands.
void check_defaults(const TomlTable& defaults, Findings& findings) {
  TableReader reader(defaults, "[defaults]", findings);
  for (const auto key : kSharedKeys) {
    static_cast<void>(reader.find(key));
  }
  reader.finish();
}

void check_names(const RedfishConfig& config, const TomlTable& tree, Findings& findings) {
  std::vector<std::string_view> seen;
  for (const auto& bmc : config.bmcs) {
    if (std::ranges::find(seen, bmc.name) != seen.end()) {
      findings.push_back(Finding{LintLevel::error, tree.where,
                                 "[[bmc]]: the name '" + printable(bmc.name) + "' is there twice"});
    }
    seen.push_back(bmc.name);
  }
}

}  // namespace

Result<RedfishConfig> load_redfish_config(std::string_view text, const std::string& file) {
  auto tree = parse_toml(text, file);
  if (!tree) {
    return std::move(tree).error();
  }
  const auto directory = std::filesystem::path(file).parent_path();
  Findings findings;
  RedfishConfig config;
  TableReader top(*tree, "BMC file", findings);
  const auto state = top.text("state_directory");
  config.state_directory = state.empty() ? std::string(kDefaultRedfishState)
                                         : (directory / state).lexically_normal().string();
  const auto* defaults = top.table("defaults");
  if (defaults != nullptr) {
    check_defaults(*defaults, findings);
  }
  for (const auto* own : top.tables("bmc")) {
    const auto table = with_defaults(*own, defaults);
    config.bmcs.push_back(BmcReader(table, directory, findings).read());
  }
  if (config.bmcs.empty()) {
    top.error("bmc", "names no BMC");
  }
  check_names(config, *tree, findings);
  top.finish();
  if (!findings.empty()) {
    return Error{ErrorKind::malformed, findings.front().where + ": " + findings.front().text};
  }
  return config;
}

}  // namespace rackproof::redfish
