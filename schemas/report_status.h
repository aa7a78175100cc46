#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/time.h"

namespace rackproof {

/// What an issuer says of a report after it was issued.
enum class ReportStatus { valid, superseded, withdrawn };

inline constexpr std::array kReportStatuses{
    EnumName<ReportStatus>{ReportStatus::valid, "valid"},
    EnumName<ReportStatus>{ReportStatus::superseded, "superseded"},
    EnumName<ReportStatus>{ReportStatus::withdrawn, "withdrawn"},
};

struct StatusEntry {
  std::string report_id;
  std::string sha256;  ///< Of the report's payload bytes, hex: of report.json as it is sealed.
  ReportStatus status = ReportStatus::valid;
  std::string reason;  ///< Never empty but where it is valid.
  UtcTime since;       ///< Not after StatusList::issued.
  std::string by;      ///< The report that took its place; "" = none, and unless superseded.

  bool operator==(const StatusEntry&) const = default;
};

/// Which reports of one issuer still hold: an edition of the list, whole.
struct StatusList {
  int sequence = 1;  ///< From 1, higher with each edition.
  UtcTime issued;
  UtcTime next_update;  ///< After `issued`. Past it the list confirms nothing any more.
  std::string issuer;   ///< Editions are compared within one issuer.
  std::vector<StatusEntry> entries;  ///< Sorted by report id; ids and digests unique.

  bool operator==(const StatusList&) const = default;
};

inline constexpr std::size_t kMostStatusEntries = 50'000;
/// More bytes than any sealed list of that many entries has.
inline constexpr std::size_t kMostStatusBytes = std::size_t{48} << 20;

}  // namespace rackproof
