#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/redfish/bmc_event.h"
#include "probes/redfish/fetch.h"
#include "probes/redfish/log_window.h"
#include "probes/redfish/source_rest.h"

namespace rackproof::redfish {

/// Of our own making: what is to be known of the source itself.
struct Notice {
  std::string_view code;  ///< "event_log_cleared"; of static storage.
  Severity severity = Severity::info;
  std::string text;  ///< Printable.
};

struct LogNews {
  std::vector<BmcEvent> events;   ///< New, oldest first.
  std::vector<BmcEvent> history;  ///< Of the first reading: what stood there before.
  std::vector<Notice> notices;
};

/// One event log of a BMC. Its first reading tells how much stands in it and where it ends; each
/// later one what came since. Entries that could not be read, a log that was cleared or overwritten
/// and one that cannot be read are told, the last once until it can. Of a reading that did not get
/// to the end nothing else is told, and nothing is kept. One thread at a time.
class EventLog {
 public:
  /// Pages of one reading; entries of one reading; entries fetched one by one in one reading.
  static constexpr std::size_t kMostPages = 4;
  static constexpr std::size_t kMostEvents = 200;
  static constexpr std::size_t kMostFetches = 32;

  /// `entries` is the address of its collection of entries; `late` says that others were read
  /// before it was known of.
  explicit EventLog(std::string entries, bool late = false)
      : uri_(std::move(entries)), late_(late) {}

  [[nodiscard]] const std::string& uri() const { return uri_; }
  /// A log that fails again is left alone for some readings, so that it costs the others no time.
  LogNews read(const Fetch& fetch);

 private:
  enum class Change { grown, cleared, overrun };

  std::optional<LogWindow> window_of(const Fetch& fetch, LogNews& news);
  void begin(const Fetch& fetch, const LogWindow& window, LogNews& news);
  void tell_history(const Fetch& fetch, const LogWindow& window, LogNews& news) const;
  bool compare(const Fetch& fetch, const LogWindow& window, LogNews& news);
  [[nodiscard]] Change change_of(const Fetch& fetch, const LogWindow& window) const;
  [[nodiscard]] bool is_replaced(const Fetch& fetch, const LogWindow& window) const;
  [[nodiscard]] std::vector<std::size_t> unknown(const LogWindow& window, Change change) const;
  void tell_change(Change change, const LogWindow& window, LogNews& news) const;
  bool take(const Fetch& fetch, const LogWindow& window, std::vector<std::size_t> news_at,
            LogNews& news);
  void keep(const Fetch& fetch, const LogWindow& window);
  void tell_trouble(const std::optional<Error>& why, LogNews& news);

  std::string uri_;
  SourceRest rest_;
  bool begun_ = false;
  bool late_ = false;        ///< It could not be read from the beginning on.
  Marks known_;              ///< Of the last window.
  std::uint64_t count_ = 0;  ///< Of the whole log, then.
  bool was_whole_ = false;
  std::string tail_;                  ///< LogWindow::tail.
  std::string newest_;                ///< Address of the last entry.
  std::string newest_stamp_;          ///< When it was made, where the log gives links; else "".
  std::optional<ErrorKind> trouble_;  ///< As last told.
};

}  // namespace rackproof::redfish
