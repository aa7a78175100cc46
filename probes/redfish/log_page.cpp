#include "probes/redfish/log_page.h"

#include <utility>

#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_time.h"
#include "probes/redfish/redfish_uri.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

constexpr std::string_view kSkip = "$skip=";

std::optional<std::uint64_t> count_of(const JsonValue& collection) {
  const auto* count = collection.find("Members@odata.count");
  const auto* number = count == nullptr ? nullptr : count->if_integer();
  if (number == nullptr || *number < 0) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*number);
}

/// Where address or time is not told, the message tells entries apart.
std::string mark_of(const JsonValue& item, const std::string& uri) {
  const auto id = text_at(item, "Id");
  const auto created = text_at(item, "Created");
  auto mark = uri + "\n" + id + "\n" + created;
  if (created.empty() || (uri.empty() && id.empty())) {
    mark += "\n" + text_at(item, "Message");
  }
  return mark;
}

/// Nothing for a link that leads out of the service.
std::optional<ListedEntry> entry_of(const JsonValue& item) {
  const auto uri = local_uri(text_at(item, "@odata.id"));
  const auto* members = item.if_object();
  const bool is_link = members == nullptr || members->size() < 2;
  if (is_link && !uri) {
    return std::nullopt;
  }
  ListedEntry entry;
  entry.uri = uri ? *uri : std::string();
  entry.mark = is_link ? entry.uri : mark_of(item, entry.uri);
  if (!is_link) {
    entry.document = item;
  }
  return entry;
}

std::optional<UtcTime> time_of(const ListedEntry& entry) {
  const auto time = entry.document ? parse_offset_time(text_at(*entry.document, "Created"))
                                   : Result<UtcTime>(Error{ErrorKind::absent, ""});
  return time ? std::optional(*time) : std::nullopt;
}

/// How many steps from one known value to the next go up, less how many go down.
template <typename ValueOf>
std::ptrdiff_t rise(const ListedEntries& entries, const ValueOf& value_of) {
  std::ptrdiff_t steps = 0;
  decltype(value_of(entries.front())) last;
  for (const auto& entry : entries) {
    const auto value = value_of(entry);
    if (value && last && *value != *last) {
      steps += *value > *last ? 1 : -1;
    }
    last = value ? value : last;
  }
  return steps;
}

}  // namespace

Result<LogPage> parse_log_page(std::string_view body) {
  const auto collection = parse_document(body);
  if (!collection) {
    return collection.error();
  }
  const auto* member = collection->find("Members");
  const auto* members = member == nullptr ? nullptr : member->if_array();
  if (members == nullptr) {
    return Error{ErrorKind::malformed, "a log without Members"};
  }
  LogPage page;
  page.count = count_of(*collection);
  for (const auto& item : *members) {
    if (auto entry = entry_of(item)) {
      entry->bytes = body.size() / members->size();
      page.entries.push_back(*std::move(entry));
    }
  }
  const auto next = text_at(*collection, "Members@odata.nextLink");
  if (!next.empty()) {
    auto uri = local_page(next);
    if (!uri) {
      return std::move(uri).error();
    }
    page.next = *std::move(uri);
  }
  return page;
}

bool is_newest_first(const ListedEntries& entries) {
  const auto by_time = rise(entries, time_of);
  if (by_time != 0) {
    return by_time < 0;
  }
  return rise(entries, [](const ListedEntry& entry) { return number_of(entry.uri); }) < 0;
}

std::optional<std::uint64_t> number_of(const std::string& uri) {
  const auto number = parse_unsigned(last_segment(uri));
  return number ? std::optional(*number) : std::nullopt;
}

std::optional<std::uint64_t> skip_of(std::string_view link) {
  for (const auto piece : split(link.substr(link.find('?') + 1), '&')) {
    if (piece.starts_with(kSkip)) {
      const auto number = parse_unsigned(piece.substr(kSkip.size()));
      return number ? std::optional(*number) : std::nullopt;
    }
  }
  return std::nullopt;
}

std::string page_at(std::string_view link, std::uint64_t place) {
  const auto question = link.find('?');
  std::string query;
  for (const auto piece : split(link.substr(question + 1), '&')) {
    query += query.empty() ? "?" : "&";
    query +=
        piece.starts_with(kSkip) ? std::string(kSkip) + std::to_string(place) : std::string(piece);
  }
  return std::string(link.substr(0, question)) + query;
}

}  // namespace rackproof::redfish
