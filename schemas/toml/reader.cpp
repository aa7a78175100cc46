#include "schemas/toml/reader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/suggest.h"

namespace rackproof {
namespace {

std::optional<int> integer_of(const TomlNode& node) {
  const auto* value = std::get_if<std::int64_t>(&node.value);
  if (value == nullptr || *value < std::numeric_limits<int>::min() ||
      *value > std::numeric_limits<int>::max()) {
    return std::nullopt;
  }
  return static_cast<int>(*value);
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + word;
  }
  return all;
}

}  // namespace

std::optional<double> number_of(const TomlNode& node) {
  if (const auto* integer = std::get_if<std::int64_t>(&node.value)) {
    return static_cast<double>(*integer);
  }
  if (const auto* number = std::get_if<double>(&node.value)) {
    return *number;
  }
  return std::nullopt;
}

TableReader::TableReader(const TomlTable& table, std::string what, Findings& findings)
    : table_(table), what_(std::move(what)), findings_(findings), begin_(findings.size()) {}

const TomlNode* TableReader::find(std::string_view key) {
  if (std::ranges::find(known_, key) == known_.end()) {
    known_.emplace_back(key);
  }
  return table_.find(key);
}

std::string TableReader::text(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) {
    return "";
  }
  if (node->text() == nullptr) {
    error(key, "must be text in quotes");
    return "";
  }
  return *node->text();
}

std::string TableReader::required_text(std::string_view key) {
  auto given = text(key);
  const auto* node = table_.find(key);
  if (given.empty() && (node == nullptr || node->text() != nullptr)) {
    error(key, "is missing");
  }
  return given;
}

std::optional<double> TableReader::number(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  auto value = number_of(*node);
  if (!value) {
    error(key, "must be a number");
  }
  return value;
}

std::optional<int> TableReader::integer(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  auto value = integer_of(*node);
  if (!value) {
    error(key, "must be a whole number");
  }
  return value;
}

std::optional<bool> TableReader::boolean(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const auto* value = std::get_if<bool>(&node->value);
  if (value == nullptr) {
    error(key, "must be true or false");
    return std::nullopt;
  }
  return *value;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
  std::vector<std::string> found;
  const auto* node = find(key);
  if (node == nullptr) {
    return found;
  }
  const auto* array = node->array();
  const bool all_text = array != nullptr && std::ranges::all_of(*array, [](const TomlNode& item) {
                          return item.text() != nullptr && !item.text()->empty();
                        });
  if (!all_text) {
    error(key, "must be a list of texts");
    return found;
  }
  for (const auto& item : *array) {
    found.push_back(*item.text());
  }
  return found;
}

std::vector<int> TableReader::integers(std::string_view key) {
  std::vector<int> found;
  const auto* node = find(key);
  if (node == nullptr) {
    return found;
  }
  const auto* array = node->array();
  const bool all_whole = array != nullptr && std::ranges::all_of(*array, [](const TomlNode& item) {
                           return integer_of(item).has_value();
                         });
  if (!all_whole) {
    error(key, "must be a list of whole numbers");
    return found;
  }
  for (const auto& item : *array) {
    found.push_back(*integer_of(item));
  }
  return found;
}

const TomlTable* TableReader::table(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) {
    return nullptr;
  }
  if (node->table() == nullptr) {
    error(key, "must be a table");
  }
  return node->table();
}

std::vector<const TomlTable*> TableReader::tables(std::string_view key) {
  std::vector<const TomlTable*> found;
  const auto* node = find(key);
  if (node == nullptr) {
    return found;
  }
  const auto* array = node->array();
  const bool all_tables = array != nullptr && std::ranges::all_of(*array, [](const TomlNode& item) {
                            return item.table() != nullptr;
                          });
  if (!all_tables) {
    error(key, "must be written as [[" + std::string(key) + "]] tables");
    return found;
  }
  for (const auto& item : *array) {
    found.push_back(item.table());
  }
  return found;
}

void TableReader::error(std::string_view key, std::string_view text) {
  const auto* node = table_.find(key);
  findings_.push_back(Finding{LintLevel::error, node != nullptr ? node->where : table_.where,
                              what_ + ": '" + printable(key) + "' " + std::string(text)});
}

void TableReader::unknown_word(std::string_view key, const std::string& given,
                               const std::vector<std::string>& words) {
  error(key, "cannot be '" + printable(given) + "'" + did_you_mean(given, words) +
                 "; it is one of: " + joined(words));
}

void TableReader::finish() {
  Findings unknown;
  for (const auto& entry : table_.entries) {
    if (std::ranges::find(known_, entry.key) == known_.end()) {
      unknown.push_back(Finding{LintLevel::error, entry.node.where,
                                what_ + ": unknown key '" + printable(entry.key) + "'" +
                                    did_you_mean(entry.key, known_)});
    }
  }
  const auto ahead = findings_.begin() + static_cast<Findings::difference_type>(begin_);
  findings_.insert(ahead, unknown.begin(), unknown.end());
}

}  // namespace rackproof
