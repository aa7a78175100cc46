#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "reports/trust_policy.h"
#include "schemas/result.h"
#include "schemas/time.h"
#include "schemas/toml/reader.h"

/// The tables of a trust file. One more is one more function here, in a file of its own
/// (reports/trust_<table>.cpp), and its name in the list of reports/trust_file.cpp; what it
/// understood goes into a member of TrustPolicy.
namespace rackproof {

/// What the functions share. Complaints go to `findings`; reading goes on after one.
struct TrustReading {
  TableReader& document;  ///< The whole file.
  Findings& findings;
  TrustPolicy& trust;
  std::string directory;                        ///< Where relative paths begin.
  ErrorKind first_kind = ErrorKind::malformed;  ///< Of the first complaint.
  std::string named = {};  ///< SHA-256, hex, and a line feed, of each file that was read, in order.

  /// The PEM under a key: the text itself, which has dashes, or what the file of this name holds,
  /// which from then on is among those that were read.
  Result<std::string> pem_of(const std::string& given, std::size_t limit);
  /// Complains of `error` at `where`, keeping its kind if it is the first.
  void complain(const std::string& where, const Error& error);
};

/// The text under `key` as a time; a complaint where it is something else.
[[nodiscard]] std::optional<UtcTime> time_in(TableReader& table, std::string_view key);

/// not_before and not_after, in order.
[[nodiscard]] seal::Window window_in(TableReader& table);

/// lowest_sequence: of whoever may sign reports (`certifies`); a complaint where nobody would read
/// it. 0 where it is not given.
[[nodiscard]] int lowest_sequence_in(TableReader& table, bool certifies);

/// issuer: whom those of the entry sign for; "" where it is not given, a complaint where it is
/// given and empty.
[[nodiscard]] std::string issuer_in(TableReader& table);

void read_trust_header(TrustReading& reading);         ///< [trust]
void read_trust_keys(TrustReading& reading);           ///< [[key]]
void read_trust_authorities(TrustReading& reading);    ///< [[authority]]
void read_trust_thresholds(TrustReading& reading);     ///< [threshold]
void read_trust_time_stampers(TrustReading& reading);  ///< [[time_stamper]]
void read_trust_logs(TrustReading& reading);           ///< [[log]]
void read_trust_demands(TrustReading& reading);        ///< [policy], [[policy.reference]]

}  // namespace rackproof
