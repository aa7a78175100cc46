#include "cli/status_page.h"

#include "schemas/encoding.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

constexpr std::size_t kLine = 200;

std::string line_of(const StatusEntry& entry) {
  auto line = printable(entry.report_id, kLine) + "  " +
              std::string(word_of(kReportStatuses, entry.status)) + " since " +
              format_utc(entry.since);
  line += entry.by.empty() ? "" : " by " + printable(entry.by, kLine);
  line += entry.reason.empty() ? "" : ": " + printable(entry.reason, kLine);
  return line + "\n  sha256 " + entry.sha256 + "\n";
}

}  // namespace

std::string status_page(const StatusList& list, UtcTime now) {
  auto text = "status list " + std::to_string(list.sequence) + " of " +
              printable(list.issuer, kLine) + ", issued " + format_utc(list.issued) +
              "\nnext update " + format_utc(list.next_update);
  text += list.next_update < now ? ": STALE, it confirms nothing any more\n" : "\n";
  for (const auto& entry : list.entries) {
    text += line_of(entry);
  }
  const auto count = list.entries.size();
  return text + std::to_string(count) + (count == 1 ? " report\n" : " reports\n");
}

}  // namespace rackproof
