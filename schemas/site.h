#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/units.h"
#include "schemas/waiver.h"

namespace rackproof {

/// A meter or sensor whose readings count, and how far it can be believed.
struct Instrument {
  std::string id;
  std::string quantity;  ///< "power", "inlet temperature".
  std::string unit;
  std::string resolution;
  std::string calibrated;  ///< RFC 3339 date; "" = not calibrated.
  std::string due;
  std::string certificate;  ///< Number or digest.
  std::string metric = {};  ///< Catalogue metric whose uncertainty it gives; "" = none.
  std::string device = {};  ///< Device id, or a pattern with '*'; "" = every device.
  std::optional<double> expanded_uncertainty =
      {};  ///< k = 2, above 0; only together with `metric`.
  Unit uncertainty_unit = Unit::one;

  bool operator==(const Instrument&) const = default;
};

/// A century: no machine outlives it, and no time overflows.
inline constexpr int kMostValidDays = 36'500;

/// What the tool cannot know by itself; filled from --site FILE. Empty = "not given".
struct Site {
  std::string issuer_name;
  std::string issuer_address;
  std::string issuer_role;
  std::string authorised_by;
  std::string customer;
  std::string place;
  std::string position;  ///< Room, row, rack, unit.
  std::string rack_serial;
  std::string operator_name;
  std::string inlet;      ///< Stated inlet temperature with unit.
  std::string condition;  ///< Condition of the item on receipt.
  std::vector<Instrument> instruments;
  /// How long the issuer's reports are valid, from the end of the run; 1 to kMostValidDays.
  std::optional<int> valid_for_days = {};
  std::vector<Waiver> waivers = {};  ///< Judgement, not facts: only reports carry them.

  bool operator==(const Site&) const = default;
};

}  // namespace rackproof
