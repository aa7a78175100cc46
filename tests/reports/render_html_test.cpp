#include "reports/render_html.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"
#include "tests/reports/html_sections_probe.h"

using namespace rackproof;
using testing::says;

namespace {

/// Names of the elements that are open at the end, or that were closed in the wrong order.
std::vector<std::string> unbalanced(const std::string& page) {
  std::vector<std::string> open;
  for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const auto end = page.find('>', at);
    const auto tag = page.substr(at + 1, end - at - 1);
    const auto name = tag.substr(0, tag.find_first_of(" /", tag[0] == '/' ? 1 : 0));
    if (tag[0] == '!' || name == "meta" || tag.back() == '/') {
      continue;
    }
    if (tag[0] != '/') {
      open.push_back(name);
    } else if (!open.empty() && "/" + open.back() == tag) {
      open.pop_back();
    } else {
      open.push_back(tag);
    }
  }
  return open;
}

}  // namespace

TEST_CASE("report.html: one file, no script, nothing fetched", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = render_html(example.view());
  REQUIRE(page);
  CHECK(says(*page, "default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
  CHECK(says(*page, "<meta name=\"viewport\""));
  for (const auto* word : {"<script", "<link", "<img", "<iframe",
                           " src=", "http:", "https:", "onload", "onclick", "url("}) {
    CAPTURE(word);
    CHECK_FALSE(says(*page, word));
  }
}

TEST_CASE("55.2 report.html: hostile strings come out as text", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = render_html(example.view());
  REQUIRE(page);
  CHECK(says(*page,
             "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot; "
             "\\x1b[2J"));
  CHECK(page->find('\x1B') == std::string::npos);
  CHECK_FALSE(says(*page, "<b>bold"));
}

TEST_CASE("report.html: every element is closed where it was opened", "[reports][html]") {
  testing::ExampleReport example;
  const auto page = render_html(example.view());
  REQUIRE(page);
  CHECK(unbalanced(*page).empty());
  CHECK(page->ends_with("</html>\n"));
}

TEST_CASE("report.html: the same view gives the same bytes", "[reports][html]") {
  testing::ExampleReport first;
  testing::ExampleReport second;
  CHECK(render_html(first.view()).value() == render_html(second.view()).value());
}

TEST_CASE("report.html: an empty report still renders, and says what is missing",
          "[reports][html]") {
  testing::ExampleReport example;
  example.report = Report{};
  example.record = RunRecord{};
  example.inventory = Inventory{};
  example.reference = Architecture{};
  example.manifest = Manifest{};
  example.series.all.clear();
  const auto page = render_html(example.view());
  REQUIRE(page);
  CHECK(unbalanced(*page).empty());
  CHECK(says(*page, "No step was run."));
  CHECK(says(*page, "Nothing was read."));
  CHECK_FALSE(says(*page, "nan"));
}

TEST_CASE("report.html: a series that cannot be read stops it with a sentence", "[reports][html]") {
  testing::ExampleReport example;
  example.series.spoiled = SeriesKey{"node", "gemm_exact_flops_per_second"};
  const auto page = render_html(example.view());
  REQUIRE_FALSE(page);
  CHECK(page.error().kind == ErrorKind::malformed);
}

TEST_CASE("html report: it says how many parts and sections it has, and where it ends",
          "[reports][html]") {
  testing::ExampleReport example;
  const auto page = *render_html(example.view());
  std::size_t sections = 0;
  for (auto at = page.find("<section "); at != std::string::npos;
       at = page.find("<section ", at + 1)) {
    ++sections;
  }
  CHECK(says(page, "one file in one part of " + std::to_string(sections) + " sections"));
  const auto end = page.rfind("End of report " + example.report.report_id);
  REQUIRE(end != std::string::npos);
  CHECK(page.find("<section ", end) == std::string::npos);
  CHECK(page.find("End of report " + example.report.report_id) == end);
}
