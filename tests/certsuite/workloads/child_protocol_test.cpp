#include "certsuite/workloads/child_protocol.h"

#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/text.h"

namespace rackproof {
namespace {

std::string again(const ChildMessage& message) {
  const auto line = encode_message(message);
  CHECK(line.find('\n') == std::string::npos);
  const auto decoded = decode_message(line);
  REQUIRE(decoded);
  CHECK(decoded->index() == message.index());
  return encode_message(*decoded);
}

/// Says one of everything, then ends as it was told to.
class Talker final : public Workload {
 public:
  enum class End { outcome, error, exception };
  explicit Talker(End end) : end_(end) {}

  [[nodiscard]] std::string_view name() const override { return "talker"; }
  [[nodiscard]] std::string_view purpose() const override { return "Talks."; }
  [[nodiscard]] std::vector<std::string_view> measurements() const override { return {}; }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }
  Result<WorkloadOutcome> run(const Effort& /*effort*/, WorkloadListener& listener) override {
    listener.warm_up_over();
    listener.window({"node", "gemm_exact_flops_per_second", UtcTime{}, 0.25, 1e9});
    listener.mismatch({"node/cpu:3", "tile 0,1", "0x1", "0x2", "0x3", 0.5});
    listener.fact({"kernel", "SkylakeX", ""});
    if (end_ == End::exception) {
      throw std::runtime_error("no more memory");
    }
    if (end_ == End::error) {
      return Error{ErrorKind::denied, "/dev/x: permission denied"};
    }
    return WorkloadOutcome{SelfCheck::wrong_answer, {true, true}, 7, 1, ""};
  }

 private:
  End end_;
};

std::vector<ChildMessage> talk(Talker::End end, int expected_code) {
  Talker talker(end);
  std::ostringstream out;
  CHECK(run_workload_child(talker, Effort{.duration = std::chrono::seconds(1)}, out) ==
        expected_code);
  const auto text = out.str();
  std::vector<ChildMessage> messages;
  for (const auto line : lines(text)) {
    auto message = decode_message(line);
    REQUIRE(message);
    messages.push_back(std::move(*message));
  }
  return messages;
}

TEST_CASE("child protocol: every message comes back as it was sent", "[workloads]") {
  const UtcTime time{std::chrono::nanoseconds(1'795'238'220'123'456'789)};
  const std::vector<ChildMessage> messages{
      WarmUpOver{time},
      Window{"node/cpu:0", "cpu_sdc_operations_per_second", time, 0.1, 1.0 / 3},
      Mismatch{"node/memory", "offset 0x10 \"x\"", "0x1", "0x3", "0x2", 1e-9},
      Fact{"kernel", "SkylakeX", "1"},
      WorkloadOutcome{SelfCheck::correct, {true, false}, std::int64_t{1} << 60, 2, "because"},
      Error{ErrorKind::not_observable, "why"},
  };
  for (const auto& message : messages) {
    CHECK(again(message) == encode_message(message));
  }
  const auto window = decode_message(encode_message(messages[1]));
  REQUIRE(window);
  CHECK(std::get<Window>(*window).value == 1.0 / 3);
  CHECK(std::get<Window>(*window).ended == time);
  const auto outcome = decode_message(encode_message(messages[4]));
  REQUIRE(outcome);
  CHECK(std::get<WorkloadOutcome>(*outcome).checks == std::int64_t{1} << 60);
}

TEST_CASE("child protocol: every kind of error has a word", "[workloads]") {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::untrusted); ++kind) {
    const Error error{static_cast<ErrorKind>(kind), "x"};
    const auto decoded = decode_message(encode_message(error));
    REQUIRE(decoded);
    CHECK(std::get<Error>(*decoded) == error);
  }
}

TEST_CASE("child protocol: what is not exactly a message is refused", "[workloads]") {
  const std::vector<std::string> bad{
      "",
      "Segmentation fault",
      "[]",
      R"({"type":"song"})",
      R"({"type":"fact","name":"a","value":"b"})",
      R"({"type":"fact","name":"a","value":"b","unit":"","more":1})",
      R"({"type":"fact","name":"a","value":"b","unit":""}{})",
      R"({"type":"fact","name":"a","name":"b","value":"b","unit":""})",
      R"({"type":"warm_up_over","at":"yesterday"})",
      encode_message(Window{"node", "m", UtcTime{}, 1, std::numeric_limits<double>::infinity()}),
  };
  for (const auto& line : bad) {
    INFO(line);
    CHECK_FALSE(decode_message(line));
  }
}

TEST_CASE("child protocol: the last line of a child is its outcome", "[workloads]") {
  const auto messages = talk(Talker::End::outcome, 0);
  REQUIRE(messages.size() == 5);
  CHECK(std::holds_alternative<WarmUpOver>(messages[0]));
  CHECK(std::get<Mismatch>(messages[2]).where == "tile 0,1");
  const auto& outcome = std::get<WorkloadOutcome>(messages[4]);
  CHECK(outcome.self_check == SelfCheck::wrong_answer);
  CHECK(outcome.mismatch_count == 1);
}

TEST_CASE("child protocol: a workload that fails says why and exits 3", "[workloads]") {
  const auto messages = talk(Talker::End::error, 3);
  CHECK(std::get<Error>(messages.back()) ==
        Error{ErrorKind::denied, "talker: /dev/x: permission denied"});
}

TEST_CASE("child protocol: an exception of a library is an error like any other", "[workloads]") {
  const auto messages = talk(Talker::End::exception, 3);
  CHECK(std::get<Error>(messages.back()).message == "talker: no more memory");
}

}  // namespace
}  // namespace rackproof
