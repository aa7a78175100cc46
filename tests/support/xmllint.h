#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// What `xmllint` (Debian package libxml2-utils) says of a document; exit status 0 is "as asked".
inline ChildResult xmllint(const std::string& document, const std::string& arguments) {
  const TempDir place;
  const auto path = place.write("document.xml", document);
  ChildCommand command;
  command.argv = {"sh", "-c", "exec xmllint --nonet " + arguments + " " + path};
  command.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
  auto ended = run_child(command, {}, {});
  REQUIRE(ended);
  REQUIRE(ended->exit_code.has_value());
  REQUIRE(ended->exit_code != 127);  // no xmllint is no check
  return std::move(*ended);
}

/// Whether it is valid under docs/junit.xsd.
inline bool is_valid_junit(const std::string& document) {
  const auto said = xmllint(document, "--noout --schema " + source_dir() + "/docs/junit.xsd");
  UNSCOPED_INFO(said.error_output);
  REQUIRE(said.exit_code != 5);  // the schema itself is none
  return said.exit_code == 0;
}

/// What an XPath expression over it comes to, as text without the last newline.
inline std::string xpath(const std::string& document, const std::string& expression) {
  const auto said = xmllint(document, "--xpath '" + expression + "'");
  CAPTURE(expression, said.error_output);
  REQUIRE(said.exit_code == 0);
  const auto end = said.output.find_last_not_of('\n');
  return said.output.substr(0, end == std::string::npos ? 0 : end + 1);
}

}  // namespace rackproof::testing
