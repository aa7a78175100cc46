#pragma once

#include <string>

#include "certsuite/workloads/corpus.h"

namespace rackproof::testing {

/// A unit that adds 7 to a byte; `body` may be another one that does not.
inline CorpusUnit tiny_unit(std::string_view text =
                                "void rackproof_unit(const void *in, void *out, void *scratch) {\n"
                                "  (void)scratch;\n"
                                "  *(unsigned char *)out = *(const unsigned char *)in + 7;\n"
                                "#ifdef RACKPROOF_PLANTED_FAULT\n"
                                "  *(unsigned char *)out ^= 1;\n"
                                "#endif\n"
                                "}\n") {
  CorpusCase one{"byte", {std::byte{5}}, 1, {}};
  one.judge = [](std::span<const std::byte> output) -> std::string {
    return output[0] == std::byte{12} ? "" : "not 12";
  };
  return {"tiny", text, {std::move(one)}};
}

}  // namespace rackproof::testing
