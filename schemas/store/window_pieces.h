#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/series_windows.h"
#include "schemas/store/tier_window.h"
#include "schemas/telemetry_source.h"

namespace rackproof::store {

/// Windows of one series put together from what tiers keep of it and from readings, as
/// series_windows.h defines them. Pieces come in order of time, those of the time before the grid
/// first: a counter's steps begin there.
class WindowPieces {
 public:
  WindowPieces(const SeriesAsked& asked, const WindowQuery& query);

  /// A window of a tier, whose start and length are given. `words` says what it is, "15 min".
  struct Piece {
    std::int64_t start_ns = 0;
    std::int64_t length_ns = 0;
    std::string_view words;
  };
  void add(const Piece& piece, const TierWindow& window, const Reasons& reasons);
  void add(const Series& points);
  /// Nothing is kept of that time: windows that touch it have no value.
  void gone(TimeRange range);

  [[nodiscard]] SeriesWindows finish() const;

 private:
  struct Held {
    TierWindow total;
    std::map<std::pair<ErrorKind, std::string>, std::int64_t> why;
    std::optional<Error> refused;
    std::optional<Point> refused_end;  ///< The last reading of what was refused.
  };
  /// The last reading before a window that has some.
  using Base = std::optional<Point>;

  void merge_in(Held& held, const TierWindow& window, const Reasons& reasons) const;
  [[nodiscard]] std::optional<Error> refusal(const Piece& piece) const;
  void refuse(TimeRange range, const Error& why, const TierWindow* window);
  void add(const Point& point);
  void note_end(const TierWindow& window);
  [[nodiscard]] SeriesWindow window_of(const Held& held, const Base& base) const;
  [[nodiscard]] Reading steps_of(const Held& held, const Base& base) const;

  SeriesAsked asked_;
  WindowQuery query_;
  bool counter_;
  Held before_;  ///< All of before the grid.
  std::vector<Held> held_;
};

}  // namespace rackproof::store
