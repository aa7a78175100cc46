#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "probes/outside/openmetrics_line.h"
#include "schemas/enum_names.h"
#include "schemas/result.h"

namespace rackproof::outside {

/// What is made of a label's value before it becomes part of a text.
enum class LabelFilter {
  as_it_is,
  lower,  ///< In lower case.
  pci,    ///< A PCI address as the kernel writes it: 00000000:3B:00.0 becomes 0000:3b:00.0.
};

inline constexpr std::array kLabelFilters{
    EnumName<LabelFilter>{LabelFilter::as_it_is, "as_it_is"},
    EnumName<LabelFilter>{LabelFilter::lower, "lower"},
    EnumName<LabelFilter>{LabelFilter::pci, "pci"},
};

/// A text with the values of labels in it: "pci:{pci_bus_id|pci}/hbm".
class LabelPattern {
 public:
  /// Error{malformed} for a brace without its other, a label that is no name, a filter that there
  /// is not.
  static Result<LabelPattern> parse(std::string_view text);

  /// The text for one series. A '/' in a value becomes "%2f", so that no value is more than one
  /// part of a device's path; what is not printable becomes \xNN. Error{absent} names the label
  /// that the series lacks or leaves empty; Error{malformed} a value that its filter cannot take.
  [[nodiscard]] Result<std::string> fill(const Labels& labels) const;

  /// Whether it is the same text for every series.
  [[nodiscard]] bool constant() const;
  [[nodiscard]] bool empty() const { return pieces_.empty(); }

 private:
  /// A text, or where `label` is set the value of that label.
  struct Piece {
    std::string text;
    std::string label;
    LabelFilter filter = LabelFilter::as_it_is;
  };
  static Result<Piece> parse_label(std::string_view text);

  std::vector<Piece> pieces_;
};

/// The value of a label; "" where there is none.
[[nodiscard]] std::string_view value_of_label(const Labels& labels, std::string_view name);

}  // namespace rackproof::outside
