#include "reports/reproduce.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "schemas/text.h"

namespace rackproof {
namespace {

bool same_bits(const std::optional<double>& a, const std::optional<double>& b) {
  return a.has_value() == b.has_value() &&
         (!a || std::bit_cast<std::uint64_t>(*a) == std::bit_cast<std::uint64_t>(*b));
}

bool same_words(Verdict stated, const Verdict& found, Wording wording) {
  if (!stated.grounds) {
    stated.grounds = found.grounds;  // of a release that did not say them
  }
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

/// What one verdict says and what the other says where the two differ, piece by piece.
struct Particulars {
  std::vector<std::string> stated;
  std::vector<std::string> found;

  void compare(std::string stated_piece, std::string found_piece) {
    if (stated_piece != found_piece) {
      stated.push_back(std::move(stated_piece));
      found.push_back(std::move(found_piece));
    }
  }
};

std::string outcome_of(const Verdict& verdict) {
  std::string text(word_of(kOutcomes, verdict.outcome));
  if (verdict.observed) {
    text += " (observed " + format_double(*verdict.observed) + ")";
  }
  return text;
}

std::string piece(const char* what, const std::optional<double>& number) {
  return number ? std::string(what) + " " + format_double(*number) : std::string("no ") + what;
}

std::string piece(const char* what, std::string_view text) {
  return std::string(what) + " '" + std::string(text) + "'";
}

std::string piece(const char* what, const std::vector<std::string>& items) {
  std::string text = what;
  for (const auto& item : items) {
    text += (&item == &items.front() ? " " : ", ") + item;
  }
  return items.empty() ? "no " + text : text;
}

void compare_grounds(const Grounds& stated, const Grounds& found, Particulars& all) {
  all.compare(piece("rule", word_of(kRuleKinds, stated.rule)),
              piece("rule", word_of(kRuleKinds, found.rule)));
  all.compare(piece("statistic", stated.statistic), piece("statistic", found.statistic));
  all.compare(piece("k", stated.coverage_factor), piece("k", found.coverage_factor));
  all.compare(piece("evaluation", word_of(kUncertaintyEvaluations, stated.evaluation)),
              piece("evaluation", word_of(kUncertaintyEvaluations, found.evaluation)));
  all.compare(piece("instrument", stated.instrument), piece("instrument", found.instrument));
  all.compare(piece("evidence", stated.evidence), piece("evidence", found.evidence));
}

Particulars particulars(const Verdict& stated, const Verdict& found, Wording wording) {
  Particulars all;
  all.compare(outcome_of(stated), outcome_of(found));
  all.compare(piece("class", stated.criterion_class), piece("class", found.criterion_class));
  all.compare(stated.required ? "required" : "not required",
              found.required ? "required" : "not required");
  all.compare(piece("unit", to_string(stated.unit)), piece("unit", to_string(found.unit)));
  all.compare(piece("uncertainty", stated.uncertainty), piece("uncertainty", found.uncertainty));
  all.compare(piece("lower limit", stated.at_least), piece("lower limit", found.at_least));
  all.compare(piece("upper limit", stated.at_most), piece("upper limit", found.at_most));
  all.compare(piece("lower acceptance limit", stated.accept_at_least),
              piece("lower acceptance limit", found.accept_at_least));
  all.compare(piece("upper acceptance limit", stated.accept_at_most),
              piece("upper acceptance limit", found.accept_at_most));
  all.compare(std::to_string(stated.readable) + " readable",
              std::to_string(found.readable) + " readable");
  all.compare(std::to_string(stated.missing) + " missing",
              std::to_string(found.missing) + " missing");
  if (stated.grounds && found.grounds) {
    compare_grounds(*stated.grounds, *found.grounds, all);
  }
  if (wording == Wording::must_match && all.stated.empty()) {  // or it follows from the others
    all.compare(piece("reason", stated.reason), piece("reason", found.reason));
  }
  return all;
}

std::string joined(const std::vector<std::string>& pieces) {
  std::string text;
  for (const auto& one : pieces) {
    text += (text.empty() ? "" : " and ") + one;
  }
  return text;
}

std::string name_of(const Verdict& verdict) {
  return verdict.device.empty() ? verdict.criterion : verdict.criterion + " on " + verdict.device;
}

std::string difference(const Verdict& stated, const Verdict& found, Wording wording) {
  if (stated.criterion != found.criterion || stated.device != found.device) {
    return "the report answers " + name_of(stated) + " where the evidence asks " + name_of(found);
  }
  const auto pieces = particulars(stated, found, wording);
  return name_of(found) + ": the report says " + joined(pieces.stated) + ", the evidence gives " +
         joined(pieces.found);
}

/// The first of `these` that is not among `those`, by name; "" where there is none.
std::string alone_among(const std::vector<Verdict>& these, const std::vector<Verdict>& those) {
  std::set<std::string> names;
  for (const auto& verdict : those) {
    names.insert(name_of(verdict));
  }
  const auto alone = std::find_if(these.begin(), these.end(), [&names](const Verdict& verdict) {
    return !names.contains(name_of(verdict));
  });
  return alone == these.end() ? "" : name_of(*alone);
}

std::string counts(const std::vector<Verdict>& stated, const std::vector<Verdict>& found) {
  auto text = "the report holds " + std::to_string(stated.size()) +
              " verdicts, the evidence gives " + std::to_string(found.size());
  if (const auto made_up = alone_among(stated, found); !made_up.empty()) {
    text += "; nothing asks for " + made_up;
  }
  if (const auto left_out = alone_among(found, stated); !left_out.empty()) {
    text += "; " + left_out + " is not answered";
  }
  return text;
}

}  // namespace

std::vector<std::string> differences(const Judgement& stated, const Judgement& found,
                                     Wording wording) {
  std::vector<std::string> lines;
  if (stated.verdicts.size() != found.verdicts.size()) {
    lines.push_back(counts(stated.verdicts, found.verdicts));
  }
  const auto both = std::min(stated.verdicts.size(), found.verdicts.size());
  for (std::size_t i = 0; i < both; ++i) {
    const auto& a = stated.verdicts[i];
    const auto& b = found.verdicts[i];
    if (!same_words(a, b, wording) || !same_numbers(a, b)) {
      lines.push_back(difference(a, b, wording));
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
