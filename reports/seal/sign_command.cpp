#include "reports/seal/sign_command.h"

#include <utility>

#include "probes/machine/child.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::seal {
namespace {

constexpr std::size_t kAnswerLimit = 4096;

/// ": what it said", on one line; "" when it said nothing.
std::string last_words(const ChildResult& result) {
  const auto said = trim(result.error_output);
  return said.empty() ? "" : ": " + printable(said, 400);
}

Result<std::string> judged(ChildResult result, std::chrono::nanoseconds deadline) {
  if (result.timed_out) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(deadline).count();
    return Error{ErrorKind::timed_out, "no signature within " + std::to_string(seconds) +
                                           " s; it was ended" + last_words(result)};
  }
  if (result.output_limited) {
    return Error{ErrorKind::io, "says more than " + std::to_string(kAnswerLimit) + " bytes"};
  }
  if (!result.exit_code) {
    return Error{ErrorKind::io,
                 "ended by signal " + std::to_string(result.signal) + last_words(result)};
  }
  if (*result.exit_code != 0) {
    return Error{ErrorKind::io,
                 "ended with exit code " + std::to_string(*result.exit_code) + last_words(result)};
  }
  return std::move(result.output);
}

}  // namespace

Result<std::string> answer_of_program(const SignCommand& command,
                                      const std::vector<std::string_view>& input) {
  ChildCommand child;
  child.argv = command.argv;
  child.environment = own_environment();
  child.deadline = command.deadline;
  child.output_limit = kAnswerLimit;
  child.input = input;
  auto result = run_child(child, {}, {});
  if (!result) {
    return std::move(result).error();
  }
  return judged(*std::move(result), command.deadline);
}

CommandSigner::CommandSigner(SignCommand command, const PublicKey& public_key)
    : command_(std::move(command)), public_key_(public_key) {}

Result<std::string> CommandSigner::sign(std::string_view message) const {
  auto signature = answer_of_program(command_, {message});
  return signature ? std::move(signature)
                   : std::move(signature).error().during(command_.argv.front());
}

}  // namespace rackproof::seal
