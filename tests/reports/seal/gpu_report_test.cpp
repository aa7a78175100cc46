#include "reports/seal/gpu_report.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;
using seal::check_gpu_report;

TEST_CASE("GPU report: it begins with a question for measurements that has the nonce",
          "[seal][attestation]") {
  const std::string nonce(32, 'n');
  const auto report = std::string("\x11\xe0\x01\xff", 4) + nonce + std::string("\0answer", 7);
  CHECK(check_gpu_report(report, nonce));
  CHECK(check_gpu_report(report, std::string(32, 'm')).error().message ==
        "made for another nonce (6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e) "
        "than that of this run "
        "(6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d)");
  const auto is_other = [&nonce](const std::string& other) {
    const auto checked = check_gpu_report(other, nonce);
    return !checked && checked.error().message == "does not begin with a question for measurements";
  };
  CHECK(is_other(""));
  CHECK(is_other(report.substr(0, 35)));
  CHECK(is_other("\x11\x60" + report.substr(2)));
  CHECK(is_other("\x21\xe0" + report.substr(2)));
}
