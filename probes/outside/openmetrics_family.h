#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "probes/outside/openmetrics_line.h"
#include "schemas/enum_names.h"
#include "schemas/result.h"

namespace rackproof::outside {

enum class FamilyType {
  unknown,
  gauge,
  counter,
  histogram,
  gauge_histogram,
  state_set,
  info,
  summary,
};

inline constexpr std::array kFamilyTypes{
    EnumName<FamilyType>{FamilyType::unknown, "unknown"},
    EnumName<FamilyType>{FamilyType::gauge, "gauge"},
    EnumName<FamilyType>{FamilyType::counter, "counter"},
    EnumName<FamilyType>{FamilyType::histogram, "histogram"},
    EnumName<FamilyType>{FamilyType::gauge_histogram, "gaugehistogram"},
    EnumName<FamilyType>{FamilyType::state_set, "stateset"},
    EnumName<FamilyType>{FamilyType::info, "info"},
    EnumName<FamilyType>{FamilyType::summary, "summary"},
};

/// What an exposition says of the series of one name. Views are into the text.
struct Family {
  std::string_view name;
  FamilyType type = FamilyType::unknown;  ///< "untyped" of the Prometheus format too.
  std::string_view unit;                  ///< OpenMetrics only; "" = not said.
  std::string help;
};

/// Whether a sample of a family of that type may be named as the family is, with `suffix` behind.
bool takes_suffix(FamilyType type, Dialect dialect, std::string_view suffix);

/// The families of one exposition as they come up, and the rules of their order.
class FamilyTable {
 public:
  /// `dialect` is one of the two, not automatic; `most` families are taken.
  FamilyTable(Dialect dialect, std::size_t most) : dialect_(dialect), most_(most) {}

  /// What a line "# KEYWORD family text" says: HELP, TYPE or UNIT.
  Result<void> tell(std::string_view keyword, std::string_view family, std::string_view text);
  /// The family of a sample of that name.
  Result<std::size_t> take_sample(std::string_view name);

  std::vector<Family> give() { return std::move(families_); }

 private:
  /// What was said of a family so far.
  struct Told {
    bool type = false;
    bool help = false;
    bool unit = false;
    bool samples = false;
  };

  [[nodiscard]] bool openmetrics() const { return dialect_ == Dialect::openmetrics; }
  Result<std::size_t> enter(std::string_view family);
  Result<void> tell_once(std::string_view keyword, std::size_t family);
  Result<void> tell_type(std::size_t family, std::string_view text);
  Result<void> tell_unit(std::size_t family, std::string_view text);
  [[nodiscard]] std::size_t known_family_of(std::string_view name) const;
  [[nodiscard]] bool belongs(std::size_t family, std::string_view name) const;

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  Dialect dialect_;
  std::size_t most_;
  std::vector<Family> families_;
  std::vector<Told> told_;  ///< Beside families_.
  std::unordered_map<std::string_view, std::size_t> places_;
  std::size_t current_ = kNone;
};

}  // namespace rackproof::outside
