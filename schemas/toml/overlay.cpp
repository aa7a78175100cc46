#include "schemas/toml/overlay.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

/// The tables that are merged item by item, and the key that names an item.
struct MergedArray {
  std::string_view table;
  std::string_view name;
};

constexpr std::array<MergedArray, 3> kMergedArrays{{
    {"part", "kind"},
    {"phase", "id"},
    {"criterion", "id"},
}};

std::string text_at(const TomlTable& table, std::string_view key) {
  const auto* node = table.find(key);
  return node != nullptr && node->text() != nullptr ? *node->text() : "";
}

std::string head_text(const TomlTable& tree, std::string_view key) {
  const auto* head = tree.find("reference");
  return head != nullptr && head->table() != nullptr ? text_at(*head->table(), key) : "";
}

TomlNode* find_in(TomlTable& table, std::string_view key) {
  for (auto& entry : table.entries) {
    if (entry.key == key) {
      return &entry.node;
    }
  }
  return nullptr;
}

void set(TomlTable& table, const std::string& key, TomlNode node) {
  if (auto* present = find_in(table, key)) {
    *present = std::move(node);
    return;
  }
  const auto after = std::ranges::find_if(
      table.entries, [&key](const TomlEntry& entry) { return entry.key > key; });
  table.entries.insert(after, TomlEntry{key, std::move(node)});
}

void lay_over(TomlTable& below, const TomlTable& above) {
  below.where = above.where;
  for (const auto& entry : above.entries) {
    set(below, entry.key, entry.node);
  }
}

/// The item of `array` that `name_key` calls `name`; nullptr when there is none.
TomlTable* item_named(TomlArray& array, std::string_view name_key, const std::string& name) {
  for (auto& item : array) {
    auto* table = std::get_if<TomlTable>(&item.value);
    if (table != nullptr && text_at(*table, name_key) == name) {
      return table;
    }
  }
  return nullptr;
}

/// Where and as which number a document is published is said of that document alone.
void forget_publication(TomlTable& head) {
  std::erase_if(head.entries, [](const TomlEntry& entry) {
    return entry.key == "uri" || entry.key == "sequence";
  });
}

void merge_items(TomlArray& below, const TomlArray& above, std::string_view name_key) {
  for (const auto& item : above) {
    const auto name = item.table() != nullptr ? text_at(*item.table(), name_key) : "";
    auto* present = name.empty() ? nullptr : item_named(below, name_key, name);
    if (present != nullptr) {
      lay_over(*present, *item.table());
    } else {
      below.push_back(item);
    }
  }
}

void merge_layer(TomlTable& below, const TomlTable& above) {
  for (const auto& entry : above.entries) {
    auto* present = find_in(below, entry.key);
    const auto* merged = std::ranges::find(kMergedArrays, entry.key, &MergedArray::table);
    auto* array = present != nullptr ? std::get_if<TomlArray>(&present->value) : nullptr;
    auto* table = present != nullptr ? std::get_if<TomlTable>(&present->value) : nullptr;
    if (merged != kMergedArrays.end() && array != nullptr && entry.node.array() != nullptr) {
      merge_items(*array, *entry.node.array(), merged->name);
    } else if (entry.key == "reference" && table != nullptr && entry.node.table() != nullptr) {
      forget_publication(*table);
      lay_over(*table, *entry.node.table());
    } else {
      set(below, entry.key, entry.node);
    }
  }
}

void find_duplicates(const TomlTable& layer, const MergedArray& merged, Findings& findings) {
  const auto* node = layer.find(merged.table);
  if (node == nullptr || node->array() == nullptr) {
    return;
  }
  std::vector<std::string> seen;
  for (const auto& item : *node->array()) {
    const auto name = item.table() != nullptr ? text_at(*item.table(), merged.name) : "";
    if (!name.empty() && std::ranges::find(seen, name) != seen.end()) {
      findings.push_back(
          {LintLevel::error, item.where,
           std::string(merged.table) + " '" + printable(name) + "' is given twice in one file"});
    }
    seen.push_back(name);
  }
}

/// Ids from the document at hand downwards, as asked for.
using Chain = std::vector<std::string>;

std::string round_of(const Chain& chain) {
  std::string round;
  for (const auto& name : chain) {
    round.append(round.empty() ? "" : " -> ").append(printable(name));
  }
  return round;
}

/// Puts the tree of `document` on `layers`; it must bear the id that it was looked up by.
Result<void> add_layer(const ReferenceText& document, Chain& chain,
                       std::vector<TomlTable>& layers) {
  auto tree = parse_toml(document.text, document.file);
  if (!tree) {
    return std::move(tree).error();
  }
  const auto id = head_text(*tree, "id");
  if (chain.empty()) {
    chain.push_back(id);
  } else if (id != chain.back()) {
    return Error{ErrorKind::malformed, document.file + ":1: was looked up as '" +
                                           printable(chain.back()) + "' but calls itself '" +
                                           printable(id) + "'"};
  }
  layers.push_back(std::move(tree).value());
  return {};
}

/// What the lowest layer so far extends.
Result<ReferenceText> next_document(const TomlTable& layer, const std::string& base, Chain& chain,
                                    const ReferenceLookup& lookup) {
  const auto where = layer.find("reference")->table()->find("extends")->where;
  const bool seen = std::ranges::find(chain, base) != chain.end();
  chain.push_back(base);
  if (seen) {
    return Error{ErrorKind::malformed, where + ": 'extends' goes round: " + round_of(chain)};
  }
  auto below = lookup(base);
  if (!below) {
    return std::move(below).error().during(where + ": extends '" + printable(base) + "'");
  }
  return below;
}

/// The layers from `document` down to its base.
Result<std::vector<TomlTable>> collect_layers(ReferenceText document,
                                              const ReferenceLookup& lookup) {
  std::vector<TomlTable> layers;
  Chain chain;
  while (true) {
    if (auto added = add_layer(document, chain, layers); !added) {
      return std::move(added).error();
    }
    const auto base = head_text(layers.back(), "extends");
    if (base.empty()) {
      return layers;
    }
    auto below = next_document(layers.back(), base, chain, lookup);
    if (!below) {
      return std::move(below).error();
    }
    document = std::move(below).value();
  }
}

/// reference.overlays says what was merged; reference.extends has done its work.
void note_chain(TomlTable& tree, const std::vector<TomlTable>& layers) {
  auto* head = find_in(tree, "reference");
  auto* table = head != nullptr ? std::get_if<TomlTable>(&head->value) : nullptr;
  if (table == nullptr || layers.size() < 2) {
    return;
  }
  std::erase_if(table->entries, [](const TomlEntry& entry) { return entry.key == "extends"; });
  TomlArray chain;
  const auto* base_head = layers.back().find("reference")->table();
  const auto* before = base_head->find("overlays");
  if (before != nullptr && before->array() != nullptr) {
    chain = *before->array();
  }
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    if (layer != layers.rbegin() || chain.empty()) {
      chain.push_back(TomlNode{head->where, head_text(*layer, "id")});
    }
  }
  set(*table, "overlays", TomlNode{head->where, std::move(chain)});
}

}  // namespace

Result<TomlTable> resolve_overlays(const ReferenceText& document, const ReferenceLookup& lookup,
                                   Findings& findings) {
  auto layers = collect_layers(document, lookup);
  if (!layers) {
    return std::move(layers).error();
  }
  for (const auto& layer : *layers) {
    for (const auto& merged : kMergedArrays) {
      find_duplicates(layer, merged, findings);
    }
    const auto* head = layer.find("reference");
    if (!head_text(layer, "extends").empty() && head->table()->find("overlays") != nullptr) {
      findings.push_back({LintLevel::error, head->where,
                          "[reference]: 'extends' and 'overlays' exclude each other"});
    }
  }
  TomlTable tree = layers->back();
  for (auto layer = std::next(layers->rbegin()); layer != layers->rend(); ++layer) {
    merge_layer(tree, *layer);
  }
  note_chain(tree, *layers);
  return tree;
}

}  // namespace rackproof
