#include "probes/amdsmi/amdsmi_child.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "probes/vendor/vendor_reply.h"
#include "schemas/text.h"

using namespace rackproof;
using namespace rackproof::amdsmi;
using namespace rackproof::vendor;

namespace {

/// What the child says to `requests`, in this process, over the healthy stand-in.
std::vector<Reply> answers(const std::string& requests,
                           const std::string& library = AMDSMI_STAND_IN_LIBRARY) {
  std::istringstream in(requests);
  std::ostringstream out;
  run_amdsmi_child(library, in, out);
  std::vector<Reply> replies;
  const auto text = out.str();
  for (const auto line : lines(text)) {
    auto reply = parse_reply(line);
    INFO((reply ? std::string() : reply.error().message));
    REQUIRE(reply);
    replies.push_back(std::move(reply).value());
  }
  return replies;
}

}  // namespace

TEST_CASE("amdsmi child: a pass is the system, each socket, the end", "[probes][amdsmi]") {
  const auto replies = answers("pass 7\n");
  REQUIRE(replies.size() == 4);
  CHECK(std::get<SystemReply>(replies[0].said).library == "26.1.0");
  CHECK(std::get<SystemReply>(replies[0].said).devices == 2);
  CHECK(std::get<DeviceReply>(replies[1].said).address == "0000:3b:00.0");
  CHECK(std::get<DeviceReply>(replies[2].said).address == "0000:5d:00.0");
  CHECK(std::get<EndReply>(replies[3].said).heard.empty());
}

TEST_CASE("amdsmi child: a socket that is to be left alone is not touched", "[probes][amdsmi]") {
  const auto replies = answers("pass 1 without 0\n");
  REQUIRE(replies.size() == 3);
  CHECK(std::get<DeviceReply>(replies[1].said).index == 1);
}

TEST_CASE("amdsmi child: without a library each request is answered with the reason",
          "[probes][amdsmi]") {
  const auto replies = answers("pass 1\npass 2\n", "libno-such-amdsmi.so.26");
  REQUIRE(replies.size() == 2);
  CHECK(std::get<Error>(replies[1].said).kind == ErrorKind::absent);
}
