#include "probes/nvml/nvml_child.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "probes/vendor/vendor_reply.h"
#include "schemas/text.h"

using namespace rackproof;
using namespace rackproof::nvml;
using namespace rackproof::vendor;

namespace {

/// What the child says to `requests`, in this process, over the healthy stand-in.
std::vector<Reply> answers(const std::string& requests,
                           const std::string& library = NVML_STAND_IN_LIBRARY) {
  std::istringstream in(requests);
  std::ostringstream out;
  run_nvml_child(library, in, out);
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

TEST_CASE("nvml child: a pass is the system, each GPU, the end", "[probes][nvml]") {
  const auto replies = answers("pass 7\n");
  REQUIRE(replies.size() == 4);
  CHECK(std::get<SystemReply>(replies[0].said).driver == "580.65.06");
  CHECK(std::get<SystemReply>(replies[0].said).devices == 2);
  CHECK(std::get<DeviceReply>(replies[1].said).address == "0000:9b:00.0");
  CHECK(std::get<DeviceReply>(replies[2].said).address == "0000:db:00.0");
  CHECK(std::get<EndReply>(replies[3].said).heard.empty());
  for (const auto& reply : replies) {
    CHECK(reply.pass == 7);
  }
}

TEST_CASE("nvml child: a GPU that is to be left alone is not touched", "[probes][nvml]") {
  const auto replies = answers("pass 1 without 0\n");
  REQUIRE(replies.size() == 3);
  CHECK(std::get<DeviceReply>(replies[1].said).index == 1);
}

TEST_CASE("nvml child: it answers each request and passes over what is none", "[probes][nvml]") {
  const auto replies = answers("hello\npass 1\n\npass 2\n");
  REQUIRE(replies.size() == 8);
  CHECK(replies[0].pass == 1);
  CHECK(replies[7].pass == 2);
}

TEST_CASE("nvml child: without a library each request is answered with the reason",
          "[probes][nvml]") {
  const auto replies = answers("pass 1\npass 2\n", "libno-such-nvml.so.1");
  REQUIRE(replies.size() == 2);
  CHECK(std::get<Error>(replies[1].said).kind == ErrorKind::absent);
}
