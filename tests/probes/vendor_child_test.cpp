#include "probes/vendor/vendor_child.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "schemas/text.h"

using namespace rackproof;
using namespace rackproof::vendor;

namespace {

/// Two GPUs; fails as a whole on demand.
class TwoGpus final : public LibrarySession {
 public:
  explicit TwoGpus(bool& broken) : broken_(broken) {}

  Result<SystemReply> system() override {
    if (broken_) {
      return Error{ErrorKind::io, "no more"};
    }
    SystemReply reply;
    reply.devices = 2;
    return reply;
  }
  [[nodiscard]] std::size_t count() const override { return 2; }
  DeviceReply device(std::size_t index) override {
    DeviceReply reply;
    reply.index = static_cast<int>(index);
    return reply;
  }
  EndReply end() override { return {}; }

 private:
  bool& broken_;
};

std::vector<Reply> answers(const SessionOpener& open, const std::string& requests) {
  std::istringstream in(requests);
  std::ostringstream out;
  run_library_child(open, in, out);
  std::vector<Reply> replies;
  const auto text = out.str();
  for (const auto line : lines(text)) {
    auto reply = parse_reply(line);
    REQUIRE(reply);
    replies.push_back(std::move(reply).value());
  }
  return replies;
}

}  // namespace

TEST_CASE("vendor child: one session answers pass after pass", "[probes][vendor]") {
  bool broken = false;
  int opened = 0;
  const auto replies = answers(
      [&] {
        ++opened;
        return Result<std::unique_ptr<LibrarySession>>(std::make_unique<TwoGpus>(broken));
      },
      "pass 1\nnonsense\npass 2 without 1\n");
  REQUIRE(replies.size() == 7);
  CHECK(opened == 1);
  CHECK(std::get<DeviceReply>(replies[2].said).index == 1);
  CHECK(std::get<DeviceReply>(replies[5].said).index == 0);
  CHECK(std::holds_alternative<EndReply>(replies[6].said));
  CHECK(replies[6].pass == 2);
}

TEST_CASE("vendor child: what cannot be opened, or breaks, is a reason and is tried again",
          "[probes][vendor]") {
  bool broken = true;
  int opened = 0;
  const auto replies = answers(
      [&]() -> Result<std::unique_ptr<LibrarySession>> {
        if (++opened == 1) {
          return Error{ErrorKind::absent, "not here"};
        }
        return std::unique_ptr<LibrarySession>(std::make_unique<TwoGpus>(broken));
      },
      "pass 1\npass 2\npass 3\n");
  REQUIRE(replies.size() == 3);
  CHECK(opened == 3);  // a session that broke is not used again
  CHECK(std::get<Error>(replies[0].said).message == "not here");
  CHECK(std::get<Error>(replies[2].said).message == "no more");
}
