#include "reports/html.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("html: no text can leave its place", "[reports][html]") {
  CHECK(escape_html("<a href=\"x\" id='y'>&") ==
        "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;");
  CHECK(escape_html("a\x1B[2Jb\xFF") == "a\\x1b[2Jb\\xff");
  CHECK(escape_html("x\xE2\x80\xAEy") == "x\\xe2\\x80\\xaey");
  CHECK(escape_html("two\nlines") == "two\nlines");
}

TEST_CASE("html: elements are closed in order, whoever forgets", "[reports][html]") {
  Html html;
  html.open("div", "a\"b").element("p", "x<y").open("ul").open("li").text("&");
  CHECK(html.take() ==
        "<div class=\"a&quot;b\"><p>x&lt;y</p>\n<ul><li>&amp;</li>\n</ul>\n</div>\n");
  CHECK(html.take().empty());
}

TEST_CASE("html: every cell carries its heading for narrow screens", "[reports][html]") {
  HtmlTable table({"Name", "Va\"lue"});
  table.row().cell("a").cell("<1>", "number");
  table.row("fail").cell("b").markup("<b>2</b>");
  const auto text = table.take("none");
  CHECK(text.find("<td data-label=\"Name\">a</td>") != std::string::npos);
  CHECK(text.find("<td data-label=\"Va&quot;lue\" class=\"number\">&lt;1&gt;</td>") !=
        std::string::npos);
  CHECK(text.find("<tr class=\"fail\">") != std::string::npos);
  CHECK(text.find("<td data-label=\"Va&quot;lue\"><b>2</b></td>") != std::string::npos);
}

TEST_CASE("html: an empty table says why it is empty", "[reports][html]") {
  CHECK(HtmlTable({"A"}).take("Nothing was read.") == "<p class=\"none\">Nothing was read.</p>\n");
}

TEST_CASE("html: facts are escaped on both sides", "[reports][html]") {
  HtmlFacts facts;
  facts.fact("<n>", "<v>");
  CHECK(facts.take() == "<dl><div><dt>&lt;n&gt;</dt>\n<dd>&lt;v&gt;</dd>\n</div>\n</dl>\n");
}
