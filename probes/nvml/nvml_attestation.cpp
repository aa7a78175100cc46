#include "probes/nvml/nvml_attestation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "probes/machine/child.h"
#include "probes/nvml/nvml_api.h"
#include "probes/nvml/nvml_bus.h"
#include "probes/nvml/nvml_confidential.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof::nvml {
namespace {

constexpr std::size_t kMostLineBytes = std::size_t{64} << 10;
constexpr std::size_t kLongestText = 512;

Error malformed(const std::string& what) {
  return {ErrorKind::malformed, "the library's child: " + what};
}

/// A text of `line` as words that can be printed; "" where it has none.
std::string words(const JsonValue& line, std::string_view name) {
  const auto* member = line.find(name);
  const auto* text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? "" : printable(*text, kLongestText);
}

ErrorKind kind_named(std::string_view word) {
  constexpr std::array kKinds{ErrorKind::absent, ErrorKind::unsupported, ErrorKind::denied,
                              ErrorKind::malformed, ErrorKind::timed_out};
  const auto* const found =
      std::ranges::find_if(kKinds, [word](ErrorKind kind) { return to_string(kind) == word; });
  return found == kKinds.end() ? ErrorKind::io : *found;
}

Result<std::string> bytes_named(const JsonValue& line, std::string_view name, std::size_t most) {
  const auto* member = line.find(name);
  const auto* text = member == nullptr ? nullptr : member->if_string();
  auto bytes = text == nullptr ? malformed("no " + std::string(name)) : from_base64(*text);
  if (!bytes || bytes->empty() || bytes->size() > most) {
    return malformed(std::string(name) + " that no GPU gives");
  }
  return bytes;
}

/// Why the child told no more; nothing where it came to its end.
std::optional<Error> end_of(const ChildResult& child, std::chrono::milliseconds patience) {
  if (child.timed_out) {
    return Error{ErrorKind::timed_out,
                 "NVML did not answer within " +
                     std::to_string(std::chrono::ceil<std::chrono::seconds>(patience).count()) +
                     " s"};
  }
  if (child.exit_code != 0) {
    return Error{ErrorKind::io, "NVML ended the process that asked it"};
  }
  return std::nullopt;
}

void take_lines(std::string_view output, GpuAttestations& found) {
  for (const auto line : lines(output)) {
    if (!line.starts_with('{')) {
      continue;  // the library itself may print
    }
    auto gpu = parse_attestation_line(line);
    if (!gpu) {
      found.why = gpu.error();
    } else if (gpu->address.empty()) {
      found.why = gpu->why;
    } else {
      found.gpus.push_back(*std::move(gpu));
    }
  }
}

}  // namespace

vendor::Source attestation_source() {
  return {.program = {},
          .library = std::string(kLibraryName),
          .environment = {"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C"},
          .child = "nvml-attestation",
          .called = "NVML"};
}

GpuAttestations ask_for_attestation(const FileTree& files, const vendor::Source& source,
                                    const std::string& nonce, std::chrono::milliseconds patience) {
  const auto functions = find_functions(files);
  if (!functions || functions->empty()) {
    return {};
  }
  GpuAttestations found;
  auto program = source.program.empty() ? own_executable() : Result<std::string>(source.program);
  if (!program) {
    found.why = program.error();
    return found;
  }
  ChildCommand command;
  command.argv = {*program, "probe-child", source.child,  "--nonce",
                  nonce,    "--library",   source.library};
  command.environment = source.environment;
  command.deadline = patience;
  const auto child = run_child(command, {}, {});
  if (!child) {
    found.why = child.error();
    return found;
  }
  found.why = end_of(*child, patience);
  take_lines(child->output, found);
  return found;
}

Result<GpuAttestation> parse_attestation_line(std::string_view line) {
  const auto read = parse_strict_json(line, {.bytes = kMostLineBytes, .depth = 2, .values = 16});
  if (!read) {
    return malformed(read.error().message);
  }
  GpuAttestation gpu;
  gpu.address = words(*read, "address");
  if (const auto why = words(*read, "why"); !why.empty()) {
    gpu.why = Error{kind_named(words(*read, "kind")), why};
    return gpu;
  }
  auto report = bytes_named(*read, "report", std::tuple_size_v<decltype(GpuReport::report)>);
  auto chain = bytes_named(*read, "certificates",
                           std::tuple_size_v<decltype(GpuCertificates::attestation_chain)>);
  if (!report || !chain || gpu.address.empty()) {
    return !report ? report.error() : !chain ? chain.error() : malformed("no address");
  }
  const auto* tools = read->find("developerTools");
  gpu.developer_tools = tools != nullptr && tools->if_boolean() != nullptr && *tools->if_boolean();
  gpu.report = *std::move(report);
  gpu.certificates = *std::move(chain);
  return gpu;
}

}  // namespace rackproof::nvml
