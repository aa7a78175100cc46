#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/json/json_value.h"
#include "schemas/result.h"

/// One page of the entries of a log, as its service gives it. Pure.
namespace rackproof::redfish {

struct ListedEntry {
  std::string uri;   ///< "" where the entry has none of this service.
  std::string mark;  ///< Tells entries apart: the address, and what else is known. An address alone
                     ///< comes again when the log was cleared.
  std::optional<JsonValue> document;  ///< Where the log holds it whole, and not as a link.
  std::size_t bytes = 0;              ///< Its share of the page's text.
};

using ListedEntries = std::vector<ListedEntry>;

struct LogPage {
  ListedEntries entries;               ///< As listed.
  std::optional<std::uint64_t> count;  ///< In the whole log, as it says.
  std::string next;                    ///< Address of the next one; "" for the last.
};

/// Errors as parse_document() has them; malformed; untrusted where the next page is not of this
/// service.
Result<LogPage> parse_log_page(std::string_view body);

/// As most of the steps from entry to entry go, by time, else by number: a ring begins again with
/// 0, and a clock is put back. Where nothing tells, the newest are taken to stand last.
bool is_newest_first(const ListedEntries& entries);

/// The number that an entry's address ends with.
std::optional<std::uint64_t> number_of(const std::string& uri);

/// How many entries stand before the page behind that link, where it says so ("$skip").
std::optional<std::uint64_t> skip_of(std::string_view link);

/// The link to the page that begins at `place`, made of one that has another.
std::string page_at(std::string_view link, std::uint64_t place);

}  // namespace rackproof::redfish
