#include "probes/redfish/event_feed.h"

#include <iterator>
#include <utility>

#include "probes/redfish/redfish_members.h"
#include "schemas/encoding.h"

namespace rackproof::redfish {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10;
constexpr std::size_t kLongestText = 1000;

void notice(FeedNews& news, std::string_view code, Severity severity, const std::string& text) {
  news.notices.push_back({code, severity, printable(text, kLongestText)});
}

}  // namespace

void EventFeed::follow(const std::string& uri) {
  if (uri != uri_) {
    uri_ = uri;
    stream_.reset();
    rest_ = {};
    lost_is_told_ = false;
  }
}

FeedNews EventFeed::take(const OpenStream& open) {
  FeedNews news;
  if (uri_.empty()) {
    return news;
  }
  if (!stream_ && rest_.is_over()) {
    reopen(open, news);
  }
  if (stream_) {
    read(news);
  }
  return news;
}

void EventFeed::reopen(const OpenStream& open, FeedNews& news) {
  auto opened = open(uri_);
  if (!opened) {
    lose(opened.error(), news);
    return;
  }
  stream_ = *std::move(opened);
  parser_ = {};
  if (std::exchange(lost_is_told_, false)) {
    notice(news, "event_stream_open_again", Severity::info, uri_ + ": tells of events again");
  }
}

void EventFeed::read(FeedNews& news) {
  const auto left_out = parser_.left_out();
  std::string malformed;
  std::size_t taken = 0;
  while (stream_ && taken < kMostBytes && news.events.size() < kMostEvents) {
    const auto bytes = stream_->take(kPiece);
    if (!bytes) {
      lose(bytes.error(), news);
      break;
    }
    if (bytes->empty()) {
      break;
    }
    rest_.worked();
    taken += bytes->size();
    for (const auto& frame : parser_.feed(*bytes)) {
      take_frame(frame, news, malformed);
    }
  }
  if (parser_.left_out() > left_out) {
    malformed = std::to_string(parser_.left_out() - left_out) + " were too long";
  }
  if (!malformed.empty()) {
    notice(news, "event_stream_malformed", Severity::warning,
           uri_ + ": what came was not all events: " + malformed);
  }
}

/// The log, where there is one, tells what the stream does not.
void EventFeed::lose(const Error& why, FeedNews& news) {
  stream_.reset();
  rest_.failed();
  if (!std::exchange(lost_is_told_, true)) {
    notice(news, "event_stream_lost", Severity::info, uri_ + ": " + why.message);
  }
}

void EventFeed::take_frame(const StreamFrame& frame, FeedNews& news, std::string& malformed) {
  const auto document = parse_document(frame.data);
  if (!document) {
    malformed = document.error().message;
    return;
  }
  auto events = events_of_message(*document);
  news.events.insert(news.events.end(), std::make_move_iterator(events.begin()),
                     std::make_move_iterator(events.end()));
}

}  // namespace rackproof::redfish
