#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "probes/machine/child.h"
#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

// Where a login shell without PATH looks (Debian's /etc/login.defs, ENV_SUPATH).
constexpr std::string_view kUsualPath =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

bool is_program(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

Result<std::string> own_executable() {
  constexpr std::string_view kSelf = "/proc/self/exe";
  std::string path(4096, '\0');  // PATH_MAX
  const auto length = ::readlink(kSelf.data(), path.data(), path.size());
  if (length < 0) {
    return os_error(kSelf, errno);
  }
  path.resize(static_cast<std::size_t>(length));
  return path;
}

Result<std::vector<std::string>> own_command_line() {
  constexpr std::size_t kLimit = std::size_t{4} << 20;  // ARG_MAX is 2 MiB as a rule
  auto text = read_file("/proc/self/cmdline", kLimit);
  if (!text) {
    return std::move(text).error();
  }
  if (text->ends_with('\0')) {
    text->pop_back();
  }
  std::vector<std::string> arguments;
  for (const auto argument : split(*text, '\0')) {
    arguments.emplace_back(argument);
  }
  return arguments;
}

std::vector<std::string> own_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  return variables;
}

Result<std::string> find_program(std::string_view program) {
  std::string name(program);
  if (name.find('/') != std::string::npos) {
    if (is_program(name)) {
      return name;
    }
    return Error{ErrorKind::absent, name + ": no such program"};
  }
  // Nothing in this process sets a variable. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* path = std::getenv("PATH");
  for (const auto directory : split(path != nullptr ? path : kUsualPath, ':')) {
    auto candidate = std::string(directory) + "/" + name;
    if (directory.starts_with('/') && !name.empty() && is_program(candidate)) {
      return candidate;
    }
  }
  return Error{ErrorKind::absent, name + ": no such program in PATH"};
}

}  // namespace rackproof
