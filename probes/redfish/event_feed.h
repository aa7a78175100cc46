#pragma once

#include <cstddef>
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
  std::vector<BmcEvent> events;
  std::vector<Notice> notices;
};

/// The stream of events of one BMC. One that ends or is refused is opened again in a later pass,
/// and told of once until it is open. One thread at a time.
class EventFeed {
 public:
  /// Of one pass: a flood waits in the kernel and at the BMC for the next.
  static constexpr std::size_t kMostBytes = std::size_t{4} << 20;
  static constexpr std::size_t kMostEvents = 500;

  /// `uri` "" = the BMC offers none. An open one of another address is closed.
  void follow(const std::string& uri);
  /// What came since; opens the stream where it is not.
  FeedNews take(const OpenStream& open);

 private:
  void reopen(const OpenStream& open, FeedNews& news);
  void read(FeedNews& news);
  void lose(const Error& why, FeedNews& news);
  static void take_frame(const StreamFrame& frame, FeedNews& news, std::string& malformed);

  std::string uri_;
  std::unique_ptr<ByteStream> stream_;
  EventStreamParser parser_;
  SourceRest rest_;
  bool lost_is_told_ = false;
};

}  // namespace rackproof::redfish
