#pragma once

#include <filesystem>
#include <string>

#include "tests/support/compiled_unit.h"

namespace rackproof::testing {

/// A compiler that does `before` to its arguments and then calls the real one.
inline HostCompiler wrapped(const TempDir& dir, const std::string& before,
                            const std::string& name = "wrapped") {
  const auto path =
      dir.write(name, "#!/bin/sh\n" + before + "\nexec " + any_compiler().path + " \"$@\"\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return {name, path, "", ""};
}

}  // namespace rackproof::testing
