#include "certsuite/criteria/waivers.h"

#include <algorithm>
#include <chrono>

#include "schemas/encoding.h"
#include "schemas/enum_names.h"
#include "schemas/suggest.h"

namespace rackproof::criteria {
namespace {

/// The first moment at which it holds no more; nothing where its date is none.
std::optional<UtcTime> end_of(const Waiver& waiver) {
  const auto day = parse_utc(waiver.expires + "T00:00:00Z");
  return day ? std::optional(*day + std::chrono::days(1)) : std::nullopt;
}

bool is_judged(const Report& report, const std::string& requirement) {
  const auto& verdicts = report.judgement.verdicts;
  return std::any_of(verdicts.begin(), verdicts.end(), [&requirement](const Verdict& verdict) {
    return verdict.criterion == requirement;
  });
}

/// "FAIL" or "FAIL, PASS": what became of the requirement, each word once.
std::string outcomes_of(const Report& report, const std::string& requirement) {
  std::string text;
  for (const auto& [outcome, word] : kOutcomes) {
    const auto& verdicts = report.judgement.verdicts;
    const bool given =
        std::any_of(verdicts.begin(), verdicts.end(), [&, wanted = outcome](const Verdict& each) {
          return each.criterion == requirement && each.outcome == wanted;
        });
    if (given) {
      text += (text.empty() ? "" : ", ") + std::string(word);
    }
  }
  return text;
}

std::string terms(const Waiver& waiver, UtcTime issued) {
  return "waived by " + waiver.by + " until " + waiver.expires +
         (has_expired(waiver, issued) ? " (expired when the report was issued)" : "") + ": " +
         waiver.reason;
}

}  // namespace

bool has_expired(const Waiver& waiver, UtcTime at) {
  const auto end = end_of(waiver);
  return !end || *end <= at;
}

bool waivers_are_whole(const Report& report) {
  const auto& waivers = report.site.waivers;
  return std::all_of(waivers.begin(), waivers.end(), [&report](const Waiver& waiver) {
    return !waiver.by.empty() && !waiver.reason.empty() && end_of(waiver) &&
           is_judged(report, waiver.requirement);
  });
}

Result<void> check_waived(const std::vector<Waiver>& waivers,
                          const std::vector<std::string>& requirements) {
  for (const auto& waiver : waivers) {
    if (std::find(requirements.begin(), requirements.end(), waiver.requirement) ==
        requirements.end()) {
      return Error{ErrorKind::malformed, "a waiver of '" + printable(waiver.requirement) +
                                             "', which the reference does not require" +
                                             did_you_mean(waiver.requirement, requirements)};
    }
  }
  return {};
}

std::vector<const Waiver*> waivers_of(const Report& report, std::string_view requirement) {
  std::vector<const Waiver*> found;
  for (const auto& waiver : report.site.waivers) {
    if (waiver.requirement == requirement) {
      found.push_back(&waiver);
    }
  }
  return found;
}

std::string waiver_told(const Waiver& waiver, std::string_view verdict, UtcTime issued) {
  return terms(waiver, issued) + "; the verdict stays " + std::string(verdict);
}

std::vector<std::string> waivers_told(const Report& report) {
  std::vector<std::string> sentences;
  for (const auto& waiver : report.site.waivers) {
    sentences.push_back(waiver.requirement + " is " + terms(waiver, report.issued) +
                        "; its verdict stays " + outcomes_of(report, waiver.requirement));
  }
  return sentences;
}

}  // namespace rackproof::criteria
