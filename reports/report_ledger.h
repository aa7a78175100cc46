#pragma once

#include <span>
#include <string>
#include <vector>

#include "reports/issuer_identity.h"
#include "schemas/time.h"

/// What reports that verified as genuine tell of one another: what a single bundle cannot show.
/// Pure.
namespace rackproof {

/// A genuine report as it is remembered.
struct KnownReport {
  std::string report_id;
  std::string digest;  ///< SHA-256 of the statement's bytes, hex.
  int revision = 1;
  std::string supersedes;  ///< Report id; "" = none.
  std::string run_id;
  std::string run_digest;   ///< SHA-256 of the run record's bytes, hex.
  std::string order_nonce;  ///< Of the test order that the run met; "" = none.
  std::string issuer = {};  ///< As the report names it; "" = none.
  int sequence = 0;         ///< Report::sequence; 0 = none.
  UtcTime issued = {};
  /// By what those who signed it as certifier are known; empty = remembered by an early release,
  /// which told issuers apart by the name in `issuer`, and devices not at all.
  IssuerMarks signers = {};
  std::string device = {};  ///< dut_serials(), sorted, ", " between them; "" = it tells none.
  std::string supersedes_digest = {};  ///< SHA-256 of the bytes that it replaces; "" = not said.

  bool operator==(const KnownReport&) const = default;
};

struct Objections {
  std::vector<std::string> superseded;    ///< Genuine, but no longer what counts.
  std::vector<std::string> contradicted;  ///< Not to be believed beside what is known.
  std::vector<std::string> unheard = {};  ///< What others claim of it who have no say in it.

  [[nodiscard]] bool empty() const {
    return superseded.empty() && contradicted.empty() && unheard.empty();
  }
};

/// What `known` says against `report`: another report under its id, a newer revision, a report
/// that it replaces by id and not by digest, a chain of supersedes that comes back to itself or
/// counts downwards, another run under its run id, a test
/// order whose nonce another run met, its issuer's number on another report, a number that is
/// higher than that of a report issued later. A report says nothing against itself, and what
/// supersedes and counts are only reports of its own issuer; what supersedes it is also about the
/// same device, for which its signers are trusted then.
[[nodiscard]] Objections objections_to(const KnownReport& report,
                                       std::span<const KnownReport> known);

}  // namespace rackproof
