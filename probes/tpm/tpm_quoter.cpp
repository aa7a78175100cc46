#include "probes/tpm/tpm_quoter.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "probes/machine/scratch.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::tpm {
namespace {

constexpr std::string_view kVariable = "TPM2TOOLS_TCTI=";
constexpr std::string_view kOwnTpm = "device:/dev/tpmrm0";
constexpr std::size_t kMostFileBytes = std::size_t{16} << 10;
/// A discrete TPM takes up to some seconds for a signature, and may be busy.
constexpr auto kPatience = std::chrono::seconds(30);

/// The last complaint of tpm2-tools: those before it are of the layers below.
std::string complaint_of(const ChildResult& child) {
  constexpr std::string_view kMark = "ERROR: ";
  std::string last;
  for (const auto line : lines(child.error_output)) {
    if (line.starts_with(kMark) && !line.starts_with("ERROR: Unable to run ")) {
      last = line.substr(kMark.size());
    }
  }
  return last.empty() ? "no reason given" : printable(last);
}

Result<void> run(const Tools& tools, std::vector<std::string> argv) {
  const auto name = argv.front();
  ChildCommand command;
  command.argv = std::move(argv);
  command.environment = tools.environment;
  command.deadline = kPatience;
  const auto child = run_child(command, {}, {});
  if (!child) {
    return child.error().kind == ErrorKind::absent
               ? Error{ErrorKind::absent, name + " is not here; install tpm2-tools"}
               : child.error();
  }
  if (child->timed_out) {
    return Error{ErrorKind::timed_out, name + ": the TPM did not answer within " +
                                           std::to_string(kPatience.count()) + " s"};
  }
  if (child->exit_code != 0) {
    return Error{ErrorKind::absent, name + ": " + complaint_of(*child)};
  }
  return {};
}

Result<std::string> read_public(const Tools& tools, const std::string& handle,
                                const ScratchDirectory& scratch) {
  const auto file = scratch.path() + "/pub";
  if (auto done = run(tools, {"tpm2_readpublic", "-Q", "-c", handle, "-f", "pem", "-o", file});
      !done) {
    return done.error();
  }
  return read_file(file, kMostFileBytes);
}

}  // namespace

Tools own_tools() {
  Tools tools{{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"}};
  std::string tpm = std::string(kVariable) + std::string(kOwnTpm);
  for (auto& variable : own_environment()) {
    if (variable.starts_with(kVariable)) {
      tpm = std::move(variable);
    }
  }
  tools.environment.push_back(std::move(tpm));
  return tools;
}

Result<std::string> parse_handle(std::string_view text) {
  constexpr std::string_view kStart = "0x81";
  constexpr std::size_t kDigits = 6;
  const bool fits =
      text.starts_with(kStart) && text.size() == kStart.size() + kDigits &&
      text.find_first_not_of("0123456789abcdef", kStart.size()) == std::string_view::npos;
  return fits ? Result<std::string>(std::string(text))
              : Error{ErrorKind::malformed,
                      "'" + printable(text, 40) +
                          "': the persistent handle of an attestation key is 0x81 and six hex "
                          "digits in lower case, as 0x81010002"};
}

Result<std::string> public_key(const Tools& tools, const std::string& handle) {
  const auto scratch = ScratchDirectory::make_temporary();
  return scratch ? read_public(tools, handle, *scratch) : scratch.error();
}

Result<Quote> take_quote(const Tools& tools, const std::string& handle, const std::string& nonce) {
  const auto scratch = ScratchDirectory::make_temporary();
  if (!scratch) {
    return scratch.error();
  }
  auto key = read_public(tools, handle, *scratch);
  if (!key) {
    return key.error();
  }
  const auto at = [&](const char* name) { return scratch->path() + "/" + name; };
  if (auto done =
          run(tools, {"tpm2_quote", "-Q",      "-c", handle,   "-l", "sha256:0,1,2,3,4,5,6,7",
                      "-q",         nonce,     "-g", "sha256", "-m", at("quote"),
                      "-s",         at("sig"), "-f", "tss",    "-o", at("pcrs"),
                      "-F",         "values"});
      !done) {
    return done.error();
  }
  Quote quote;
  quote.public_key = *std::move(key);
  const std::array<std::pair<const char*, std::string*>, 3> files{
      {{"quote", &quote.attest}, {"sig", &quote.signature}, {"pcrs", &quote.pcrs}}};
  for (const auto& [name, into] : files) {
    auto bytes = read_file(at(name), kMostFileBytes);
    if (!bytes) {
      return bytes.error();
    }
    *into = *std::move(bytes);
  }
  return quote;
}

}  // namespace rackproof::tpm
