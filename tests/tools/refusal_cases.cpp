#include "tests/tools/refusal_cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <tuple>

namespace rackproof::testing {
namespace {

namespace fs = std::filesystem;

/// Where verifying is tested; elsewhere a text may begin with a figure of another meaning.
constexpr std::array kDirectories{"certsuite", "cli", "reports", "schemas", "wrong_inputs"};

constexpr std::string_view kHead = R"(# What a verifier must refuse

Made from the tests by `ninja refusals_page`; do not edit. Each group is a way in which others were deceived, or could be; each single
case is a test, a section of one or a row of its table whose text begins with the number, and in which the refusal and its reason are seen. To find those of one
group look for `"16.` under `tests/`.

)";

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::vector<RefusalCase> cases_in(const std::string& text, const std::string& file) {
  static const std::regex kNumbered(
      R"re((?:TEST_CASE|SECTION)\(\s*"(\d{1,2})\.(\d{1,3}) [^"]|\{\s*"(\d{1,2})\.(\d{1,3}) [a-zA-Z])re");
  std::vector<RefusalCase> cases;
  for (std::sregex_iterator found(text.begin(), text.end(), kNumbered), end; found != end;
       ++found) {
    const auto& match = *found;
    const std::size_t first = match[1].matched ? 1 : 3;
    const RefusalCase single{std::stoul(match[first]), std::stoul(match[first + 1]), file};
    if (single.group >= 1 && single.group <= kRefusalGroups.size() && single.number >= 1) {
      cases.push_back(single);
    }
  }
  return cases;
}

std::vector<RefusalCase> refusal_cases(const std::string& source_directory) {
  std::vector<RefusalCase> cases;
  for (const auto* directory : kDirectories) {
    const auto root = fs::path(source_directory) / "tests" / directory;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".cpp") {
        continue;
      }
      const auto file = fs::relative(entry.path(), source_directory).generic_string();
      const auto found = cases_in(text_of(entry.path()), file);
      cases.insert(cases.end(), found.begin(), found.end());
    }
  }
  std::sort(cases.begin(), cases.end(), [](const RefusalCase& left, const RefusalCase& right) {
    return std::tie(left.group, left.number, left.file) <
           std::tie(right.group, right.number, right.file);
  });
  return cases;
}

std::string refusal_summary(const std::vector<RefusalCase>& cases) {
  std::set<std::size_t> groups;
  for (const auto& single : cases) {
    groups.insert(single.group);
  }
  return std::to_string(groups.size()) + " of " + std::to_string(kRefusalGroups.size()) +
         " groups, " + std::to_string(cases.size()) + " single cases";
}

std::string refusals_page(const std::vector<RefusalCase>& cases) {
  std::map<std::size_t, std::size_t> counts;
  std::map<std::size_t, std::set<std::string>> files;
  for (const auto& single : cases) {
    ++counts[single.group];
    files[single.group].insert("`" + single.file + "`");
  }
  std::string page(kHead);
  page +=
      refusal_summary(cases) + ".\n\n| | refused | single cases | held by |\n|---|---|---|---|\n";
  for (std::size_t group = 1; group <= kRefusalGroups.size(); ++group) {
    page += "| " + std::to_string(group) + " | " + std::string(kRefusalGroups[group - 1]) + " | " +
            std::to_string(counts[group]) + " | ";
    std::string held;
    for (const auto& file : files[group]) {
      held += (held.empty() ? "" : ", ") + file;
    }
    page += held + " |\n";
  }
  return page;
}

}  // namespace rackproof::testing
