#pragma once

#include <array>
#include <optional>
#include <string>

#include "schemas/enum_names.h"
#include "schemas/units.h"

namespace rackproof {

/// Where a number of a reference comes from.
enum class Basis {
  vendor,      ///< The maker publishes it.
  measured,    ///< Measured by us or the site, with method in `source`.
  secondary,   ///< Published by somebody else.
  derived,     ///< Computed from others; `source` says how.
  not_public,  ///< The maker does not publish it: carries no value and may not be gated.
};

inline constexpr std::array kBases{
    EnumName<Basis>{Basis::vendor, "vendor"},         EnumName<Basis>{Basis::measured, "measured"},
    EnumName<Basis>{Basis::secondary, "secondary"},   EnumName<Basis>{Basis::derived, "derived"},
    EnumName<Basis>{Basis::not_public, "not_public"},
};

/// A number of a reference with everything needed to defend it. Written in TOML as an inline
/// table { value | min | max, unit, basis, source, note, of, dir, justification }.
struct Quantity {
  std::optional<double> value;
  std::optional<double> min;
  std::optional<double> max;
  Unit unit = Unit::one;
  Basis basis = Basis::not_public;
  std::string source;  ///< Document and section; never empty unless basis is not_public.
  std::string note;
  /// For ratios: what this is a share of, "part.accelerator.hbm_bandwidth"; "" = absolute.
  std::string of;
  std::string dir;            ///< "one-way" or "duplex" where it matters.
  std::string justification;  ///< Why a floor lies outside [0.3, 1.0] of its peak.

  bool operator==(const Quantity&) const = default;
};

}  // namespace rackproof
