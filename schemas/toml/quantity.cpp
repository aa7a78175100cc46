#include "schemas/toml/quantity.h"

#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "schemas/encoding.h"
#include "schemas/suggest.h"
#include "schemas/text.h"
#include "schemas/toml/reader.h"
#include "schemas/toml/writer.h"

namespace rackproof {
namespace {

constexpr std::array<std::string_view, 2> kDirections{"one-way", "duplex"};

std::vector<std::string> unit_symbols() {
  std::vector<std::string> symbols;
  symbols.reserve(kUnits.size());
  for (const auto& row : kUnits) {
    symbols.emplace_back(row.symbol);
  }
  return symbols;
}

void read_unit(TableReader& reader, Quantity& quantity) {
  const auto symbol =
      quantity.basis == Basis::not_public ? reader.text("unit") : reader.required_text("unit");
  if (symbol.empty()) {
    return;
  }
  const auto unit = parse_unit(symbol);
  if (!unit) {
    reader.error("unit", "'" + printable(symbol) + "' is not in the closed list of units" +
                             did_you_mean(symbol, unit_symbols()));
  }
  quantity.unit = unit.value_or(Unit::one);
}

void read_basis(TableReader& reader, Quantity& quantity) {
  if (reader.required_text("basis").empty()) {
    quantity.basis = Basis::derived;  // so that the other keys are still asked for
    return;
  }
  quantity.basis = reader.word("basis", kBases, Basis::derived);
}

bool takes_range(QuantityUse use) {
  return use == QuantityUse::figure || use == QuantityUse::amount;
}

void read_numbers(TableReader& reader, QuantityUse use, Quantity& quantity) {
  quantity.value = reader.number("value");
  if (takes_range(use)) {
    quantity.min = reader.number("min");
    quantity.max = reader.number("max");
  }
  const bool ranged = quantity.min || quantity.max;
  if (quantity.basis == Basis::not_public) {
    if (quantity.value || ranged) {
      reader.error("value", "stands beside basis \"not_public\": what is not published has none");
    }
    return;
  }
  if (!quantity.value && !ranged) {
    reader.error("value", takes_range(use) ? "is missing (or give min or max)" : "is missing");
  }
  if (quantity.value && ranged) {
    reader.error("value", "cannot stand beside min or max");
  }
  if (quantity.min && quantity.max && *quantity.min > *quantity.max) {
    reader.error("min", "is above max");
  }
}

void read_dir(TableReader& reader, Quantity& quantity) {
  quantity.dir = reader.text("dir");
  if (!quantity.dir.empty() && quantity.dir != kDirections[0] && quantity.dir != kDirections[1]) {
    reader.error("dir", "is \"one-way\" or \"duplex\"");
  }
}

void check_amount(TableReader& reader, const Quantity& quantity) {
  if (quantity.unit != Unit::one) {
    reader.error("unit", "of an amount is \"1\"");
  }
  for (const auto& number : {quantity.value, quantity.min, quantity.max}) {
    if (number && (*number < 0 || std::floor(*number) != *number)) {
      reader.error("value", "of an amount is a whole number, zero or more");
    }
  }
}

void check_limit(TableReader& reader, const Quantity& quantity) {
  if (quantity.basis == Basis::not_public) {
    reader.error("basis", "is \"not_public\": a value that is not public may not be gated");
  }
  if (!quantity.of.empty() && quantity.unit != Unit::ratio) {
    reader.error("of", "is read with unit \"ratio\" only");
  }
}

void append(std::string& line, std::string_view key, const std::string& value) {
  line += (line.size() > 1 ? ", " : " ") + std::string(key) + " = " + value;
}

void append_number(std::string& line, std::string_view key, const std::optional<double>& number) {
  if (number) {
    append(line, key, format_double(*number));
  }
}

void append_text(std::string& line, std::string_view key, const std::string& text) {
  if (!text.empty()) {
    append(line, key, toml_text(text));
  }
}

}  // namespace

Quantity read_quantity(const TomlNode& node, const std::string& what, QuantityUse use,
                       Findings& findings) {
  Quantity quantity;
  if (node.table() == nullptr) {
    findings.push_back({LintLevel::error, node.where,
                        what + ": a number is written { value, unit, basis, source }"});
    return quantity;
  }
  TableReader reader(*node.table(), what, findings);
  read_basis(reader, quantity);
  read_unit(reader, quantity);
  read_numbers(reader, use, quantity);
  quantity.source =
      quantity.basis == Basis::not_public ? reader.text("source") : reader.required_text("source");
  quantity.note = reader.text("note");
  if (use == QuantityUse::figure) {
    read_dir(reader, quantity);
  }
  if (use == QuantityUse::amount && quantity.basis != Basis::not_public) {
    check_amount(reader, quantity);
  }
  if (use == QuantityUse::limit) {
    quantity.of = reader.text("of");
    quantity.justification = reader.text("justification");
    check_limit(reader, quantity);
  }
  reader.finish();
  return quantity;
}

std::string write_quantity(const Quantity& quantity) {
  std::string line = "{";
  append_number(line, "value", quantity.value);
  append_number(line, "min", quantity.min);
  append_number(line, "max", quantity.max);
  append_text(line, "unit", std::string(to_string(quantity.unit)));
  append_text(line, "of", quantity.of);
  append_text(line, "dir", quantity.dir);
  append_text(line, "basis", std::string(word_of(kBases, quantity.basis)));
  append_text(line, "source", quantity.source);
  append_text(line, "note", quantity.note);
  append_text(line, "justification", quantity.justification);
  return line + " }";
}

}  // namespace rackproof
