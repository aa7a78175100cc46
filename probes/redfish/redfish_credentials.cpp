#include "probes/redfish/redfish_credentials.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "probes/machine/child.h"
#include "probes/machine/secret_file.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr std::size_t kLimit = 4096;

Error refused(const std::string& what, const std::string& why) {
  return Error{ErrorKind::denied, what + ": " + why};
}

Result<std::string> output_of(const std::vector<std::string>& argv) {
  const auto what = "credentials_command " + argv.front();
  ChildCommand command;
  command.argv = argv;
  command.environment = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                         "LC_ALL=C"};
  command.deadline = kPatience;
  command.output_limit = kLimit;
  auto ended = run_child(command, {}, {});
  if (!ended) {
    return refused(what, ended.error().message);
  }
  if (ended->timed_out) {
    return refused(what, "gave no answer within 10 s");
  }
  if (ended->output_limited) {
    return refused(what, "printed more than a password");
  }
  if (ended->exit_code != 0) {
    return refused(what, ended->exit_code ? "exit code " + std::to_string(*ended->exit_code)
                                          : "ended by signal " + std::to_string(ended->signal));
  }
  return std::move(ended->output);
}

bool is_password(std::string_view text) {
  return !text.empty() && is_utf8(text) && std::ranges::none_of(text, [](char each) {
    return static_cast<unsigned char>(each) < ' ' || each == '\x7f';
  });
}

}  // namespace

Result<RedfishCredentials> load_credentials(const BmcConfig& bmc) {
  const bool from_file = !bmc.credentials_file.empty();
  auto given =
      from_file ? read_secret_file(bmc.credentials_file) : output_of(bmc.credentials_command);
  if (!given) {
    return std::move(given).error();
  }
  const auto all = lines(*given);
  if (all.empty() || !is_password(all.front())) {
    return refused(
        from_file ? bmc.credentials_file : "credentials_command " + bmc.credentials_command.front(),
        "its first line is no password");
  }
  return RedfishCredentials{bmc.user, std::string(all.front())};
}

}  // namespace rackproof::redfish
