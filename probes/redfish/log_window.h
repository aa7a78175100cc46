#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "probes/redfish/fetch.h"
#include "probes/redfish/log_page.h"
#include "schemas/result.h"

/// The newest entries of a log, whichever way its service lists them: newest first or last, whole
/// or as links, at once or in pages.
namespace rackproof::redfish {

struct LogWindow {
  ListedEntries entries;               ///< Oldest first; no mark twice.
  std::optional<std::uint64_t> count;  ///< In the whole log, as it says.
  bool whole = false;                  ///< The window is all that the log holds.
  bool to_end = false;                 ///< Its last entry is the newest of the log.
  std::string tail;  ///< What to ask for its last entries alone; "" where nothing can be.
  std::optional<Error> trouble;  ///< What was left in spite of it.
};

using Marks = std::set<std::string, std::less<>>;

/// How many pages are asked for to get to the newest entries where there is no shorter way.
inline constexpr std::size_t kMostPagesForward = 20;
/// Entries that are asked for again, to know where the new ones begin.
inline constexpr std::size_t kTail = 50;
/// Of a window: more entries, or entries of more text, are not kept; the newest stay.
inline constexpr std::size_t kMostListed = 20000;
inline constexpr std::size_t kMostListedBytes = std::size_t{16} << 20;

/// Goes back until it meets an entry of `known` or has asked for `pages` pages, one at least. A log
/// that lists its oldest first, counts its members and pages by "$skip" is asked for its last page
/// at once; and with the `tail` of an earlier window for that alone, as long as it holds an entry
/// of `known` and the end. Error as `Fetch` and parse_document() have them, or malformed.
Result<LogWindow> newest_entries(const Fetch& fetch, const std::string& uri, const Marks& known,
                                 std::size_t pages, const std::string& tail = "");

}  // namespace rackproof::redfish
