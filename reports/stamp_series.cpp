#include "reports/stamp_series.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace rackproof {
namespace {

constexpr auto kClockTolerance = std::chrono::minutes(5);

/// Judges one series; used once.
class Judging {
 public:
  Judging(const StampSeries& series, const StampQuestion& question)
      : series_(series), question_(question) {}

  SeriesJudgement judge() {
    read_all();
    if (!judgement_.broken.empty()) {
      return std::move(judgement_);
    }
    if (question_.stampers.empty()) {
      tell_all();
    } else {
      believe_all();
    }
    return std::move(judgement_);
  }

 private:
  [[nodiscard]] const std::string& member(std::size_t place) const {
    return series_.stamps[place].member;
  }

  void broke(std::size_t place, const std::string& why) {
    judgement_.broken.push_back(member(place) + ": " + why);
  }

  /// What can be seen of them whoever is believed: what they are over, and in which order.
  void read_all() {
    for (std::size_t place = 0; place < series_.stamps.size(); ++place) {
      const auto covered = stamped_bytes(series_, place);
      auto stated = seal::read_time_stamp({series_.stamps[place].token, covered});
      if (!stated) {
        return broke(place, stated.error().message);
      }
      const auto at = stated->generated;
      if (at > question_.now + kClockTolerance) {
        broke(place, "stamped at " + format_utc(at) + ", later than now");
      }
      if (!stated_.empty() && at < stated_.back().generated) {
        broke(place, "stamped at " + format_utc(at) + ", before " + member(place - 1) +
                         ", which it renews");
      }
      stated_.push_back(*std::move(stated));
    }
  }

  void tell_all() {
    for (std::size_t place = 0; place < stated_.size(); ++place) {
      judgement_.unheard.push_back(member(place) + ": says " +
                                   format_utc(stated_[place].generated) +
                                   ", by nobody who is trusted to stamp");
    }
  }

  [[nodiscard]] Result<seal::TimeStamp> verified(std::size_t place,
                                                 std::optional<UtcTime> renewed) const {
    const auto covered = stamped_bytes(series_, place);
    return seal::verify_time_stamp(
        {series_.stamps[place].token, covered, {}, question_.revocations, renewed, question_.now},
        question_.stampers);
  }

  /// What is said of the stamp behind `place` where that did not hold any more by then.
  [[nodiscard]] std::string renews_nothing(std::size_t place, const Error& error) const {
    return member(place + 1) + ": renews nothing: " + member(place) + ": " + error.message;
  }

  void believe_all() {
    std::vector<seal::TimeStamp> held;  // from the last to the first; those that hold up the next
    for (auto place = series_.stamps.size(); place-- > 0;) {
      auto renewed =
          held.empty() ? Result<seal::TimeStamp>(Error{}) : verified(place, held.back().latest());
      if (renewed) {
        held.push_back(*std::move(renewed));
        continue;
      }
      auto alone = verified(place, {});
      const auto too_late = held.empty() ? std::string() : renews_nothing(place, renewed.error());
      held.clear();
      if (!alone) {
        judgement_.broken.insert(judgement_.broken.end(), too_late.empty() ? 0 : 1, too_late);
        broke(place, alone.error().message);
        continue;
      }
      judgement_.unheard.insert(judgement_.unheard.end(), too_late.empty() ? 0 : 1, too_late);
      held.push_back(*std::move(alone));
    }
    conclude(std::move(held));
  }

  void conclude(std::vector<seal::TimeStamp> held) {
    std::reverse(judgement_.broken.begin(), judgement_.broken.end());
    if (!judgement_.broken.empty() || held.empty()) {
      return;
    }
    judgement_.first = std::move(held.back());
    held.pop_back();
    std::reverse(held.begin(), held.end());
    judgement_.renewals = std::move(held);
  }

  const StampSeries& series_;
  const StampQuestion& question_;
  std::vector<seal::TimeStamp> stated_;
  SeriesJudgement judgement_;
};

}  // namespace

std::string stamped_bytes(const StampSeries& series, std::size_t place) {
  std::string bytes(series.signature);
  for (std::size_t i = 0; i < place && i < series.stamps.size(); ++i) {
    bytes += series.stamps[i].token;
  }
  return bytes;
}

SeriesJudgement judge_stamps(const StampSeries& series, const StampQuestion& question) {
  return Judging(series, question).judge();
}

}  // namespace rackproof
