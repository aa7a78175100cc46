#include "reports/trust_file.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "probes/machine/output_file.h"
#include "reports/seal/key_file.h"
#include "schemas/toml/reader.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

/// A path or a PEM block; a block begins with its dashes.
Result<seal::PublicKey> key_of(const std::string& given, const std::string& directory) {
  if (given.find("-----BEGIN") != std::string::npos) {
    return seal::PublicKey::from_pem(given);
  }
  return seal::load_public_key((std::filesystem::path(directory) / given).string());
}

std::vector<seal::Role> roles_of(TableReader& reader) {
  std::vector<seal::Role> roles;
  for (const auto& word : reader.texts("roles")) {
    if (const auto role = value_of(seal::kRoles, word)) {
      roles.push_back(*role);
    } else {
      reader.error("roles", "knows \"collector\" and \"certifier\" only");
    }
  }
  if (roles.empty()) {
    reader.error("roles", "needs at least one of \"collector\" and \"certifier\"");
  }
  return roles;
}

Result<void> add_key(const TomlTable& table, const std::string& directory, seal::Trust& trust) {
  Findings findings;
  TableReader reader(table, "key", findings);
  const auto given = reader.required_text("public_key");
  auto roles = roles_of(reader);
  reader.finish();
  if (!findings.empty()) {
    return Error{ErrorKind::malformed, findings.front().where + ": " + findings.front().text};
  }
  const auto key = key_of(given, directory);
  if (!key) {
    return key.error().during(table.where);
  }
  if (auto added = trust.add({*key, std::move(roles)}); !added) {
    return std::move(added).error().during(table.where);
  }
  return {};
}

}  // namespace

Result<seal::Trust> parse_trust(std::string_view text, const std::string& file,
                                const std::string& directory) {
  const auto document = parse_toml(text, file);
  if (!document) {
    return document.error();
  }
  Findings findings;
  TableReader reader(*document, "trust file", findings);
  const auto keys = reader.tables("key");
  reader.finish();
  if (!findings.empty()) {
    return Error{ErrorKind::malformed, findings.front().where + ": " + findings.front().text};
  }
  seal::Trust trust;
  for (const auto* key : keys) {
    if (const auto added = add_key(*key, directory, trust); !added) {
      return added.error();
    }
  }
  if (trust.empty()) {
    return Error{ErrorKind::malformed, file + ": holds no [[key]]: it trusts nobody"};
  }
  return trust;
}

Result<seal::Trust> load_trust(const std::string& path) {
  const auto text = read_file(path, kTomlLimit);
  if (!text) {
    return text.error();
  }
  return parse_trust(*text, path, std::filesystem::path(path).parent_path().string());
}

}  // namespace rackproof
