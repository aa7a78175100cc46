#include "cli/commands.h"

namespace rackproof {

void add_all_commands(CLI::App& app, ExitCode& result) {
  static_cast<void>(app);
  static_cast<void>(result);
}

}  // namespace rackproof
