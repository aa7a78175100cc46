#include "reports/ocptv_tables.h"

#include <set>
#include <string_view>

#include <catch2/catch.hpp>

using namespace rackproof::ocptv;

namespace {

/// Names told once, shapes and words where the kind needs them and nowhere else.
void check_shape(const Shape& shape, std::set<const Shape*>& seen) {
  if (!seen.insert(&shape).second) {
    return;
  }
  std::set<std::string_view> names;
  for (const auto& field : shape.fields) {
    CAPTURE(field.name);
    CHECK(names.insert(field.name).second);
    CHECK((field.shape != nullptr) == (field.kind == Kind::object || field.kind == Kind::objects));
    CHECK(field.words.empty() == (field.kind != Kind::word));
    if (field.shape != nullptr) {
      check_shape(*field.shape, seen);
    }
  }
}

}  // namespace

TEST_CASE("ocptv tables: every member is told once and with what its kind needs",
          "[reports][external]") {
  std::set<const Shape*> seen;
  check_shape(line_shape(), seen);
  CHECK(seen.size() == 24);
}
