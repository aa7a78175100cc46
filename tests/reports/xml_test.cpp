#include "reports/xml.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/xmllint.h"

using namespace rackproof;

TEST_CASE("xml: markup in a text or an attribute stays text", "[reports]") {
  CHECK(escape_xml("<a b='c'>&\"]]>") == "&lt;a b=&#39;c&#39;&gt;&amp;&quot;]]&gt;");
  Xml xml;
  xml.open("a", {{"b", "]]>\"<!--"}}).leaf("c", {}, "</c><d/>").leaf("e", {});
  const auto document = xml.take();
  CHECK(document ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"]]&gt;&quot;&lt;!--\">\n"
        "  <c>&lt;/c&gt;&lt;d/&gt;</c>\n  <e/>\n</a>\n");
  CHECK(testing::xpath(document, "string(/a/@b)") == "]]>\"<!--");
  CHECK(testing::xpath(document, "string(/a/c)") == "</c><d/>");
}

TEST_CASE("xml: no character that XML 1.0 cannot hold comes out, whatever goes in", "[reports]") {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) {
    every += static_cast<char>(byte);
  }
  every += "\xEF\xBF\xBE\xEF\xBF\xBF\xED\xA0\x80\xE2\x80\xAE\xC2\x9B";  // U+FFFE.., a surrogate
  Xml xml;
  xml.leaf("a", {{"b", every}}, every);
  const auto document = xml.take();
  CHECK(testing::xmllint(document, "--noout").exit_code == 0);
  for (const char* never : {"\x1B", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xE2\x80\xAE", "\xC2\x9B"}) {
    CHECK(document.find(never) == std::string::npos);
  }
  CHECK(escape_xml("\xEF\xBF\xBE") == "\\ufffe");
  CHECK(escape_xml("a\tb\x1B[2J") == "a\\x09b\\x1b[2J");
}

TEST_CASE("xml: a newline of an attribute survives its reader", "[reports]") {
  Xml xml;
  xml.leaf("a", {{"b", "one\ntwo\n"}});
  const auto document = xml.take();
  CHECK(testing::xpath(document, "string-length(/a/@b)") == "8");
  CHECK(testing::xpath(document, "string(/a/@b)") == "one\ntwo");  // the last one is xpath()'s
  CHECK(document.find("one&#10;two&#10;") != std::string::npos);
  CHECK(escape_xml("one\n") == "one\n");
  CHECK(escape_xml("").empty());
}

TEST_CASE("xml: what is left open is closed, and nothing more", "[reports]") {
  Xml xml;
  xml.open("a", {}).open("b", {}).close().close().close();
  CHECK(xml.take().ends_with("<a>\n  <b>\n  </b>\n</a>\n"));
}
