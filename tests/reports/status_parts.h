#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/status_edition.h"
#include "reports/status_list.h"
#include "schemas/digest.h"
#include "tests/reports/small_bundle.h"

namespace rackproof::testing {

/// A list of a lab, issued when the small run was over, good for a day.
inline StatusList status_list(std::vector<StatusEntry> entries, int sequence = 5) {
  return {.sequence = sequence,
          .issued = small_start() + std::chrono::minutes(5),
          .next_update = small_start() + std::chrono::hours(24),
          .issuer = "Example Lab",
          .entries = std::move(entries)};
}

inline StatusEntry status_entry(const std::string& report_id, const std::string& sha256,
                                ReportStatus status = ReportStatus::valid) {
  return {report_id,
          sha256,
          status,
          status == ReportStatus::valid ? "" : "the meter was wrong",
          small_start() + std::chrono::minutes(2),
          ""};
}

/// As open_status() gives it to who trusts `trust`.
inline FoundStatus found_status(const StatusList& list, const seal::PrivateKey& key,
                                const TrustPolicy& trust, const std::string& where) {
  auto sealed = open_status(seal_status(list, key).value(), trust);
  REQUIRE(sealed);
  return {where, *std::move(sealed)};
}

}  // namespace rackproof::testing
