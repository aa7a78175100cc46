#include "certsuite/workloads/child_protocol.h"

#include <array>
#include <exception>
#include <optional>
#include <ostream>
#include <utility>

#include "probes/machine/clock.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/member_reader.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/shared_members.h"
#include "schemas/json/strict_json.h"

namespace rackproof {

namespace {

/// In the order of ChildMessage's alternatives; the word stands first in every line.
enum class MessageKind { warm_up_over, window, mismatch, fact, outcome, error };

constexpr std::array kMessageKinds{
    EnumName<MessageKind>{MessageKind::warm_up_over, "warm_up_over"},
    EnumName<MessageKind>{MessageKind::window, "window"},
    EnumName<MessageKind>{MessageKind::mismatch, "mismatch"},
    EnumName<MessageKind>{MessageKind::fact, "fact"},
    EnumName<MessageKind>{MessageKind::outcome, "outcome"},
    EnumName<MessageKind>{MessageKind::error, "error"},
};

template <typename A>
void describe(A& archive, Described<A, WarmUpOver>& over) {
  archive.field("at", over.at);
}

template <typename A>
void describe(A& archive, Described<A, Window>& window) {
  archive.field("device", window.device);
  archive.field("metric", window.metric);
  archive.field("ended", window.ended);
  archive.field("seconds", window.seconds);
  archive.field("value", window.value);
}

template <typename A>
void describe(A& archive, Described<A, WorkloadOutcome>& outcome) {
  archive.word("selfCheck", outcome.self_check, kSelfChecks);
  archive.group("canary", [&outcome](auto& canary) {
    canary.field("planted", outcome.canary.planted);
    canary.field("caught", outcome.canary.caught);
  });
  archive.field("checks", outcome.checks);
  archive.field("mismatchCount", outcome.mismatch_count);
  archive.field("skipped", outcome.skipped);
}

template <typename A>
void describe(A& archive, Described<A, Error>& error) {
  archive.word("reason", error.kind, kErrorKinds);
  archive.field("message", error.message);
}

template <typename Message>
ChildMessage read(MemberReader& reader) {
  Message message;
  describe(reader, message);
  return message;
}

ChildMessage read_as(MessageKind kind, MemberReader& reader) {
  switch (kind) {
    case MessageKind::warm_up_over:
      return read<WarmUpOver>(reader);
    case MessageKind::window:
      return read<Window>(reader);
    case MessageKind::mismatch:
      return read<Mismatch>(reader);
    case MessageKind::fact:
      return read<Fact>(reader);
    case MessageKind::outcome:
      return read<WorkloadOutcome>(reader);
    case MessageKind::error:
      return read<Error>(reader);
  }
  return Error{};
}

/// Writes each call as one line at once, so that the parent sees what was done before a crash.
class LineWriter final : public WorkloadListener {
 public:
  explicit LineWriter(std::ostream& out) : out_(out) {}

  void warm_up_over() override { write(WarmUpOver{clock_.now()}); }
  void window(const Window& window) override { write(window); }
  void mismatch(const Mismatch& mismatch) override { write(mismatch); }
  void fact(const Fact& fact) override { write(fact); }
  void write(const ChildMessage& message) { out_ << encode_message(message) << std::endl; }

 private:
  SystemClock clock_;
  std::ostream& out_;
};

/// A library may throw (memory above all); here it becomes an Error like any other.
Result<WorkloadOutcome> run_guarded(Workload& workload, const Effort& effort,
                                    WorkloadListener& listener) {
  try {
    return workload.run(effort, listener);
  } catch (const std::exception& thrown) {
    return Error{ErrorKind::io, thrown.what()};
  }
}

}  // namespace

std::string encode_message(const ChildMessage& message) {
  MemberWriter writer;
  writer.word("type", static_cast<MessageKind>(message.index()), kMessageKinds);
  std::visit([&writer](const auto& each) { describe(writer, each); }, message);
  auto line = write_json_line(writer.take());
  line.pop_back();
  return line;
}

Result<ChildMessage> decode_message(std::string_view line) {
  const auto value = parse_strict_json(line, {.bytes = std::size_t{1} << 20, .depth = 4});
  if (!value) {
    return value.error();
  }
  std::optional<Error> failure;
  MemberReader reader(*value, "", failure);
  MessageKind kind{};
  reader.word("type", kind, kMessageKinds);
  if (failure) {
    return *failure;
  }
  auto message = read_as(kind, reader);
  reader.finish();
  if (failure) {
    return *failure;
  }
  return message;
}

int run_workload_child(Workload& workload, const Effort& effort, std::ostream& out) {
  constexpr int kFailed = 3;
  LineWriter writer(out);
  const auto outcome = run_guarded(workload, effort, writer);
  if (!outcome) {
    writer.write(outcome.error().during(workload.name()));
    return kFailed;
  }
  writer.write(*outcome);
  return out ? 0 : kFailed;
}

}  // namespace rackproof
