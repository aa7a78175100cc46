#include "schemas/toml/machine_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/toml/quantity.h"
#include "schemas/version_window.h"

namespace rackproof {
namespace {

/// Kinds of topology, and how many numbers the shape of each has: 0 = as many as it likes.
struct TopologyKind {
  std::string_view word;
  bool shaped = true;
  std::size_t numbers = 0;
};

constexpr std::array kTopologyKinds{
    TopologyKind{"torus", true, 0},
    TopologyKind{"ring", true, 1},
    TopologyKind{"mesh", true, 1},
    TopologyKind{"switched", false, 0},
};

/// Keys of a part that are not one of its figures.
constexpr std::array<std::string_view, 4> kOwnKeys{"kind", "in", "model", "serial"};

IdentityTerm read_term(const TomlTable& table, Findings& findings) {
  TableReader reader(table, "identity", findings);
  IdentityTerm term;
  term.pci = reader.text("pci");
  term.machine = reader.text("machine");
  term.architecture = reader.text("architecture");
  term.count = reader.integer("count");
  if (term.count && (term.pci.empty() || *term.count < 1)) {
    reader.error("count", "is 1 or more and is read with 'pci' only");
  }
  if (term.pci.empty() && term.machine.empty() && term.architecture.empty()) {
    reader.error("pci", "is missing (or give machine or architecture)");
  }
  reader.finish();
  return term;
}

/// What is asked of each device of the part, beside how many there are.
void read_asked(TableReader& reader, Part& part) {
  part.model = reader.text("model");
  part.serial = reader.boolean("serial").value_or(false);
  if (reader.text("in").empty()) {
    return;
  }
  part.in = reader.word("in", kDeviceKinds, DeviceKind::node);
  if (part.in == part.kind) {
    reader.error("in", "is the kind of device that holds this one");
  }
  if (!part.model.empty() || part.serial) {
    reader.error("in", "counts parts of a device: 'model' and 'serial' are never read beside it");
  }
}

void read_figure(const TomlEntry& entry, const std::string& kind, Part& part, Findings& findings) {
  const auto what = item_name("part", kind) + " '" + printable(entry.key) + "'";
  if (entry.key == "count") {
    part.count = read_quantity(entry.node, what, QuantityUse::amount, findings);
    return;
  }
  part.quantities.emplace(entry.key,
                          read_quantity(entry.node, what, QuantityUse::figure, findings));
}

void read_part(const TomlTable& table, ReadReference& result, Findings& findings) {
  TableReader reader(table, "part", findings);
  const auto kind = reader.required_text("kind");
  Part part;
  part.kind = reader.word("kind", kDeviceKinds, DeviceKind::node);
  result.places.emplace(item_name("part", kind), table.where);
  read_asked(reader, part);
  for (const auto& entry : table.entries) {
    if (std::ranges::find(kOwnKeys, entry.key) == kOwnKeys.end()) {
      read_figure(entry, kind, part, findings);
    }
  }
  if (table.find("count") == nullptr) {
    reader.error("count", "is missing");
  }
  result.architecture.parts.push_back(std::move(part));
}

void check_shape(TableReader& reader, const TopologyKind& kind, const Architecture& out) {
  const auto& shape = out.topology_shape;
  if (!kind.shaped) {
    if (!shape.empty() || !out.topology_places.empty()) {
      reader.error("shape", "and 'places' are never read of a switched topology");
    }
    return;
  }
  const bool positive = std::ranges::all_of(shape, [](int length) { return length >= 1; });
  if (shape.empty() || !positive || (kind.numbers != 0 && shape.size() != kind.numbers)) {
    reader.error("shape", std::string("is ") + (kind.numbers == 1 ? "one number" : "numbers") +
                              ", 1 or more: how many accelerators there are that way");
  }
}

void read_topology(const TomlTable& table, Architecture& out, Findings& findings) {
  TableReader reader(table, "[topology]", findings);
  out.topology_kind = reader.required_text("kind");
  out.topology_shape = reader.integers("shape");
  out.topology_places = reader.text("places");
  const auto* kind = std::ranges::find(kTopologyKinds, out.topology_kind, &TopologyKind::word);
  if (kind != kTopologyKinds.end()) {
    check_shape(reader, *kind, out);
  } else if (!out.topology_kind.empty()) {
    reader.error("kind", "is one of: torus, ring, mesh, switched");
  }
  reader.finish();
}

void check_window(TableReader& reader, const std::string& key, const std::string& version) {
  if (!is_version_window(version)) {
    return;
  }
  if (const auto window = parse_version_window(version); !window) {
    reader.error(key, window.error().message);
  }
}

SoftwareRow read_row(const TomlTable& table, Findings& findings) {
  TableReader reader(table, "software", findings);
  SoftwareRow row;
  for (const auto& entry : table.entries) {
    auto version = reader.required_text(entry.key);
    check_window(reader, entry.key, version);
    row.versions.emplace(entry.key, std::move(version));
  }
  return row;
}

}  // namespace

void read_machine(TableReader& top, ReadReference& result, Findings& findings) {
  auto& out = result.architecture;
  for (const auto* table : top.tables("identity")) {
    out.identity.push_back(read_term(*table, findings));
  }
  for (const auto* table : top.tables("part")) {
    read_part(*table, result, findings);
  }
  if (const auto* table = top.table("topology")) {
    read_topology(*table, out, findings);
  }
  for (const auto* table : top.tables("software")) {
    out.software.push_back(read_row(*table, findings));
  }
}

}  // namespace rackproof
