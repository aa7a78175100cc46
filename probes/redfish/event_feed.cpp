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
    waiting_.clear();
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
  news.opened = true;
  if (std::exchange(lost_is_told_, false)) {
    notice(news, "event_stream_open_again", Severity::info, uri_ + ": tells of events again");
  }
}

void EventFeed::read(FeedNews& news) {
  const auto left_out = parser_.left_out();
  Untold untold;
  read_pieces(news, untold);
  if (parser_.left_out() > left_out) {
    untold.malformed = std::to_string(parser_.left_out() - left_out) + " were too long";
  }
  if (!untold.malformed.empty()) {
    notice(news, "event_stream_malformed", Severity::warning,
           uri_ + ": what came was not all events: " + untold.malformed);
  }
  if (untold.surplus > 0) {
    notice(news, "event_stream_gap", Severity::warning,
           uri_ + ": " + std::to_string(untold.surplus) +
               " events were too many at once and are not told");
  }
}

void EventFeed::read_pieces(FeedNews& news, Untold& untold) {
  std::size_t taken = 0;
  while (take_waiting(news, untold) && taken < kMostBytes) {
    const auto bytes = stream_->take(kPiece);
    if (!bytes) {
      lose(bytes.error(), news);
      return;
    }
    if (bytes->empty()) {
      return;
    }
    rest_.worked();
    taken += bytes->size();
    auto frames = parser_.feed(*bytes);
    waiting_.assign(std::make_move_iterator(frames.begin()), std::make_move_iterator(frames.end()));
  }
}

/// Whether there is room for more.
bool EventFeed::take_waiting(FeedNews& news, Untold& untold) {
  while (!waiting_.empty() && news.events.size() < kMostEvents) {
    take_frame(waiting_.front(), news, untold);
    waiting_.pop_front();
  }
  return news.events.size() < kMostEvents;
}

/// The log, where there is one, tells what the stream does not.
void EventFeed::lose(const Error& why, FeedNews& news) {
  stream_.reset();
  rest_.failed();
  if (!std::exchange(lost_is_told_, true)) {
    notice(news, "event_stream_lost", Severity::info, uri_ + ": " + why.message);
  }
}

void EventFeed::take_frame(const StreamFrame& frame, FeedNews& news, Untold& untold) {
  const auto document = parse_document(frame.data);
  if (!document) {
    untold.malformed = document.error().message;
    return;
  }
  auto events = events_of_message(*document, kMostOfFrame);
  untold.surplus += count_of_records(*document) - events.size();
  news.events.insert(news.events.end(), std::make_move_iterator(events.begin()),
                     std::make_move_iterator(events.end()));
}

}  // namespace rackproof::redfish
