#include "schemas/toml/lint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/suggest.h"
#include "schemas/text.h"
#include "schemas/toml/overlay.h"
#include "schemas/toml/reference_check.h"
#include "schemas/toml/reference_reader.h"

namespace rackproof {
namespace {

constexpr double kSameFigure = 1e-6;  // relative
constexpr double kPercent = 100;

/// 2^10, 2^20, 2^30 and 2^40 over the decimal multiple of the same name.
constexpr std::array kBinaryOverDecimal{1.024, 1.048576, 1.073741824, 1.099511627776};

struct NamedFigure {
  std::string name;
  Unit base = Unit::one;
  double value = 0;  // in the base unit
};

bool is_data_unit(Unit base) {
  return base == Unit::byte || base == Unit::byte_per_second;
}

class ReferenceLint {
 public:
  ReferenceLint(const ReadReference& reference, const std::vector<KnownWorkload>& workloads,
                Findings& findings)
      : architecture_(reference.architecture),
        places_(reference.places),
        workloads_(workloads),
        findings_(findings) {}

  void run() {
    for (const auto& phase : architecture_.phases) {
      check_phase(phase);
    }
    for (const auto& criterion : architecture_.criteria) {
      if (criterion.measurement) {
        check_measurement(criterion);
      }
      check_any_device(criterion);
    }
    check_tiers();
    check_topology();
    check_binary_and_decimal();
  }

 private:
  void add(LintLevel severity, const std::string& item, const std::string& text) {
    findings_.push_back({severity, place_of(places_, item), item + ": " + text});
  }

  [[nodiscard]] const KnownWorkload* workload(std::string_view name) const {
    const auto found = std::ranges::find(workloads_, name, &KnownWorkload::name);
    return found != workloads_.end() ? &*found : nullptr;
  }

  void check_phase(const Phase& phase) {
    const auto item = item_name("phase", phase.id);
    if (phase.workload == kIdleWorkload) {
      return;
    }
    const auto* known = workload(phase.workload);
    if (known == nullptr) {
      std::vector<std::string> names;
      for (const auto& candidate : workloads_) {
        names.push_back(candidate.name);
      }
      add(LintLevel::error, item,
          "no workload is called '" + printable(phase.workload) + "'" +
              did_you_mean(phase.workload, names));
      return;
    }
    for (const auto& [name, value] : phase.parameters) {
      if (std::ranges::find(known->parameters, name) == known->parameters.end()) {
        add(LintLevel::error, item,
            "parameter '" + printable(name) + "' is never read by " + known->name +
                did_you_mean(name, known->parameters));
      }
    }
    if (!is_judged(phase, *known)) {
      add(LintLevel::warning, item,
          "runs " + known->name + ", and no criterion judges what it measures");
    }
  }

  [[nodiscard]] bool is_judged(const Phase& phase, const KnownWorkload& known) const {
    return std::ranges::any_of(architecture_.criteria, [&](const Criterion& criterion) {
      return criterion.measurement && offers(known, criterion.metric) &&
             (criterion.during == "*" || criterion.during == phase.id);
    });
  }

  static bool offers(const KnownWorkload& known, const std::string& measurement) {
    return std::ranges::find(known.measurements, measurement) != known.measurements.end();
  }

  void check_measurement(const Criterion& criterion) {
    const bool taken = std::ranges::any_of(architecture_.phases, [&](const Phase& phase) {
      const auto* known = workload(phase.workload);
      const bool during = criterion.during == "*" || criterion.during == phase.id;
      return during && known != nullptr && offers(*known, criterion.metric);
    });
    if (!taken) {
      add(LintLevel::error, item_name("criterion", criterion.id),
          "no workload of " +
              (criterion.during == "*" ? "any phase" : "phase '" + criterion.during + "'") +
              " measures '" + criterion.metric + "'");
    }
  }

  /// "Any device" answers "is there one at all"; a ceiling asks each of them.
  void check_any_device(const Criterion& criterion) {
    const auto item = item_name("criterion", criterion.id);
    if (criterion.devices != DevicesAsked::any) {
      return;
    }
    if (criterion.at_most) {
      add(LintLevel::warning, item,
          "devices = \"any\" beside at_most: one device that keeps to it hides all that do not");
    }
    if (criterion.on == DeviceKind::node || criterion.on == DeviceKind::memory) {
      add(LintLevel::warning, item,
          "devices = \"any\" on a kind of which there is one: leave it out");
    }
  }

  void check_tiers() {
    if (architecture_.phases.empty()) {
      return;  // a layer that only describes a chip
    }
    for (const auto tier : kTiers) {
      const bool used = std::ranges::any_of(architecture_.phases, [tier](const Phase& phase) {
        return std::ranges::find(phase.tiers, tier) != phase.tiers.end();
      });
      if (!used) {
        add(LintLevel::warning, "reference", "tier " + std::string(tier) + " has no phases");
      }
    }
  }

  /// As many places as there are accelerators to stand on them.
  void check_topology() {
    const auto& shape = architecture_.topology_shape;
    const auto part = std::ranges::find(architecture_.parts, DeviceKind::accelerator, &Part::kind);
    if (shape.empty() || part == architecture_.parts.end()) {
      return;
    }
    double places = 1;
    for (const int length : shape) {
      places *= length;
    }
    const auto declared = part->count.value ? part->count.value : part->count.min;
    if (declared && *declared != places) {
      add(LintLevel::error, "reference",
          "a topology of " + format_double(places) + " places for " + format_double(*declared) +
              " accelerators");
    }
  }

  [[nodiscard]] std::vector<NamedFigure> data_figures() const {
    std::vector<NamedFigure> figures;
    const auto keep = [&figures](const std::string& name, const Quantity& quantity) {
      const auto base = unit_row(quantity.unit).base;
      if (quantity.value && *quantity.value > 0 && is_data_unit(base)) {
        figures.push_back({name, base, in_base_unit(*quantity.value, quantity.unit)});
      }
    };
    for (const auto& part : architecture_.parts) {
      const auto kind = std::string(word_of(kDeviceKinds, part.kind));
      for (const auto& [name, quantity] : part.quantities) {
        keep(item_name("part", kind) + " '" + name + "'", quantity);
      }
    }
    for (const auto& criterion : architecture_.criteria) {
      const auto item = item_name("criterion", criterion.id);
      keep(item + " 'at_least'", criterion.at_least.value_or(Quantity{}));
      keep(item + " 'at_most'", criterion.at_most.value_or(Quantity{}));
    }
    return figures;
  }

  /// The same figure written once with a binary and once with a decimal multiple.
  void check_binary_and_decimal() {
    const auto figures = data_figures();
    for (auto a = figures.begin(); a != figures.end(); ++a) {
      std::for_each(std::next(a), figures.end(), [&](const NamedFigure& b) { compare(*a, b); });
    }
  }

  void compare(const NamedFigure& a, const NamedFigure& b) {
    if (a.base != b.base) {
      return;
    }
    const double ratio = std::max(a.value, b.value) / std::min(a.value, b.value);
    for (const double step : kBinaryOverDecimal) {
      if (std::abs(ratio / step - 1) < kSameFigure) {
        const auto percent = format_double(std::round((step - 1) * kPercent * 10) / 10);
        add(LintLevel::warning, "reference",
            a.name + " and " + b.name + " are " + percent +
                " % apart: one figure in decimal and in binary multiples?");
      }
    }
  }

  const Architecture& architecture_;
  const Places& places_;
  const std::vector<KnownWorkload>& workloads_;
  Findings& findings_;
};

bool has_error(const Findings& findings) {
  return std::ranges::find(findings, LintLevel::error, &Finding::severity) != findings.end();
}

/// An Error's message carries its own "file:line: "; what is left is the text.
Finding finding_of(const Error& error, const std::string& file) {
  const auto lead =
      error.message.starts_with(file + ":") ? error.message.find(": ") : std::string::npos;
  if (lead == std::string::npos) {
    return {LintLevel::error, file, error.message};
  }
  return {LintLevel::error, error.message.substr(0, lead), error.message.substr(lead + 2)};
}

}  // namespace

Findings lint_reference(const ReferenceText& document, const ReferenceLookup& lookup,
                        const std::vector<KnownWorkload>& workloads) {
  Findings findings;
  auto tree = resolve_overlays(document, lookup, findings);
  if (!tree) {
    findings.push_back(finding_of(tree.error(), document.file));
    return findings;
  }
  const auto reference = read_reference(*tree, findings);
  if (has_error(findings)) {
    return findings;  // what was not understood is not judged
  }
  check_reference(reference, findings);
  ReferenceLint(reference, workloads, findings).run();
  std::ranges::stable_sort(findings, {}, &Finding::severity);
  return findings;
}

}  // namespace rackproof
