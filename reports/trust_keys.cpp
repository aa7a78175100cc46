#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "reports/seal/key_file.h"
#include "reports/trust_tables.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr int kMostKeysNeeded = 16;  // as many as an envelope has room for

/// A path or a PEM block; a block begins with its dashes.
Result<seal::PublicKey> key_of(const std::string& given, TrustReading& reading) {
  if (given.find("-----BEGIN") != std::string::npos) {
    return seal::PublicKey::from_pem(given);
  }
  auto file =
      seal::load_public_key_file((std::filesystem::path(reading.directory) / given).string());
  if (!file) {
    return std::move(file).error();
  }
  reading.named += file->sha256 + "\n";
  return file->key;
}

std::string role_words() {
  std::string all;
  for (const auto& role : seal::kRoles) {
    all += (all.empty() ? "\"" : ", \"") + std::string(role.word) + "\"";
  }
  return all;
}

std::vector<seal::Role> roles_in(TableReader& table) {
  std::vector<seal::Role> roles;
  for (const auto& word : table.texts("roles")) {
    const auto role = value_of(seal::kRoles, word);
    if (!role) {
      table.error("roles", "knows " + role_words() + " only, not '" + printable(word, 40) + "'");
    } else if (std::find(roles.begin(), roles.end(), *role) != roles.end()) {
      table.error("roles", "says \"" + word + "\" twice");
    } else {
      roles.push_back(*role);
    }
  }
  if (roles.empty()) {
    table.error("roles", "needs at least one of " + role_words());
  }
  return roles;
}

/// Types of ours that a key of these roles could ever sign: another one is a typo.
std::vector<std::string> predicates_in(TableReader& table, const std::vector<seal::Role>& roles) {
  auto given = table.texts("predicates");
  for (const auto& type : given) {
    const auto of_role = [&type](seal::Role role) { return seal::predicate_of(role) == type; };
    if (std::none_of(roles.begin(), roles.end(), of_role)) {
      table.error("predicates", "'" + printable(type, 80) + "' is no type that its roles sign");
    }
  }
  if (table.find("predicates") != nullptr && given.empty()) {
    table.error("predicates", "is empty: leave it out for those of the roles");
  }
  return given;
}

std::vector<std::string> patterns_in(TableReader& table) {
  auto patterns = table.texts("dut");
  const auto is_empty = [](const std::string& pattern) { return pattern.empty(); };
  if (std::any_of(patterns.begin(), patterns.end(), is_empty)) {
    table.error("dut", "holds an empty pattern");
  }
  if (table.find("dut") != nullptr && patterns.empty()) {
    table.error("dut", "is empty: leave it out where every device is meant");
  }
  return patterns;
}

void read_key(const TomlTable& entry, TrustReading& reading) {
  const auto before = reading.findings.size();
  TableReader table(entry, "key", reading.findings);
  const auto given = table.required_text("public_key");
  auto id = table.text("id");
  auto roles = roles_in(table);
  auto predicates = predicates_in(table, roles);
  auto dut = patterns_in(table);
  auto window = window_in(table);
  const bool certifies =
      std::find(roles.begin(), roles.end(), seal::Role::certifier) != roles.end();
  const auto lowest = lowest_sequence_in(table, certifies);
  auto issuer = issuer_in(table);
  table.finish();
  if (reading.findings.size() > before) {
    return;
  }
  const auto key = key_of(given, reading);
  if (!key) {
    return reading.complain(entry.where, key.error());
  }
  const auto added = reading.trust.signers.add({.key = *key,
                                                .roles = std::move(roles),
                                                .id = std::move(id),
                                                .predicates = std::move(predicates),
                                                .dut = std::move(dut),
                                                .window = window,
                                                .lowest_sequence = lowest,
                                                .issuer = std::move(issuer)});
  if (!added) {
    reading.complain(entry.where, added.error());
  }
}

}  // namespace

void read_trust_keys(TrustReading& reading) {
  for (const auto* entry : reading.document.tables("key")) {
    read_key(*entry, reading);
  }
}

void read_trust_thresholds(TrustReading& reading) {
  const auto* given = reading.document.table("threshold");
  if (given == nullptr) {
    return;
  }
  TableReader table(*given, "threshold", reading.findings);
  for (const auto& role : seal::kRoles) {
    if (role.value == seal::Role::tpm) {
      continue;  // it seals nothing: one quote is of one TPM
    }
    const auto needed = table.integer(role.word);
    if (!needed) {
      continue;
    }
    if (*needed < 1 || *needed > kMostKeysNeeded) {
      table.error(role.word, "must be 1 to " + std::to_string(kMostKeysNeeded));
    } else {
      reading.trust.signers.demand(role.value, *needed);
    }
  }
  table.finish();
}

}  // namespace rackproof
