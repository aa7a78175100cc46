#include "reports/render_junit.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "reports/junit_cases.h"
#include "reports/xml.h"
#include "schemas/text.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

using junit::Case;
using junit::Mark;
using junit::Suite;

std::string count(const std::vector<Suite>& suites, Mark mark) {
  std::ptrdiff_t found = 0;
  for (const auto& suite : suites) {
    found += std::ranges::count(suite.cases, mark, &Case::mark);
  }
  return std::to_string(found);
}

XmlAttributes counts(const std::vector<Suite>& suites) {
  std::size_t tests = 0;
  for (const auto& suite : suites) {
    tests += suite.cases.size();
  }
  return {{"tests", std::to_string(tests)},
          {"failures", count(suites, Mark::failure)},
          {"errors", count(suites, Mark::error)},
          {"skipped", count(suites, Mark::skipped)}};
}

void write_mark(const Case& each, Xml& xml) {
  const XmlAttributes why{{"type", each.type}, {"message", each.message}};
  switch (each.mark) {
    case Mark::passed:
      break;
    case Mark::failure:
      xml.leaf("failure", why, each.text);
      break;
    case Mark::error:
      xml.leaf("error", why, each.text);
      break;
    case Mark::skipped:
      xml.leaf("skipped", why, each.text);
      break;
  }
}

void write_case(const Case& each, Xml& xml) {
  XmlAttributes attributes{{"classname", each.class_name}, {"name", each.name}};
  if (!each.seconds.empty()) {
    attributes.emplace_back("time", each.seconds);
  }
  xml.open("testcase", attributes).open("properties", {});
  for (const auto& [name, value] : each.properties) {
    xml.leaf("property", {{"name", name}, {"value", value}});
  }
  xml.close();
  write_mark(each, xml);
  xml.close();
}

}  // namespace

std::string render_junit(const ReportView& view) {
  const auto suites = junit::suites_of(view);
  XmlAttributes all{{"name", "rackproof"}};
  std::ranges::copy(counts(suites), std::back_inserter(all));
  Xml xml;
  xml.open("testsuites", all);
  for (const auto& suite : suites) {
    XmlAttributes attributes{{"name", suite.name}};
    std::ranges::copy(counts({suite}), std::back_inserter(attributes));
    attributes.emplace_back("timestamp", format_utc(view.record.started));
    attributes.emplace_back("hostname", view.inventory.hostname);
    xml.open("testsuite", attributes);
    for (const auto& each : suite.cases) {
      write_case(each, xml);
    }
    xml.close();
  }
  return xml.take();
}

}  // namespace rackproof
