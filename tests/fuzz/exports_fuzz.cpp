// An OCPTV output of which nothing is said is whole: no line can be lost from it or come after it
// without being told. Any bytes become text that XML can hold.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "reports/ocptv_check.h"
#include "reports/xml.h"
#include "schemas/text.h"

using namespace rackproof;

namespace {

void check_whole(std::string_view output) {
  const auto findings = ocptv_findings(output);
  if (findings.size() > 100) {
    std::abort();
  }
  if (!findings.empty()) {
    return;
  }
  const auto all = lines(output);
  const auto whole = std::string(output) + (output.ends_with('\n') ? "" : "\n");
  const bool longer = ocptv_findings(whole + std::string(all.back()) + "\n").empty();
  const auto last = whole.rfind('\n', whole.size() - 2);
  if (longer || ocptv_findings(whole.substr(0, last + 1)).empty()) {
    std::abort();
  }
}

void check_escaped(std::string_view text) {
  const auto escaped = escape_xml(text);
  const auto hostile = [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return (byte < 0x20 && letter != '\n') || letter == '<' || letter == '>' || letter == '"' ||
           letter == '\'' || byte == 0x7F;
  };
  if (std::ranges::any_of(escaped, hostile) || escaped.find("\xEF\xBF\xBE") != std::string::npos ||
      escaped.find("\xEF\xBF\xBF") != std::string::npos) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_whole(bytes);
  check_escaped(bytes);
  return 0;
}
