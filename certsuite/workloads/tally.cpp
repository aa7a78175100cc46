#include "certsuite/workloads/tally.h"

#include <array>
#include <charconv>
#include <utility>

namespace rackproof {

void Tally::wrong(Mismatch mismatch) {
  ++wrong_;
  if (told_ < kTold) {
    ++told_;
    mismatch.after_seconds = pace_.elapsed_seconds();
    listener_.mismatch(mismatch);
  }
}

WorkloadOutcome Tally::outcome(Canary canary) const {
  WorkloadOutcome outcome;
  outcome.canary = canary;
  outcome.checks = checks_;
  outcome.mismatch_count = wrong_;
  if (wrong_ > 0) {
    outcome.self_check = SelfCheck::wrong_answer;
  } else if (checks_ > 0) {
    outcome.self_check = SelfCheck::correct;
  }
  return outcome;
}

std::string hex_word(std::uint64_t word) {
  constexpr std::size_t kDigits = 16;
  std::array<char, kDigits> digits{};
  const auto [end, failure] = std::to_chars(digits.data(), digits.data() + kDigits, word, 16);
  static_cast<void>(failure);  // 16 digits hold every 64-bit word
  const std::string text(digits.data(), end);
  return "0x" + std::string(kDigits - text.size(), '0') + text;
}

Mismatch word_mismatch(std::string device, std::string where, std::uint64_t expected,
                       std::uint64_t actual) {
  return Mismatch{.device = std::move(device),
                  .where = std::move(where),
                  .expected = hex_word(expected),
                  .actual = hex_word(actual),
                  .mask = hex_word(expected ^ actual)};
}

}  // namespace rackproof
