#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "probes/redfish/fetch.h"
#include "schemas/json/json_value.h"
#include "schemas/result.h"

/// The newest entries of a log, whichever way its service lists them: newest first or last, whole
/// or as links, at once or in pages.
namespace rackproof::redfish {

struct ListedEntry {
  std::string uri;   ///< "" where the entry has none of this service.
  std::string mark;  ///< Tells entries apart: the address, and what else is known. An address alone
                     ///< comes again when the log was cleared.
  std::optional<JsonValue> document;  ///< Where the log holds it whole, and not as a link.
};

struct LogWindow {
  std::vector<ListedEntry> entries;    ///< Oldest first; no mark twice.
  std::optional<std::uint64_t> count;  ///< In the whole log, as it says.
  bool whole = false;                  ///< The window is all that the log holds.
  std::string tail;  ///< What to ask for its last entries alone; "" where nothing can be.
  std::optional<Error> trouble;  ///< What was left in spite of it.
};

using Marks = std::set<std::string, std::less<>>;

/// How many pages are asked for to get to the newest entries where there is no shorter way.
inline constexpr std::size_t kMostPagesForward = 20;
/// Entries that are asked for again, to know where the new ones begin.
inline constexpr std::size_t kTail = 50;
/// More entries than these are not looked at; the newest stay.
inline constexpr std::size_t kMostListed = 20000;

/// Goes back until it meets an entry of `known` or has asked for `pages` pages, one at least. A log
/// that lists its oldest first, counts its members and pages by "$skip" is asked for its last page
/// at once; and with the `tail` of an earlier window for that alone, as long as it holds an entry
/// of `known` and the end. Error as `Fetch` and parse_document() have them, or malformed.
Result<LogWindow> newest_entries(const Fetch& fetch, const std::string& uri, const Marks& known,
                                 std::size_t pages, const std::string& tail = "");

/// The number that an entry's address ends with.
std::optional<std::uint64_t> number_of(const std::string& uri);

}  // namespace rackproof::redfish
