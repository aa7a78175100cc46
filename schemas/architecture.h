#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/criterion.h"
#include "schemas/device.h"
#include "schemas/enum_names.h"
#include "schemas/quantity.h"

namespace rackproof {

enum class ReferenceStatus { draft, calibrated, vendor_confirmed };

inline constexpr std::array kReferenceStatuses{
    EnumName<ReferenceStatus>{ReferenceStatus::draft, "draft"},
    EnumName<ReferenceStatus>{ReferenceStatus::calibrated, "calibrated"},
    EnumName<ReferenceStatus>{ReferenceStatus::vendor_confirmed, "vendor-confirmed"},
};

/// One term by which a machine is recognised; every given field must match.
struct IdentityTerm {
  std::string pci;           ///< "vendor:device" in hex, "1d0f:7364"; "" = not asked.
  std::string machine;       ///< DMI product name, exact; "" = not asked.
  std::string architecture;  ///< uname machine, "x86_64"; "" = not asked.
  std::optional<int> count;  ///< How many PCI functions must match; none = at least one.
};

/// A kind of part the architecture holds and how many, with its published quantities.
struct Part {
  DeviceKind kind = DeviceKind::node;
  Quantity count;  ///< min (and max or value); fewer devices than min = FAIL on each empty slot.
  /// Given: `count` is what each device of that kind holds of this one, and too few are a FAIL of
  /// the one that lacks them.
  std::optional<DeviceKind> in;
  std::string model;    ///< What each of them is, '*' for any characters; "" = not asked.
  bool serial = false;  ///< Each of them must say its serial number.
  std::map<std::string, Quantity, std::less<>>
      quantities;  ///< "hbm_bandwidth" -> 2900 GB/s vendor.
};

/// One of these rows must match the inventory's software as a whole.
struct SoftwareRow {
  /// name -> exact version, or a window (schemas/version_window.h).
  std::map<std::string, std::string, std::less<>> versions;
};

/// A stretch of the run: one workload (or "idle") for a stated time, in the tiers that name it.
struct Phase {
  std::string id;
  std::string workload;                                  ///< Name in the workload registry.
  std::vector<std::string> tiers;                        ///< "quick", "check", "accept", "soak".
  std::map<std::string, Quantity, std::less<>> seconds;  ///< Per tier; key "*" = every tier.
  /// Per tier as `seconds`: added to them for each whole GiB of main memory.
  std::map<std::string, Quantity, std::less<>> seconds_per_gib;
  /// Per tier: however much memory, the two together are no longer; never less than `seconds`.
  std::map<std::string, Quantity, std::less<>> seconds_at_most;
  std::map<std::string, Quantity, std::less<>> settle;      ///< Per tier: idle time before it.
  std::map<std::string, Quantity, std::less<>> parameters;  ///< Workload's own, e.g. memory share.
};

/// A reference architecture after overlays were resolved.
struct Architecture {
  std::string id;
  int revision = 0;
  std::string title;
  ReferenceStatus status = ReferenceStatus::draft;
  std::string uri;              ///< Where this document is published; "" = not said.
  std::optional<int> sequence;  ///< Number of this publication there, from 1; none = not counted.
  std::vector<std::string> overlay_chain;  ///< Ids from the base to this one, this one last.
  std::vector<std::string> must_judge;     ///< Criterion classes that need a required PASS.
  std::vector<IdentityTerm> identity;      ///< Any one term matching is a match.
  std::vector<Part> parts;
  std::string topology_kind;  ///< "", "torus", "ring", "mesh", "switched".
  std::vector<int> topology_shape;
  /// Attribute of an accelerator whose number at the end is its place in the shape, row by row;
  /// "" = the machine does not say places, and only how many links there are is asked.
  std::string topology_places;
  std::vector<SoftwareRow> software;
  std::vector<Phase> phases;  ///< In the order they run.
  std::vector<Criterion> criteria;
};

/// A resolved architecture together with the bytes it is known by.
struct ResolvedReference {
  Architecture architecture;
  std::string canonical_toml;  ///< The resolved document; loading it again gives the same
                               ///< Architecture and bytes.
  std::string digest;          ///< SHA-256 of canonical_toml, hex.
};

}  // namespace rackproof
