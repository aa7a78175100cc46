#include "reports/reproduce.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>

#include "schemas/text.h"

namespace rackproof {
namespace {

bool same_bits(const std::optional<double>& a, const std::optional<double>& b) {
  return a.has_value() == b.has_value() &&
         (!a || std::bit_cast<std::uint64_t>(*a) == std::bit_cast<std::uint64_t>(*b));
}

bool same_words(Verdict stated, const Verdict& found, Wording wording) {
  if (wording == Wording::may_differ) {
    stated.reason = found.reason;
  }
  return stated == found;
}

bool same_numbers(const Verdict& a, const Verdict& b) {
  return same_bits(a.observed, b.observed) && same_bits(a.uncertainty, b.uncertainty) &&
         same_bits(a.at_least, b.at_least) && same_bits(a.at_most, b.at_most) &&
         same_bits(a.accept_at_least, b.accept_at_least) &&
         same_bits(a.accept_at_most, b.accept_at_most);
}

std::string shown(const Verdict& verdict) {
  std::string text(word_of(kOutcomes, verdict.outcome));
  if (verdict.observed) {
    text += " (observed " + format_double(*verdict.observed) + ")";
  }
  return text;
}

std::string name_of(const Verdict& verdict) {
  return verdict.device.empty() ? verdict.criterion : verdict.criterion + " on " + verdict.device;
}

std::string difference(const Verdict& stated, const Verdict& found) {
  if (stated.criterion != found.criterion || stated.device != found.device) {
    return "the report answers " + name_of(stated) + " where the evidence asks " + name_of(found);
  }
  return name_of(found) + ": the report says " + shown(stated) + ", the evidence gives " +
         shown(found) + (shown(stated) == shown(found) ? " with other particulars" : "");
}

}  // namespace

std::vector<std::string> differences(const Judgement& stated, const Judgement& found,
                                     Wording wording) {
  std::vector<std::string> lines;
  if (stated.verdicts.size() != found.verdicts.size()) {
    lines.push_back("the report holds " + std::to_string(stated.verdicts.size()) +
                    " verdicts, the evidence gives " + std::to_string(found.verdicts.size()));
  }
  const auto both = std::min(stated.verdicts.size(), found.verdicts.size());
  for (std::size_t i = 0; i < both; ++i) {
    const auto& a = stated.verdicts[i];
    const auto& b = found.verdicts[i];
    if (!same_words(a, b, wording) || !same_numbers(a, b)) {
      lines.push_back(difference(a, b));
    }
  }
  if (stated.overall != found.overall) {
    lines.push_back("the report says " + std::string(word_of(kOutcomes, stated.overall)) +
                    " overall, the evidence gives " +
                    std::string(word_of(kOutcomes, found.overall)));
  }
  if (wording == Wording::must_match && stated.because != found.because) {
    lines.emplace_back("the overall verdict is explained otherwise than the evidence explains it");
  }
  return lines;
}

}  // namespace rackproof
