#include "schemas/store/tier_window.h"

#include <algorithm>
#include <bit>
#include <string_view>
#include <tuple>
#include <utility>

#include "schemas/store/summary.h"

namespace rackproof::store {
namespace {

std::int64_t count_of(std::uint64_t word) {
  return static_cast<std::int64_t>(word);
}

bool below(Kind kind, std::uint64_t a, std::uint64_t b) {
  return kind == Kind::count ? count_of(a) < count_of(b) : value_of(kind, a) < value_of(kind, b);
}

void make_measurement(TierWindow& window) {
  if (window.kind == Kind::measurement) {
    return;
  }
  const auto as_measured = [](std::uint64_t word) {
    return std::bit_cast<std::uint64_t>(value_of(Kind::count, word));
  };
  window.kind = Kind::measurement;
  window.least = as_measured(window.least);
  window.most = as_measured(window.most);
  // By how much counts fell is a number without a sign.
  window.least_fall = std::bit_cast<std::uint64_t>(static_cast<double>(window.least_fall));
  window.most_fall = std::bit_cast<std::uint64_t>(static_cast<double>(window.most_fall));
}

bool below_fall(Kind kind, std::uint64_t a, std::uint64_t b) {
  return kind == Kind::count ? a < b : std::bit_cast<double>(a) < std::bit_cast<double>(b);
}

void add_falls(TierWindow& window, const TierWindow& more) {
  if (more.falls == 0) {
    return;
  }
  if (window.falls == 0) {
    window.least_fall = more.least_fall;
    window.most_fall = more.most_fall;
    window.first_fall_ns = more.first_fall_ns;
  } else {
    const bool less = below_fall(window.kind, more.least_fall, window.least_fall);
    const bool greater = below_fall(window.kind, window.most_fall, more.most_fall);
    window.least_fall = less ? more.least_fall : window.least_fall;
    window.most_fall = greater ? more.most_fall : window.most_fall;
  }
  window.falls += more.falls;
}

/// The step from one window to the next, where it is a fall; both are of one kind.
void add_fall_between(TierWindow& window, const TierWindow& later) {
  const bool counts = window.last_kind == Kind::count && later.first_kind == Kind::count;
  const double before = value_of(window.last_kind, window.last);
  const double after = value_of(later.first_kind, later.first);
  const bool fell = counts ? count_of(later.first) < count_of(window.last) : after < before;
  if (!fell) {
    return;
  }
  const auto whole = window.last - later.first;
  const double measured = counts ? static_cast<double>(whole) : before - after;
  TierWindow fall;
  fall.falls = 1;
  fall.least_fall = window.kind == Kind::count ? whole : std::bit_cast<std::uint64_t>(measured);
  fall.most_fall = fall.least_fall;
  fall.first_fall_ns = later.first_ns;
  add_falls(window, fall);
}

void add_readable(TierWindow& window, TierWindow later, bool counter) {
  if (window.kind != later.kind) {
    make_measurement(window);
    make_measurement(later);
  }
  if (counter) {
    add_fall_between(window, later);
    add_falls(window, later);
  }
  window.least = below(window.kind, later.least, window.least) ? later.least : window.least;
  window.most = below(window.kind, window.most, later.most) ? later.most : window.most;
  window.readable += later.readable;
  window.sum += later.sum;
  window.last = later.last;
  window.last_kind = later.last_kind;
  window.last_ns = later.last_ns;
}

}  // namespace

TierWindow window_of_one(std::int64_t stamp, Kind kind, std::uint64_t word) {
  TierWindow window;
  window.readable = 1;
  window.first_ns = window.last_ns = stamp;
  window.first = window.last = window.least = window.most = word;
  window.first_kind = window.last_kind = window.kind = kind;
  window.sum = value_of(kind, word);
  return window;
}

void merge(TierWindow& window, const TierWindow& later, bool counter) {
  for (const auto& reason : later.why) {
    count_reason(window, reason);
  }
  // Some that are missing have no reason any more.
  const auto missing = window.missing;
  if (window.readable == 0) {
    auto why = std::move(window.why);
    window = later;
    window.why = std::move(why);
  } else if (later.readable > 0) {
    add_readable(window, later, counter);
  }
  window.missing = missing + later.missing;
}

void add_reading(TierWindow& window, std::int64_t stamp, const TypedWord& reading, bool counter) {
  const auto [kind, word] = reading;
  const bool plain = window.readable > 0 && window.kind == kind && window.last_kind == kind &&
                     !(counter && below(kind, word, window.last));
  if (!plain) {
    merge(window, window_of_one(stamp, kind, word), counter);
    return;
  }
  window.least = below(kind, word, window.least) ? word : window.least;
  window.most = below(kind, window.most, word) ? word : window.most;
  ++window.readable;
  window.sum += value_of(kind, word);
  window.last = word;
  window.last_ns = stamp;
}

void count_reason(TierWindow& window, TierReason reason) {
  const auto known = std::ranges::find(window.why, reason.number, &TierReason::number);
  if (known == window.why.end()) {
    window.why.push_back(reason);
  } else {
    known->times += reason.times;
  }
}

void cut_reasons(TierWindow& window, const Reasons& reasons) {
  const auto rank = [&reasons](const TierReason& reason) {
    const auto& why = reasons.in_order()[reason.number];
    return std::tuple(why.kind != ErrorKind::saturated, -reason.times, why.kind,
                      std::string_view(why.message));
  };
  std::ranges::sort(window.why, {}, rank);
  if (window.why.size() > kMostTierReasons) {
    window.why.resize(kMostTierReasons);
  }
}

Reading reading_of(Kind kind, std::uint64_t word) {
  return kind == Kind::count ? Reading(count_of(word)) : Reading(std::bit_cast<double>(word));
}

}  // namespace rackproof::store
