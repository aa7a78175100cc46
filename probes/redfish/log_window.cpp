#include "probes/redfish/log_window.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_time.h"
#include "probes/redfish/redfish_uri.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

using Entries = std::vector<ListedEntry>;

struct Page {
  Entries entries;  ///< As listed.
  std::optional<std::uint64_t> count;
  std::string next;  ///< "" for the last one.
};

std::optional<std::uint64_t> count_of(const JsonValue& collection) {
  const auto* count = collection.find("Members@odata.count");
  const auto* number = count == nullptr ? nullptr : count->if_integer();
  if (number == nullptr || *number < 0) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*number);
}

/// Nothing for a link that leads out of the service.
std::optional<ListedEntry> entry_of(const JsonValue& item) {
  const auto link = text_at(item, "@odata.id");
  const auto uri = local_uri(link);
  const auto* members = item.if_object();
  const bool is_link = members == nullptr || members->size() < 2;
  if (is_link && !uri) {
    return std::nullopt;
  }
  ListedEntry entry;
  entry.uri = uri ? *uri : std::string();
  entry.mark = uri ? *uri : text_at(item, "Id");
  if (!is_link) {
    const auto created = text_at(item, "Created");
    entry.mark += "\n" + (created.empty() ? text_at(item, "Message") : created);
    entry.document = item;
  }
  return entry;
}

Result<Page> page_of(const JsonValue& collection) {
  const auto* member = collection.find("Members");
  const auto* members = member == nullptr ? nullptr : member->if_array();
  if (members == nullptr) {
    return Error{ErrorKind::malformed, "a log without Members"};
  }
  Page page;
  page.count = count_of(collection);
  for (const auto& item : *members) {
    if (auto entry = entry_of(item)) {
      page.entries.push_back(std::move(*entry));
    }
  }
  const auto next = text_at(collection, "Members@odata.nextLink");
  if (!next.empty()) {
    auto uri = local_page(next);
    if (!uri) {
      return std::move(uri).error();
    }
    page.next = *std::move(uri);
  }
  return page;
}

std::optional<UtcTime> time_of(const ListedEntry& entry) {
  const auto time = entry.document ? parse_offset_time(text_at(*entry.document, "Created"))
                                   : Result<UtcTime>(Error{ErrorKind::absent, ""});
  return time ? std::optional(*time) : std::nullopt;
}

/// By number, else by time. Where nothing tells, the newest are taken to stand last.
bool is_newest_first(const Entries& entries) {
  if (entries.size() < 2) {
    return false;
  }
  const auto& front = entries.front();
  const auto& back = entries.back();
  const auto front_number = number_of(front.uri);
  const auto back_number = number_of(back.uri);
  if (front_number && back_number && *front_number != *back_number) {
    return *front_number > *back_number;
  }
  const auto front_time = time_of(front);
  const auto back_time = time_of(back);
  return front_time && back_time && *front_time > *back_time;
}

constexpr std::string_view kSkip = "$skip=";

/// How many entries stand before the page behind that link, where it says so.
std::optional<std::uint64_t> skip_of(std::string_view link) {
  for (const auto piece : split(link.substr(link.find('?') + 1), '&')) {
    if (piece.starts_with(kSkip)) {
      const auto number = parse_unsigned(piece.substr(kSkip.size()));
      return number ? std::optional(*number) : std::nullopt;
    }
  }
  return std::nullopt;
}

/// The link to the page that begins at `place`, made of one that has another.
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

/// One reading of one window; used once.
class WindowReader {
 public:
  WindowReader(const Fetch& fetch, const std::string& uri, const Marks& known, std::size_t pages)
      : fetch_(fetch), uri_(uri), known_(known), pages_(pages) {}

  /// The end alone; nothing where that is not what `tail` gives any more.
  Result<std::optional<LogWindow>> read_tail(const std::string& tail) {
    auto page = get(tail);
    if (!page && page.error().kind == ErrorKind::timed_out) {
      return std::move(page).error();
    }
    if (!page || !page->next.empty() || !page->count) {
      return std::optional<LogWindow>();
    }
    window_.count = page->count;
    append(std::move(page->entries));
    if (!met_) {
      return std::optional<LogWindow>();
    }
    remember_tail(tail);
    return std::optional(std::move(window_));
  }

  Result<LogWindow> read() {
    auto page = get(uri_);
    if (!page) {
      return std::move(page).error();
    }
    window_.count = page->count;
    if (auto done = read_from(*std::move(page)); !done) {
      return std::move(done).error();
    }
    if (window_.entries.size() > kMostListed) {
      const auto surplus = static_cast<std::ptrdiff_t>(window_.entries.size() - kMostListed);
      window_.entries.erase(window_.entries.begin(), window_.entries.begin() + surplus);
      window_.whole = false;
    }
    return std::move(window_);
  }

 private:
  Result<void> read_from(Page page) {
    if (is_newest_first(page.entries)) {
      read_on(std::move(page), pages_, true);
      std::ranges::reverse(window_.entries);
      return {};
    }
    const bool counted = page.count && *page.count > page.entries.size();
    if (counted && skip_of(page.next) == page.entries.size()) {
      return read_back(std::move(page));
    }
    read_on(std::move(page), kMostPagesForward, false);
    if (!window_.whole && !window_.trouble) {
      window_.trouble =
          Error{ErrorKind::out_of_range, "its newest entries are more than " +
                                             std::to_string(kMostPagesForward) + " pages away"};
    }
    return {};
  }

  /// From page to page as they are linked.
  void read_on(Page page, std::size_t most, bool until_known) {
    append(std::move(page.entries));
    for (std::size_t pages = 1; !page.next.empty() && pages < most; ++pages) {
      if (until_known && met_) {
        break;
      }
      auto next = get(page.next);
      if (!next) {
        window_.trouble = std::move(next).error();
        break;
      }
      page = *std::move(next);
      append(std::move(page.entries));
    }
    window_.whole = page.next.empty();
  }

  /// From the last page towards the first, which is known already.
  Result<void> read_back(Page first) {
    const auto size = first.entries.size();
    const auto next = first.next;
    auto place = *first.count;
    for (std::size_t pages = 0; pages < pages_ && place > 0 && !met_; ++pages) {
      place = place > size ? place - size : 0;
      auto page = place == 0 ? Result<Page>(first) : get(page_at(next, place));
      if (page && place > 0 && begins_alike(*page, first)) {
        page = Error{ErrorKind::malformed, "gives its first page when asked for another"};
      }
      if (!page && pages == 0) {
        return std::move(page).error();
      }
      if (!page) {
        window_.trouble = std::move(page).error();
        break;
      }
      std::ranges::reverse(page->entries);
      append(std::move(page->entries));
      window_.whole = place == 0;
    }
    std::ranges::reverse(window_.entries);
    remember_tail(next);
    return {};
  }

  /// Of a window that reaches to the end; `link` is one that skips.
  void remember_tail(const std::string& link) {
    const auto again = std::min<std::uint64_t>(kTail, window_.entries.size());
    if (window_.count && *window_.count > again) {
      window_.tail = page_at(link, *window_.count - again);
    }
  }

  static bool begins_alike(const Page& one, const Page& other) {
    return !one.entries.empty() && !other.entries.empty() &&
           one.entries.front().mark == other.entries.front().mark;
  }

  void append(Entries entries) {
    for (auto& entry : entries) {
      if (listed_.insert(entry.mark).second) {
        met_ = met_ || known_.contains(entry.mark);
        window_.entries.push_back(std::move(entry));
      }
    }
  }

  Result<Page> get(const std::string& request) {
    if (!asked_.insert(request).second) {
      return Error{ErrorKind::malformed, "its pages go round"};
    }
    auto body = fetch_(request);
    if (!body) {
      return std::move(body).error();
    }
    const auto document = parse_document(*body);
    if (!document) {
      return document.error();
    }
    return page_of(*document);
  }

  const Fetch& fetch_;
  const std::string& uri_;
  const Marks& known_;
  std::size_t pages_;
  LogWindow window_;
  Marks listed_;
  Marks asked_;
  bool met_ = false;  ///< An entry of known_.
};

}  // namespace

Result<LogWindow> newest_entries(const Fetch& fetch, const std::string& uri, const Marks& known,
                                 std::size_t pages, const std::string& tail) {
  if (!tail.empty()) {
    auto end = WindowReader(fetch, uri, known, pages).read_tail(tail);
    if (!end) {
      return std::move(end).error();
    }
    if (*end) {
      return std::move(**end);
    }
  }
  return WindowReader(fetch, uri, known, pages).read();
}

std::optional<std::uint64_t> number_of(const std::string& uri) {
  const auto number = parse_unsigned(last_segment(uri));
  return number ? std::optional(*number) : std::nullopt;
}

}  // namespace rackproof::redfish
