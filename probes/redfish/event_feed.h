#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "probes/redfish/bmc_event.h"
#include "probes/redfish/byte_stream.h"
#include "probes/redfish/event_log.h"
#include "probes/redfish/event_stream.h"
#include "probes/redfish/source_rest.h"

namespace rackproof::redfish {

struct FeedNews {
  bool opened = false;  ///< The stream is another than in the pass before.
  std::vector<BmcEvent> events;
  std::vector<Notice> notices;
};

/// The stream of events of one BMC. One that ends or is refused is opened again in a later pass,
/// and told of once until it is open. One thread at a time.
class EventFeed {
 public:
  /// Of one pass: a flood waits in the kernel and at the BMC for the next.
  static constexpr std::size_t kMostBytes = std::size_t{4} << 20;
  static constexpr std::size_t kMostEvents = 500;  ///< Reached with a frame, which is not torn.
  /// More records of one frame are not told but counted.
  static constexpr std::size_t kMostOfFrame = 200;

  /// `uri` "" = the BMC offers none. An open one of another address is closed.
  void follow(const std::string& uri);
  /// What came since; opens the stream where it is not.
  FeedNews take(const OpenStream& open);

 private:
  /// What a pass did not tell as events.
  struct Untold {
    std::string malformed;    ///< Why; of several the last.
    std::size_t surplus = 0;  ///< Records.
  };

  void reopen(const OpenStream& open, FeedNews& news);
  void read(FeedNews& news);
  void read_pieces(FeedNews& news, Untold& untold);
  bool take_waiting(FeedNews& news, Untold& untold);
  void lose(const Error& why, FeedNews& news);
  static void take_frame(const StreamFrame& frame, FeedNews& news, Untold& untold);

  std::string uri_;
  std::unique_ptr<ByteStream> stream_;
  EventStreamParser parser_;
  std::deque<StreamFrame> waiting_;  ///< Read, and too many for their pass.
  SourceRest rest_;
  bool lost_is_told_ = false;
};

}  // namespace rackproof::redfish
