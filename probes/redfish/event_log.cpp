#include "probes/redfish/event_log.h"

#include <algorithm>
#include <utility>

#include "probes/redfish/redfish_members.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kMostHistory = 1000;

void notice(LogNews& news, std::string_view code, Severity severity, const std::string& text) {
  news.notices.push_back({code, severity, printable(text, kLongestText)});
}

Result<JsonValue> document_at(const Fetch& fetch, const std::string& uri) {
  auto body = fetch(uri);
  if (!body) {
    return std::move(body).error();
  }
  return parse_document(*body);
}

Result<BmcEvent> event_at(const Fetch& fetch, const ListedEntry& entry) {
  if (entry.document) {
    return event_of_entry(*entry.document);
  }
  const auto document = document_at(fetch, entry.uri);
  if (!document) {
    return document.error();
  }
  auto event = event_of_entry(*document);
  event.entry = entry.uri;
  return event;
}

/// When the entry there was made; "" where that cannot be had.
std::string stamp_at(const Fetch& fetch, const std::string& uri) {
  const auto document = document_at(fetch, uri);
  return document ? event_of_entry(*document).stamp : std::string();
}

std::uint64_t size_of(const LogWindow& window) {
  return window.count.value_or(window.entries.size());
}

/// Whether that is the size of the log, and no less than that.
bool is_sized(const LogWindow& window) {
  return window.whole || window.count;
}

BmcEvent unreadable_entry(const std::string& uri, const Error& why) {
  BmcEvent event;
  event.code = "log_entry_unreadable";
  event.severity = Severity::warning;
  event.text = printable(uri + ": " + why.message, kLongestText);
  event.entry = uri;
  return event;
}

}  // namespace

LogNews EventLog::read(const Fetch& fetch) {
  LogNews news;
  if (!rest_.is_over()) {
    return news;
  }
  const auto window = window_of(fetch, news);
  if (!window) {
    late_ = true;
    rest_.failed();
    return news;
  }
  bool in_time = !window->trouble || window->trouble->kind != ErrorKind::timed_out;
  if (begun_) {
    in_time = compare(fetch, *window, news) && in_time;
  } else {
    begin(fetch, *window, news);
  }
  if (in_time) {
    rest_.worked();
  } else {
    rest_.failed();
  }
  return news;
}

/// One that reaches to the end of the log: what is new in another, nobody can tell.
std::optional<LogWindow> EventLog::window_of(const Fetch& fetch, LogNews& news) {
  auto window = newest_entries(fetch, uri_, known_, begun_ ? kMostPages : 1, tail_);
  if (!window) {
    tell_trouble(window.error(), news);
    return std::nullopt;
  }
  tell_trouble(window->trouble, news);
  return window->to_end ? std::optional(*std::move(window)) : std::nullopt;
}

/// What stands there is not replayed: it happened whenever it happened.
void EventLog::begin(const Fetch& fetch, const LogWindow& window, LogNews& news) {
  begun_ = true;
  const auto listed = window.entries.size();
  for (auto i = listed - std::min(listed, kMostHistory); i < listed; ++i) {
    const auto& document = window.entries[i].document;
    if (document) {
      news.history.push_back(event_of_entry(*document));
    }
  }
  if (!window.entries.empty()) {
    tell_history(fetch, window, news);
  }
  for (const auto& entry : window.entries) {
    known_.insert(entry.mark);
  }
  keep(fetch, window);
}

/// Where nobody could look when the run began, entries made since are among them.
void EventLog::tell_history(const Fetch& fetch, const LogWindow& window, LogNews& news) const {
  const auto newest = event_at(fetch, window.entries.back());
  const std::string stood =
      late_ ? " entries stood there when it could be read at last; those made since the run began "
              "are among them and are not told"
            : " entries stood there before this run";
  notice(news, "event_log_history", late_ ? Severity::warning : Severity::info,
         uri_ + ": " + std::to_string(size_of(window)) + (is_sized(window) ? "" : " or more") +
             stood + ", the newest: " + (newest ? newest->text : newest.error().message));
}

/// Whether all that is new was had in time.
bool EventLog::compare(const Fetch& fetch, const LogWindow& window, LogNews& news) {
  const auto change = change_of(fetch, window);
  auto news_at = unknown(window, change);
  tell_change(change, window, news);
  known_.clear();
  for (const auto& entry : window.entries) {
    known_.insert(entry.mark);
  }
  const bool in_time = take(fetch, window, std::move(news_at), news);
  keep(fetch, window);
  return in_time;
}

EventLog::Change EventLog::change_of(const Fetch& fetch, const LogWindow& window) const {
  if (known_.empty()) {
    return Change::grown;
  }
  const bool any_known = std::ranges::any_of(
      window.entries, [this](const ListedEntry& entry) { return known_.contains(entry.mark); });
  if (any_known) {
    return is_replaced(fetch, window) ? Change::cleared : Change::grown;
  }
  if (window.entries.empty() || (is_sized(window) && size_of(window) < count_)) {
    return Change::cleared;
  }
  const auto oldest = number_of(window.entries.front().uri);
  const auto last = newest_.empty() ? std::nullopt : number_of(newest_);
  if (oldest && last) {
    return *oldest > *last ? Change::overrun : Change::cleared;
  }
  return window.whole ? Change::cleared : Change::overrun;
}

/// Whether the entries, of which only links are known, are others at the same addresses.
bool EventLog::is_replaced(const Fetch& fetch, const LogWindow& window) const {
  if (newest_stamp_.empty() || window.entries.back().document) {
    return false;
  }
  const bool listed = std::ranges::any_of(
      window.entries, [this](const ListedEntry& entry) { return entry.uri == newest_; });
  if (!listed) {
    return is_sized(window) && size_of(window) < count_;
  }
  const auto stamp = stamp_at(fetch, newest_);
  return !stamp.empty() && stamp != newest_stamp_;
}

/// Places of the new entries. Where the window may have slid back over older ones, only what stands
/// behind one that is known is new.
std::vector<std::size_t> EventLog::unknown(const LogWindow& window, Change change) const {
  std::vector<std::size_t> places;
  bool behind = change != Change::grown || known_.empty() || (was_whole_ && window.whole);
  for (std::size_t i = 0; i < window.entries.size(); ++i) {
    const bool known = change != Change::cleared && known_.contains(window.entries[i].mark);
    behind = behind || known;
    if (behind && !known) {
      places.push_back(i);
    }
  }
  return places;
}

void EventLog::tell_change(Change change, const LogWindow& window, LogNews& news) const {
  if (change == Change::cleared) {
    notice(news, "event_log_cleared", Severity::warning,
           uri_ + ": was cleared: " + std::to_string(count_) + " entries stood there, now " +
               std::to_string(size_of(window)));
  } else if (change == Change::overrun) {
    notice(news, "event_log_gap", Severity::warning,
           uri_ + ": none of its newest entries was known: some before them came unread");
  } else if (known_.empty() && size_of(window) > window.entries.size()) {
    notice(news, "event_log_gap", Severity::warning,
           uri_ + ": " + std::to_string(size_of(window) - window.entries.size()) +
               " entries were not read");
  }
}

/// Makes events of the entries at `news_at`, of too many those of the newest. What was not had for
/// want of time (then false) stays unknown and comes with the next reading.
bool EventLog::take(const Fetch& fetch, const LogWindow& window, std::vector<std::size_t> news_at,
                    LogNews& news) {
  const bool links = !news_at.empty() && !window.entries[news_at.back()].document;
  const auto most = links ? kMostFetches : kMostEvents;
  if (news_at.size() > most) {
    const auto surplus = news_at.size() - most;
    notice(news, "event_log_gap", Severity::warning,
           uri_ + ": " + std::to_string(surplus) + " entries of " + std::to_string(news_at.size()) +
               " were too many at once and are not told");
    news_at.erase(news_at.begin(), news_at.begin() + static_cast<std::ptrdiff_t>(surplus));
  }
  bool late = false;
  for (const auto place : news_at) {
    const auto& entry = window.entries[place];
    auto event = late ? Result<BmcEvent>(Error{ErrorKind::timed_out, ""}) : event_at(fetch, entry);
    if (event) {
      news.events.push_back(*std::move(event));
    } else if (event.error().kind == ErrorKind::timed_out) {
      late = true;
      known_.erase(entry.mark);
    } else {
      news.events.push_back(unreadable_entry(entry.uri, event.error()));
    }
  }
  return !late;
}

void EventLog::keep(const Fetch& fetch, const LogWindow& window) {
  count_ = size_of(window);
  was_whole_ = window.whole;
  tail_ = window.tail;
  newest_.clear();
  newest_stamp_.clear();
  if (!window.entries.empty()) {
    newest_ = window.entries.back().uri;
  }
  const bool had = !newest_.empty() && known_.contains(window.entries.back().mark);
  if (had && !window.entries.back().document) {
    newest_stamp_ = stamp_at(fetch, newest_);
  }
}

void EventLog::tell_trouble(const std::optional<Error>& why, LogNews& news) {
  if (!why && trouble_) {
    notice(news, "event_log_read_again", Severity::info, uri_ + ": can be read again");
  }
  if (why && trouble_ != why->kind) {
    notice(news, "event_log_unreadable", Severity::warning, uri_ + ": " + why->message);
  }
  trouble_ = why ? std::optional(why->kind) : std::nullopt;
}

}  // namespace rackproof::redfish
