#include "probes/redfish/event_feed.h"

#include <deque>
#include <optional>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

constexpr const char* kUri = "/redfish/v1/EventService/SSE";

std::string frame(const std::string& message) {
  return R"(data: {"Events":[{"MessageId":"A.1.0.B","Message":")" + message + "\"}]}\n\n";
}

/// What a stream has to say; it ends when it was told to and has said it.
struct Script {
  std::deque<std::string> pieces;
  bool ends = false;
  int opened = 0;
  std::optional<Error> refuses = std::nullopt;
};

class ScriptedStream final : public ByteStream {
 public:
  explicit ScriptedStream(Script& script) : script_(script) {}

  Result<std::string> take(std::size_t limit) override {
    if (script_.pieces.empty()) {
      return script_.ends ? Result<std::string>(Error{ErrorKind::io, "the end"})
                          : Result<std::string>(std::string());
    }
    auto piece = script_.pieces.front().substr(0, limit);
    script_.pieces.pop_front();
    return piece;
  }

 private:
  Script& script_;
};

OpenStream open_of(Script& script) {
  return [&script](const std::string& uri) -> Result<std::unique_ptr<ByteStream>> {
    CHECK(uri == kUri);
    ++script.opened;
    if (script.refuses) {
      return *script.refuses;
    }
    return std::unique_ptr<ByteStream>(std::make_unique<ScriptedStream>(script));
  };
}

std::vector<std::string> codes(const FeedNews& news) {
  std::vector<std::string> found;
  for (const auto& notice : news.notices) {
    found.emplace_back(notice.code);
  }
  return found;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("event feed: what came since the last pass, over one stream", "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  CHECK(feed.take(open_of(script)).events.empty());
  const auto text = frame("a") + frame("b");
  script.pieces = {text.substr(0, 20), text.substr(20)};
  const auto news = feed.take(open_of(script));
  REQUIRE(news.events.size() == 2);
  CHECK(news.events[0].message == "a");
  CHECK(news.events[1].code == "a_b");
  CHECK(news.notices.empty());
  CHECK(script.opened == 1);
}

TEST_CASE("event feed: a BMC that offers no stream is asked for none", "[probes][redfish]") {
  Script script;
  EventFeed feed;
  CHECK(feed.take(open_of(script)).notices.empty());
  CHECK(script.opened == 0);
}

TEST_CASE("event feed: a stream that ends is opened again in the next pass, told once",
          "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  script.pieces = {frame("a"), "data: half"};
  script.ends = true;
  const auto ended = feed.take(open_of(script));
  CHECK(ended.events.size() == 1);
  CHECK(ended.opened);
  CHECK(codes(ended) == Words{"event_stream_lost"});

  script.ends = false;
  script.pieces = {frame("b")};
  const auto again = feed.take(open_of(script));
  REQUIRE(again.events.size() == 1);
  CHECK(again.events[0].message == "b");  // not torn together with the half of the one before
  CHECK(codes(again) == Words{"event_stream_open_again"});
  CHECK(script.opened == 2);
}

TEST_CASE("event feed: a stream that is refused is asked for ever less often and told once",
          "[probes][redfish]") {
  Script script;
  script.refuses = Error{ErrorKind::absent, "HTTP 404"};
  EventFeed feed;
  feed.follow(kUri);
  std::size_t told = 0;
  for (int pass = 0; pass < 100; ++pass) {
    told += feed.take(open_of(script)).notices.size();
  }
  CHECK(told == 1);
  CHECK(script.opened >= 8);
  CHECK(script.opened <= 12);
}

TEST_CASE("event feed: a flood is taken to a bound, and the rest in the next pass",
          "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  for (std::size_t i = 0; i < 2 * EventFeed::kMostEvents; ++i) {
    script.pieces.push_back(frame(std::to_string(i)));
  }
  const auto first = feed.take(open_of(script));
  const auto second = feed.take(open_of(script));
  CHECK(first.opened);
  CHECK_FALSE(second.opened);
  CHECK(first.events.size() == EventFeed::kMostEvents);
  REQUIRE(second.events.size() == EventFeed::kMostEvents);
  CHECK(second.events.front().message == std::to_string(EventFeed::kMostEvents));
}

TEST_CASE("event feed: frames of one piece that are too many for a pass come in the next",
          "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  std::string piece;
  for (std::size_t i = 0; i < EventFeed::kMostEvents + 7; ++i) {
    piece += frame(std::to_string(i));
  }
  script.pieces = {piece};
  REQUIRE(piece.size() < std::size_t{64} << 10);
  CHECK(feed.take(open_of(script)).events.size() == EventFeed::kMostEvents);
  const auto rest = feed.take(open_of(script));
  REQUIRE(rest.events.size() == 7);
  CHECK(rest.events.front().message == std::to_string(EventFeed::kMostEvents));
  CHECK(rest.notices.empty());
}

TEST_CASE("event feed: of a frame of very many records some are told and the rest is counted",
          "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  std::string records = "{}";
  for (int i = 1; i < 10000; ++i) {
    records += ",{}";
  }
  for (int i = 0; i < 4; ++i) {
    script.pieces.push_back("data: {\"Events\":[" + records + "]}\n\n");
  }
  const auto news = feed.take(open_of(script));
  CHECK(news.events.size() < EventFeed::kMostEvents + EventFeed::kMostOfFrame);
  REQUIRE(codes(news) == Words{"event_stream_gap"});
  CHECK(news.notices[0].severity == Severity::warning);
  CHECK(news.notices[0].text.find(std::to_string(30000 - news.events.size())) != std::string::npos);
  CHECK(script.pieces.size() == 1);
}

TEST_CASE("event feed: comments without end cost a pass no more than their bound",
          "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  script.pieces.assign(1000, ":" + std::string(32 << 10, '-') + "\n");
  static_cast<void>(feed.take(open_of(script)));
  CHECK(script.pieces.size() > 800);
}

TEST_CASE("event feed: what is no event is told, and the next one is read", "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  script.pieces = {"data: <html>\n\n", frame("a")};
  const auto news = feed.take(open_of(script));
  CHECK(news.events.size() == 1);
  CHECK(codes(news) == Words{"event_stream_malformed"});

  script.pieces = {"data: " + std::string(EventStreamParser::kLongestFrame, 'x'), "xxx\n\n",
                   frame("b")};
  script.pieces.front().resize(60000);
  for (int i = 0; i < 20; ++i) {
    script.pieces.insert(script.pieces.begin() + 1, std::string(60000, 'x'));
  }
  const auto later = feed.take(open_of(script));
  CHECK(later.events.size() == 1);
  CHECK(codes(later) == Words{"event_stream_malformed"});
}

TEST_CASE("event feed: a metric report is passed over in silence", "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  script.pieces = {"data: {\"@odata.type\":\"#MetricReport.v1_5_0.MetricReport\"}\n\n"};
  const auto news = feed.take(open_of(script));
  CHECK(news.events.empty());
  CHECK(news.notices.empty());
}

TEST_CASE("event feed: another address closes the stream that is open", "[probes][redfish]") {
  Script script;
  EventFeed feed;
  feed.follow(kUri);
  static_cast<void>(feed.take(open_of(script)));
  feed.follow(kUri);
  static_cast<void>(feed.take(open_of(script)));
  CHECK(script.opened == 1);
  feed.follow("");
  feed.follow(kUri);
  static_cast<void>(feed.take(open_of(script)));
  CHECK(script.opened == 2);
}
