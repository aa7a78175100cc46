#include <string>
#include <utility>

#include "schemas/toml/lint.h"
#include "tests/support/reference_text.h"
#include "tests/wrong_inputs/wrong_input.h"

namespace rackproof::testing {
namespace {

/// A reference that is good but for one line, before anything can be held to it.
WrongInput written(std::string name, std::string_view what, std::string_view with,
                   std::string because) {
  return {"reference", std::move(name),
          [text = good_reference_but(what, with)] {
            const auto none = [](std::string_view) -> Result<ReferenceText> {
              return Error{ErrorKind::absent, "no such reference"};
            };
            const auto loaded = load_reference({"site.toml", text}, none);
            return loaded ? Consequence{"PASS", {"it loads"}}
                          : Consequence{"refused", {loaded.error().message}};
          },
          "refused", std::move(because)};
}

}  // namespace

WrongInputs wrong_limits() {
  return {
      written("a floor of zero", "value = 0.85", "value = 0", "0.3"),
      written("a floor above the physical peak", "value = 0.85", "value = 1.2", "1"),
      written("a limit without a unit", "{ value = 0, unit = \"1\", basis = \"vendor\"",
              "{ value = 0, basis = \"vendor\"", "unit"),
      written("a limit without a source", ", source = \"fleet\" }", " }", "source"),
      written("a limit without a basis", "basis = \"derived\", source = \"fleet\"",
              "source = \"fleet\"", "basis"),
      written("a limit on what is not public", "of = \"part.accelerator.hbm_bandwidth\"",
              "of = \"part.accelerator.power_limit\"", "not public"),
      written("a mistyped key", "min_windows", "min_window", "min_window"),
      written("a criterion without a limit",
              "at_most = { value = 0, unit = \"1\", basis = \"vendor\", source = \"guide 3\" }\n",
              "", "a criterion has a limit"),
      written("a metric that nobody reads", "memory_ecc_uncorrectable_total", "memory_ecc_errors",
              "memory_ecc_errors"),
      written("a figure that is not a number", "value = 2900", "value = nan",
              "a number must be finite"),
  };
}

}  // namespace rackproof::testing
