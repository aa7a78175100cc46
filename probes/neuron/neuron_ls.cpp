#include "probes/neuron/neuron_ls.h"

#include <utility>

#include "probes/machine/child.h"
#include "probes/neuron/neuron_tools.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "schemas/pci_address.h"

namespace rackproof::neuron {
namespace {

Error missing(std::string_view name, const JsonValue* value) {
  return Error{ErrorKind::malformed, std::string(name) + ": expected a count, got " +
                                         std::string(value == nullptr ? "nothing" : value->kind())};
}

Result<std::int64_t> count_in(const JsonValue& object, std::string_view name) {
  const auto* value = object.find(name);
  const auto* count = value == nullptr ? nullptr : value->if_integer();
  if (count == nullptr || *count < 0) {
    return missing(name, value);
  }
  return *count;
}

std::string text_in(const JsonValue& object, std::string_view name) {
  const auto* value = object.find(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : printable(*text);
}

Result<std::vector<std::int64_t>> numbers_of(const JsonValue::Array& items) {
  std::vector<std::int64_t> numbers;
  for (const auto& item : items) {
    const auto* number = item.if_integer();
    if (number == nullptr || *number < 0) {
      return Error{ErrorKind::malformed,
                   "connected_to: expected device numbers, got " + std::string(item.kind())};
    }
    numbers.push_back(*number);
  }
  return numbers;
}

Result<LsDevice> device_in(const JsonValue& object) {
  LsDevice device;
  const auto number = count_in(object, "neuron_device");
  const auto cores = count_in(object, "nc_count");
  const auto memory = count_in(object, "memory_size");
  for (const auto* count : {&number, &cores, &memory}) {
    if (!*count) {
      return count->error();
    }
  }
  device.number = *number;
  device.cores = *cores;
  device.memory_bytes = *memory;
  const auto address = parse_pci_address(text_in(object, "bdf"));
  device.pci_address = address ? to_string(*address) : std::string();
  device.numa_node = text_in(object, "numa_node");
  const auto* peers = object.find("connected_to");
  if (const auto* items = peers == nullptr ? nullptr : peers->if_array()) {
    auto numbers = numbers_of(*items);
    if (!numbers) {
      return std::move(numbers).error();
    }
    device.connected = std::move(numbers).value();
  }
  const auto* processes = object.find("neuron_processes");
  if (const auto* items = processes == nullptr ? nullptr : processes->if_array()) {
    device.processes = static_cast<std::int64_t>(items->size());
  }
  return device;
}

}  // namespace

Result<LsDevices> parse_neuron_ls(std::string_view bytes) {
  const auto document = parse_strict_json(bytes, {.bytes = std::size_t{1} << 20, .depth = 8});
  if (!document) {
    return document.error().during("neuron-ls");
  }
  const auto* items = document->if_array();
  if (items == nullptr) {
    return Error{ErrorKind::malformed,
                 "neuron-ls: expected an array, got " + std::string(document->kind())};
  }
  LsDevices devices;
  for (const auto& item : *items) {
    auto device = device_in(item);
    if (!device) {
      return std::move(device).error().during("neuron-ls");
    }
    devices.push_back(std::move(device).value());
  }
  return devices;
}

Result<std::string> run_neuron_ls() {
  const auto program = find_neuron_tool("neuron-ls");
  if (!program) {
    return program.error();
  }
  auto command = neuron_tool_command({*program, "-j"});
  command.deadline = std::chrono::seconds(5);
  command.output_limit = std::size_t{1} << 20;
  auto ran = run_child(command, {}, {});
  if (!ran) {
    return std::move(ran).error();
  }
  if (ran->timed_out) {
    return Error{ErrorKind::timed_out, "neuron-ls: no answer within 5 s"};
  }
  if (ran->exit_code != 0) {
    return Error{ErrorKind::io,
                 "neuron-ls: failed: " + printable(ran->error_output.substr(0, 200))};
  }
  return std::move(ran->output);
}

}  // namespace rackproof::neuron
