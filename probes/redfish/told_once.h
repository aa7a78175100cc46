#pragma once

#include <cstddef>
#include <deque>

#include "probes/redfish/bmc_event.h"

namespace rackproof::redfish {

/// Keeps an event that both a log and a stream tell of from being told twice, whichever comes
/// first. One event of the one answers for one of the other, so that two that are alike stay two.
/// Remembers the last thousand of each.
class ToldOnce {
 public:
  static constexpr std::size_t kMost = 1000;

  /// An entry that a log has got; false where a stream told of it.
  bool is_news_of_log(const BmcEvent& event);
  /// false where a log told of it, or the stream itself before it was opened again.
  bool is_news_of_stream(const BmcEvent& event);
  /// A stream may now begin with what it said before, until it says something else.
  void stream_is_opened() { repeatable_ = said_; }
  /// An entry that stood in a log before anybody looked: a stream may still tell of it.
  void remember(const BmcEvent& event);

 private:
  std::deque<BmcEvent> by_log_;      ///< No stream told of them yet.
  std::deque<BmcEvent> by_stream_;   ///< No log told of them yet.
  std::deque<BmcEvent> said_;        ///< By the stream, whatever came of it.
  std::deque<BmcEvent> repeatable_;  ///< Of those, what the open stream may still begin with.
};

}  // namespace rackproof::redfish
