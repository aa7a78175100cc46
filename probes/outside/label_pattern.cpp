#include "probes/outside/label_pattern.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/pci_address.h"
#include "schemas/text.h"

namespace rackproof::outside {
namespace {

constexpr std::size_t kLongestValue = 256;

Result<std::string> filtered(std::string_view value, LabelFilter filter) {
  if (filter == LabelFilter::pci) {
    const auto address = parse_pci_address(value);
    return address ? Result<std::string>(to_string(*address)) : address.error();
  }
  return filter == LabelFilter::lower ? lower_case(value) : std::string(value);
}

/// One part of a device's path, whatever the value holds.
std::string path_part(std::string_view value) {
  std::string part;
  for (const char c : printable(value, kLongestValue)) {
    part += c == '/' ? std::string("%2f") : std::string(1, c);
  }
  return part;
}

}  // namespace

std::string_view value_of_label(const Labels& labels, std::string_view name) {
  const auto found = std::ranges::find(labels, name, &Label::name);
  return found == labels.end() ? std::string_view() : std::string_view(found->value);
}

Result<LabelPattern> LabelPattern::parse(std::string_view text) {
  LabelPattern pattern;
  while (!text.empty()) {
    const auto brace = text.find_first_of("{}");
    if (brace != 0) {
      pattern.pieces_.push_back({std::string(text.substr(0, brace)), {}, {}});
      text.remove_prefix(std::min(brace, text.size()));
      continue;
    }
    const auto end = text.find('}');
    if (text.front() == '}' || end == std::string_view::npos) {
      return Error{ErrorKind::malformed, "has a brace without its other"};
    }
    auto piece = parse_label(text.substr(1, end - 1));
    if (!piece) {
      return std::move(piece).error();
    }
    pattern.pieces_.push_back(std::move(piece).value());
    text.remove_prefix(end + 1);
  }
  return pattern;
}

/// "label" or "label|filter".
Result<LabelPattern::Piece> LabelPattern::parse_label(std::string_view text) {
  const auto bar = std::min(text.find('|'), text.size());
  const auto label = text.substr(0, bar);
  LineCursor cursor(label, Dialect::openmetrics);
  if (cursor.take_name(false).empty() || !cursor.at_end()) {
    return Error{ErrorKind::malformed, "names no label in {" + printable(text, 80) + "}"};
  }
  Piece piece{{}, std::string(label), LabelFilter::as_it_is};
  if (bar < text.size()) {
    const auto filter = value_of(kLabelFilters, text.substr(bar + 1));
    if (!filter) {
      return Error{ErrorKind::malformed,
                   "has a filter that there is not in {" + printable(text, 80) + "}"};
    }
    piece.filter = *filter;
  }
  return piece;
}

Result<std::string> LabelPattern::fill(const Labels& labels) const {
  std::string text;
  for (const auto& piece : pieces_) {
    if (piece.label.empty()) {
      text += piece.text;
      continue;
    }
    const auto value = value_of_label(labels, piece.label);
    if (value.empty()) {
      return Error{ErrorKind::absent, "it has no label " + piece.label};
    }
    auto made = filtered(value, piece.filter);
    if (!made) {
      return std::move(made).error().during("label " + piece.label);
    }
    text += path_part(*made);
  }
  return text;
}

bool LabelPattern::constant() const {
  return std::ranges::all_of(pieces_, [](const Piece& piece) { return piece.label.empty(); });
}

}  // namespace rackproof::outside
