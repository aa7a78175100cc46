#include "reports/html_head.h"

#include "reports/html.h"
#include "reports/html_style.h"

namespace rackproof {

std::string html_head(std::string_view title) {
  Html html;
  html.markup("<meta charset=\"utf-8\">\n");
  html.markup(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; img-src data:\">\n");
  html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  html.markup("<meta name=\"referrer\" content=\"no-referrer\">\n");
  html.element("title", title);
  html.open("style").markup(kReportStyle).close();
  return html.take();
}

}  // namespace rackproof
