#include "schemas/first_character.h"

#include <algorithm>
#include <array>

namespace rackproof {
namespace {

struct Decoded {
  std::uint32_t code_point;
  std::size_t length;  ///< 0 = ill-formed.
};

/// One UTF-8 sequence at the start of `text` (Unicode 15, table 3-7).
Decoded decode_utf8(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80U) {
    return {lead, 1};
  }
  std::size_t length = 0;
  std::uint32_t least = 0;
  std::uint32_t code = 0;
  if (lead >= 0xC2U && lead <= 0xDFU) {
    length = 2, least = 0x80, code = lead & 0x1FU;
  } else if ((lead & 0xF0U) == 0xE0U) {
    length = 3, least = 0x800, code = lead & 0x0FU;
  } else if (lead >= 0xF0U && lead <= 0xF4U) {
    length = 4, least = 0x10000, code = lead & 0x07U;
  }
  if (length == 0 || text.size() < length) {
    return {0, 0};
  }
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) {
      return {0, 0};
    }
    code = (code << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = code >= 0xD800U && code <= 0xDFFFU;
  return code < least || code > 0x10FFFFU || surrogate ? Decoded{0, 0} : Decoded{code, length};
}

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

/// C0, DEL, C1; then what reorders a line, breaks it or cannot be seen in it (Unicode TR9, the
/// general category Cf, Default_Ignorable_Code_Point of DerivedCoreProperties.txt): two texts that
/// differ only in these look alike.
constexpr std::array kHostile{
    CodeRange{0x00, 0x1F},       CodeRange{0x7F, 0x9F},       CodeRange{0xAD, 0xAD},
    CodeRange{0x34F, 0x34F},     CodeRange{0x61C, 0x61C},     CodeRange{0x115F, 0x1160},
    CodeRange{0x17B4, 0x17B5},   CodeRange{0x180B, 0x180F},   CodeRange{0x200B, 0x200F},
    CodeRange{0x2028, 0x202E},   CodeRange{0x2060, 0x206F},   CodeRange{0x2800, 0x2800},
    CodeRange{0x3164, 0x3164},   CodeRange{0xFE00, 0xFE0F},   CodeRange{0xFEFF, 0xFEFF},
    CodeRange{0xFFA0, 0xFFA0},   CodeRange{0xFFF0, 0xFFFB},   CodeRange{0x1BCA0, 0x1BCA3},
    CodeRange{0x1D173, 0x1D17A}, CodeRange{0xE0000, 0xE0FFF},
};

bool drives_a_terminal(std::uint32_t code) {
  return std::any_of(kHostile.begin(), kHostile.end(), [code](const CodeRange& each) {
    return each.first <= code && code <= each.last;
  });
}

}  // namespace

FirstCharacter first_character(std::string_view text) {
  const auto [code_point, bytes] = decode_utf8(text);
  return {bytes, code_point, bytes > 0 && drives_a_terminal(code_point)};
}

}  // namespace rackproof
