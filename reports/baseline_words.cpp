#include "reports/baseline_words.h"

#include "reports/figures.h"

namespace rackproof::baseline_words {

std::string report_line(const Compared& side) {
  return "report " + side.report.report_id + " over the run of " +
         figures::moment(side.record.started) + ": " +
         std::string(word_of(kOutcomes, side.report.judgement.overall));
}

std::string side(const std::optional<Verdict>& verdict, bool earlier) {
  if (!verdict) {
    return earlier ? "new" : "gone";
  }
  std::string text(word_of(kOutcomes, verdict->outcome));
  return verdict->observed ? text + " " + figures::figure(*verdict->observed, verdict->unit) : text;
}

std::string movement(const VerdictChange& change) {
  if (change.change == Change::none) {
    return "";
  }
  std::string text;
  if (change.percent) {
    text = (*change.percent > 0 ? "+" : "") + figures::fixed(*change.percent, 1) + " %, ";
  }
  return text + std::string(word_of(kChanges, change.change));
}

bool stands_out(const VerdictChange& change) {
  return !change.earlier || !change.later || change.earlier->outcome != change.later->outcome ||
         change.change == Change::beyond;
}

}  // namespace rackproof::baseline_words
