#include "cli/own_digest.h"

#include <cstddef>

#include "probes/machine/child.h"
#include "probes/machine/output_file.h"
#include "schemas/digest.h"

namespace rackproof {
namespace {

constexpr std::size_t kProgramLimit = std::size_t{1} << 30;

}  // namespace

Result<std::string> own_digest() {
  const auto program = own_executable();
  if (!program) {
    return program.error();
  }
  const auto binary = read_file(*program, kProgramLimit);
  return binary ? Result<std::string>(sha256_hex(*binary))
                : binary.error().during("the running program");
}

}  // namespace rackproof
