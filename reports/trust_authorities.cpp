#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "reports/seal/object_ids.h"
#include "reports/trust_tables.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostAuthorities = 64;

Result<seal::Certificate> root_of(const std::string& given, TrustReading& reading) {
  const auto pem = reading.pem_of(given, seal::kCertificateLimits.bytes);
  if (!pem) {
    return pem.error();
  }
  auto certificates = seal::parse_certificates(*pem);
  if (!certificates) {
    return std::move(certificates).error().during("root");
  }
  if (certificates->size() != 1) {
    return Error{ErrorKind::malformed, "root holds " + std::to_string(certificates->size()) +
                                           " certificates; one is pinned at a time"};
  }
  if (auto right = seal::check_root(certificates->front()); !right) {
    return std::move(right).error();
  }
  return std::move(certificates->front());
}

void check_not_empty(TableReader& table, std::string_view key,
                     const std::vector<std::string>& given) {
  if (table.find(key) != nullptr && given.empty()) {
    table.error(key, "is empty: leave it out where nothing is to be limited");
  }
}

std::vector<std::string> roles_in(TableReader& table) {
  auto roles = table.texts("roles");
  for (const auto& role : roles) {
    if (seal::key_use_of(role).empty()) {
      table.error("roles", "no certificate can give the role '" + printable(role, 40) + "'");
    }
  }
  if (roles.empty()) {
    table.error("roles", "needs at least one role");
  }
  return roles;
}

/// A pattern that is no name of ours would quietly match nothing.
void check_names(TableReader& table, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (!name.starts_with(seal::kNamePrefix)) {
      table.error("names", "'" + printable(name, 80) + "' does not begin with " +
                               std::string(seal::kNamePrefix));
    }
  }
}

/// [[authority.lowest_list]]
std::vector<seal::ListFloor> floors_in(TableReader& table, Findings& findings) {
  std::vector<seal::ListFloor> floors;
  for (const auto* given : table.tables("lowest_list")) {
    TableReader floor(*given, "lowest_list", findings);
    auto issuer = floor.required_text("issuer");
    const auto number = floor.integer("number");
    if (!number || *number < 0) {
      floor.error("number", "needs the lowest list number, 0 or more");
    }
    floor.finish();
    floors.push_back({std::move(issuer), static_cast<std::uint64_t>(number.value_or(0))});
  }
  return floors;
}

void add_lists(const std::vector<std::string>& given, const std::string& where,
               TrustReading& reading) {
  for (const auto& each : given) {
    const auto pem = reading.pem_of(each, seal::kListLimits.bytes);
    auto lists = pem ? seal::parse_lists(*pem) : pem.error();
    if (!lists) {
      reading.complain(where, lists.error());
      continue;
    }
    auto& all = reading.trust.revocations;
    all.insert(all.end(), lists->begin(), lists->end());
  }
}

bool is_known(const TrustReading& reading, const std::string& id) {
  const auto& all = reading.trust.authorities;
  return std::any_of(all.begin(), all.end(),
                     [&id](const seal::Authority& each) { return each.id == id; });
}

void read_authority(const TomlTable& entry, TrustReading& reading) {
  const auto before = reading.findings.size();
  TableReader table(entry, "authority", reading.findings);
  seal::Authority authority;
  authority.id = table.required_text("id");
  const auto root = table.required_text("root");
  authority.roles = roles_in(table);
  authority.names = table.texts("names");
  authority.duts = table.texts("dut");
  authority.predicates = table.texts("predicates");
  authority.revocation.demand =
      table.word("revocation", seal::kRevocationDemands, seal::RevocationDemand::required);
  authority.revocation.floors = floors_in(table, reading.findings);
  const bool certifies =
      seal::may_vouch_for(authority, word_of(seal::kRoles, seal::Role::certifier));
  authority.lowest_sequence = lowest_sequence_in(table, certifies);
  authority.window = window_in(table);
  authority.issuer = issuer_in(table);
  const auto lists = table.texts("revocation_lists");
  check_not_empty(table, "names", authority.names);
  check_not_empty(table, "dut", authority.duts);
  check_not_empty(table, "predicates", authority.predicates);
  check_names(table, authority.names);
  if (is_known(reading, authority.id)) {
    table.error("id", "'" + printable(authority.id) + "' is given to two authorities");
  }
  table.finish();
  if (reading.findings.size() > before) {
    return;
  }
  auto pinned = root_of(root, reading);
  if (!pinned) {
    return reading.complain(entry.where, pinned.error());
  }
  authority.root = *std::move(pinned);
  add_lists(lists, entry.where, reading);
  reading.trust.authorities.push_back(std::move(authority));
}

}  // namespace

void read_trust_authorities(TrustReading& reading) {
  const auto entries = reading.document.tables("authority");
  if (entries.size() > kMostAuthorities) {
    reading.document.error("authority", "more than 64 of them");
    return;
  }
  for (const auto* entry : entries) {
    read_authority(*entry, reading);
  }
}

}  // namespace rackproof
