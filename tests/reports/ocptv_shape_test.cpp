#include "reports/ocptv_shape.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/ocptv_text.h"

using namespace rackproof;
using testing::ocptv_run;
using testing::ocptv_step;

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Artifacts of a step, good and bad, of every kind.
const std::vector<std::string> kArtifacts{
    "'log':{'severity':'INFO','message':'m'}",
    "'log':{'severity':'LOUD','message':'m'}",
    "'error':{'symptom':'s','softwareInfoIds':['s0'],'sourceLocation':{'file':'f','line':1.5}}",
    "'error':{'symptom':'s','softwareInfoIds':[1]}",
    "'error':{'message':'m'}",
    "'file':{'displayName':'d','uri':'u','isSnapshot':true,'more':1}",
    "'file':{'displayName':'d','uri':'u','isSnapshot':'yes'}",
    "'extension':{'name':'n','content':{'any':[1]}}",
    "'extension':{'name':'n','content':[]}",
    "'measurement':{'name':'m','value':true,'unit':'V','subcomponent':{'name':'c','type':'BUS'}}",
    "'measurement':{'name':'m','value':null}",
    "'measurement':{'name':'m','value':1,'validators':[{'type':'EQUAL','value':1,'name':'v'}]}",
    "'measurement':{'name':'m','value':1,'validators':[{'type':'ABOUT','value':1}]}",
    "'measurement':{'name':'m','value':1,'validators':{}}",
    "'measurement':{'name':'m','value':1,'subcomponent':{'type':'BUS'}}",
    "'diagnosis':{'verdict':'v','type':'UNKNOWN','message':'m','hardwareInfoId':'h0'}",
    "'diagnosis':{'type':'PASS'}",
    "'diagnosis':{'verdict':7,'type':'PASS'}",
    "'nothing':{}",
};

}  // namespace

TEST_CASE("ocptv shape: says of each official sample what the official schemas say",
          "[reports][external]") {
  const auto samples = testing::capture("ocptv");
  if (!samples) {
    return;
  }
  int valid = 0;
  int invalid = 0;
  for (const auto* part :
       {"samples-valid", "samples-invalid-by-schema", "samples-legacy-INVALID"}) {
    for (const auto& entry : std::filesystem::directory_iterator(*samples / part)) {
      CAPTURE(entry.path().string());
      const auto output = content(entry.path());
      const auto findings = ocptv_shape_findings(output);
      CAPTURE(findings);
      const auto official = testing::is_valid_ocptv(output);
      REQUIRE(official);
      CHECK(findings.empty() == *official);
      ++(findings.empty() ? valid : invalid);
    }
  }
  CHECK(valid == 14);
  CHECK(invalid == 12);
}

TEST_CASE("ocptv shape: agrees with the official schemas on artifacts of every kind",
          "[reports][external]") {
  for (const auto& artifact : kArtifacts) {
    const auto output = ocptv_run({ocptv_step(artifact)});
    CAPTURE(output);
    const auto official = testing::is_valid_ocptv(output);
    if (!official) {
      return;
    }
    CHECK(ocptv_shape_findings(output).empty() == *official);
  }
}

TEST_CASE("ocptv shape: a hundred findings are enough, and lines that are no objects are told",
          "[reports][external]") {
  CHECK(ocptv_shape_findings(std::string(1000, '\n')).size() == 100);
  const auto findings = ocptv_shape_findings("[]\n7\n");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0] == "line 1: expected an object, got an array");
  CHECK(findings[1] == "line 2: expected an object, got an integer");
}
