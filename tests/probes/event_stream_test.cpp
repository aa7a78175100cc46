#include "probes/redfish/event_stream.h"

#include <string>
#include <utility>

#include <catch2/catch.hpp>

using namespace rackproof::redfish;
using namespace std::string_view_literals;

namespace {

using Frames = std::vector<StreamFrame>;

Frames frames_of(std::string_view bytes) {
  return EventStreamParser().feed(bytes);
}

/// Fed byte for byte.
Frames torn(std::string_view bytes) {
  EventStreamParser parser;
  Frames all;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (auto& frame : parser.feed(bytes.substr(i, 1))) {
      all.push_back(std::move(frame));
    }
  }
  return all;
}

}  // namespace

TEST_CASE("event stream: several data lines are one text, and comments are none",
          "[probes][redfish]") {
  const std::string text =
      ": still here\nid: 7\nevent: x\ndata: {\ndata:\"a\":1\ndata\ndata: }\n\n";
  const Frames wanted{{"7", "{\n\"a\":1\n\n}"}};
  CHECK(frames_of(text) == wanted);
  CHECK(torn(text) == wanted);
}

TEST_CASE("event stream: lines end in LF, CR LF or CR, torn anywhere", "[probes][redfish]") {
  const Frames wanted{{"", "one"}, {"", "two"}};
  for (const std::string text : {"data: one\n\ndata: two\n\n", "data: one\r\n\r\ndata: two\r\n\r\n",
                                 "data: one\r\rdata: two\r\r", "data: one\r\n\ndata: two\n\r\n"}) {
    CHECK(frames_of(text) == wanted);
    CHECK(torn(text) == wanted);
  }
}

TEST_CASE("event stream: a CR LF torn between two pieces ends one line, not two",
          "[probes][redfish]") {
  EventStreamParser parser;
  CHECK(parser.feed("data: one\r").empty());
  CHECK(parser.feed("\ndata: two\r\n").empty());
  CHECK(parser.feed("\r\n") == Frames{{"", "one\ntwo"}});
}

TEST_CASE("event stream: a frame without data is none, and an id stays until the next",
          "[probes][redfish]") {
  CHECK(frames_of("id: 4\n\n:\n\ndata: a\n\nid\ndata: b\n\n") == Frames{{"4", "a"}, {"", "b"}});
  CHECK(frames_of("\n\n\n").empty());
}

TEST_CASE("event stream: one blank behind the colon goes, more stay", "[probes][redfish]") {
  CHECK(frames_of("data:  a\n\n") == Frames{{"", " a"}});
  CHECK(frames_of("data:a:b\n\n") == Frames{{"", "a:b"}});
}

TEST_CASE("event stream: a byte order mark at the beginning is passed over", "[probes][redfish]") {
  CHECK(torn("\xEF\xBB\xBF"
             "data: a\n\n") == Frames{{"", "a"}});
}

TEST_CASE("event stream: what was not ended is no frame yet", "[probes][redfish]") {
  EventStreamParser parser;
  CHECK(parser.feed("data: half\n").empty());
  CHECK(parser.feed("data: whole\n\n") == Frames{{"", "half\nwhole"}});
}

TEST_CASE("event stream: a line without end is left out and costs no memory and no other frame",
          "[probes][redfish]") {
  EventStreamParser parser;
  const std::string piece(std::size_t{1} << 16, 'x');
  CHECK(parser.feed("data: ").empty());
  for (int i = 0; i < 100; ++i) {
    CHECK(parser.feed(piece).empty());
  }
  CHECK(parser.feed("\n\n").empty());
  CHECK(parser.left_out() == 1);
  CHECK(parser.feed("data: next\n\n") == Frames{{"", "next"}});
}

TEST_CASE("event stream: a frame of lines without end is left out whole, to its end",
          "[probes][redfish]") {
  EventStreamParser parser;
  const auto line = "data: " + std::string(1000, 'x') + "\n";
  for (int i = 0; i < 5000; ++i) {
    CHECK(parser.feed(line).empty());
  }
  CHECK(parser.feed("data: its tail\n\n").empty());
  CHECK(parser.left_out() == 1);
  CHECK(parser.feed("data: next\n\n") == Frames{{"", "next"}});
}

TEST_CASE("event stream: a frame of just the length passes, one byte more does not",
          "[probes][redfish]") {
  const std::string most(EventStreamParser::kLongestFrame, 'x');
  const auto frames = frames_of("data: " + most + "\n\n");
  REQUIRE(frames.size() == 1);
  CHECK(frames.front().data == most);
  CHECK(frames_of("data: " + most + "x\n\n").empty());
}

TEST_CASE("event stream: garbage gives nothing, and an id with a NUL is none",
          "[probes][redfish]") {
  CHECK(frames_of("\x01\xFF\r\r\nHTTP/1.1 200\ndat: a\n\n<html>\n\n"sv).empty());
  CHECK(frames_of("id: a\0b\ndata: c\n\n"sv) == Frames{{"", "c"}});
}
