#include "probes/redfish/log_window.h"

#include <algorithm>
#include <utility>

namespace rackproof::redfish {
namespace {

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
    window_.to_end = true;
    drop_oldest();
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
    drop_oldest();
    window_.whole = window_.whole && !dropped_;
    return std::move(window_);
  }

 private:
  Result<void> read_from(LogPage page) {
    if (is_newest_first(page.entries)) {
      read_until_known(std::move(page));
      return {};
    }
    const bool counted = page.count && *page.count > page.entries.size();
    if (counted && skip_of(page.next) == page.entries.size()) {
      return read_back(std::move(page));
    }
    read_forward(std::move(page));
    return {};
  }

  /// From the newest on, page by page as they are linked.
  void read_until_known(LogPage page) {
    append(std::move(page.entries));
    for (std::size_t pages = 1; !page.next.empty() && pages < pages_ && wants_more(); ++pages) {
      auto next = get(page.next);
      if (!next) {
        window_.trouble = std::move(next).error();
        break;
      }
      page = *std::move(next);
      append(std::move(page.entries));
    }
    window_.whole = page.next.empty();
    window_.to_end = true;
    std::ranges::reverse(window_.entries);
  }

  /// From the oldest on, page by page as they are linked, to the end.
  void read_forward(LogPage page) {
    bool added = append(std::move(page.entries));
    for (std::size_t pages = 1; !page.next.empty() && pages < kMostPagesForward; ++pages) {
      auto next = get(page.next);
      if (!next) {
        window_.trouble = std::move(next).error();
        break;
      }
      page = *std::move(next);
      added = append(std::move(page.entries));
      drop_oldest();
    }
    window_.whole = page.next.empty();
    window_.to_end = window_.whole || (goes_round_ && added);  // not where a page is given again
    if (!window_.to_end && !window_.trouble) {
      window_.trouble =
          Error{ErrorKind::out_of_range, "its newest entries are more than " +
                                             std::to_string(kMostPagesForward) + " pages away"};
    }
  }

  /// From the last page towards the first, which is known already.
  Result<void> read_back(LogPage first) {
    const auto size = first.entries.size();
    const auto next = first.next;
    auto place = *first.count;
    for (std::size_t pages = 0; pages < pages_ && place > 0 && wants_more(); ++pages) {
      place = place > size ? place - size : 0;
      auto page = place == 0 ? Result<LogPage>(first) : get(page_at(next, place));
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
    window_.to_end = true;
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

  static bool begins_alike(const LogPage& one, const LogPage& other) {
    return !one.entries.empty() && !other.entries.empty() &&
           one.entries.front().mark == other.entries.front().mark;
  }

  /// Whether one of them was not there yet.
  bool append(ListedEntries entries) {
    bool any = false;
    for (auto& entry : entries) {
      if (listed_.insert(entry.mark).second) {
        any = true;
        met_ = met_ || known_.contains(entry.mark);
        bytes_ += entry.bytes;
        window_.entries.push_back(std::move(entry));
      }
    }
    return any;
  }

  /// On the way from newer entries to older ones.
  [[nodiscard]] bool wants_more() const {
    return !met_ && window_.entries.size() < kMostListed && bytes_ < kMostListedBytes;
  }

  /// Of entries that stand oldest first, those that are too many.
  void drop_oldest() {
    auto& entries = window_.entries;
    std::size_t surplus = 0;
    while (entries.size() - surplus > kMostListed || bytes_ > kMostListedBytes) {
      bytes_ -= entries[surplus].bytes;
      listed_.erase(entries[surplus].mark);
      ++surplus;
    }
    entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(surplus));
    dropped_ = dropped_ || surplus > 0;
  }

  Result<LogPage> get(const std::string& request) {
    if (!asked_.insert(request).second) {
      goes_round_ = true;
      return Error{ErrorKind::malformed, "its pages go round"};
    }
    auto body = fetch_(request);
    if (!body) {
      return std::move(body).error();
    }
    return parse_log_page(*body);
  }

  const Fetch& fetch_;
  const std::string& uri_;
  const Marks& known_;
  std::size_t pages_;
  LogWindow window_;
  Marks listed_;           ///< Of window_.
  std::size_t bytes_ = 0;  ///< Of the entries of window_.
  Marks asked_;
  bool met_ = false;         ///< An entry of known_.
  bool dropped_ = false;     ///< Older entries than those of window_ were listed.
  bool goes_round_ = false;  ///< A page led to one that was asked for.
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

}  // namespace rackproof::redfish
