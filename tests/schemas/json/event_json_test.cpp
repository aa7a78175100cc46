#include "schemas/json/event_json.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

TEST_CASE("event json: one line an event, and the line that is wrong is named", "[schemas][json]") {
  const auto events = testing::example_events();
  const auto bytes = encode_events(events);
  CHECK(decode_events(bytes).value() == events);
  CHECK(decode_events("").value().empty());
  CHECK(bytes.find('\n') < bytes.size() - 1);
  CHECK(bytes.starts_with("{\"format\":\"rackproof-event/1\","));
  CHECK(decode_events(bytes + "{}\n").error().message == "line 3: format: missing");
  CHECK(decode_events(bytes + "\n").error().message.starts_with("line 3: "));
  CHECK(decode_events(bytes.substr(0, bytes.size() - 1)).error().message ==
        "the last line does not end");
}
