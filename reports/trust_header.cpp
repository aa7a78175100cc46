#include <optional>
#include <string>

#include "reports/trust_tables.h"

namespace rackproof {

std::optional<UtcTime> time_in(TableReader& table, std::string_view key) {
  const auto text = table.text(key);
  if (text.empty()) {
    if (table.find(key) != nullptr) {
      table.error(key, "needs a time, such as \"2027-01-01T00:00:00Z\"");
    }
    return std::nullopt;
  }
  const auto time = parse_utc(text);
  if (!time) {
    table.error(key, "needs a time, such as \"2027-01-01T00:00:00Z\": " + time.error().message);
    return std::nullopt;
  }
  return *time;
}

seal::Window window_in(TableReader& table) {
  const seal::Window window{time_in(table, "not_before"), time_in(table, "not_after")};
  if (window.not_before && window.not_after && *window.not_after < *window.not_before) {
    table.error("not_after", "is before not_before");
  }
  return window;
}

int lowest_sequence_in(TableReader& table, bool certifies) {
  const auto given = table.integer("lowest_sequence");
  if (!given) {
    return 0;
  }
  if (*given < 1) {
    table.error("lowest_sequence", "must be 1 or more");
  }
  if (!certifies) {
    table.error("lowest_sequence", "is of reports: only what has the role \"certifier\" has one");
  }
  return *given;
}

std::string issuer_in(TableReader& table) {
  auto issuer = table.text("issuer");
  if (issuer.empty() && table.find("issuer") != nullptr) {
    table.error("issuer", "is empty: leave it out for a key that is an issuer by itself");
  }
  return issuer;
}

void read_trust_header(TrustReading& reading) {
  const auto* given = reading.document.table("trust");
  if (given == nullptr) {
    return;
  }
  TableReader table(*given, "trust", reading.findings);
  auto& trust = reading.trust;
  trust.name = table.required_text("name");
  const auto sequence = table.integer("sequence");
  if (!sequence || *sequence < 1) {
    table.error("sequence", "must be an integer from 1, higher with each edition");
  }
  trust.sequence = sequence.value_or(0);
  trust.valid_until = time_in(table, "valid_until");
  table.finish();
}

}  // namespace rackproof
